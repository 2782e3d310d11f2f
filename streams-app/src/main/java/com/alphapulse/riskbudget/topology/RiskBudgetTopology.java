package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.observability.Metrics;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The application {@code risk-budget}: market stage and budget stage. */
final class RiskBudgetTopology {
  private final Configuration configuration;
  private final Metrics metrics;
  private final RecordSerdes serdes;
  private final FailedRecords failed;

  private RiskBudgetTopology(
      Configuration configuration, Metrics metrics, RecordSerdes serdes, FailedRecords failed) {
    this.configuration = configuration;
    this.metrics = metrics;
    this.serdes = serdes;
    this.failed = failed;
  }

  /**
   * Builds it.
   *
   * @param failed what is set aside before it reaches a stage
   * @param stages of MARKET and BUDGET, those to run; at least one
   */
  static Topology build(
      Configuration configuration,
      Metrics metrics,
      RecordSerdes serdes,
      FailedRecords failed,
      Set<Stage> stages) {
    RiskBudgetTopology wiring = new RiskBudgetTopology(configuration, metrics, serdes, failed);
    StreamsBuilder builder = new StreamsBuilder();
    if (stages.contains(Stage.MARKET)) {
      wiring.prices(builder);
    }
    Topology topology = builder.build();
    if (stages.contains(Stage.MARKET)) {
      wiring.marketSinks(topology);
    }
    if (stages.contains(Stage.BUDGET)) {
      wiring.budgets(topology);
    }
    return topology;
  }

  /** Prices and reference data are keyed by symbol and go to the task of their market. */
  private void prices(StreamsBuilder builder) {
    KStream<String, SpecificRecord> ticks =
        byMarket(
            builder.stream(
                    Topics.MARKET_DATA.topicName(),
                    consumed(MarketData.class, Names.MARKET_DATA_SOURCE))
                .filter((key, value) -> value != null, Named.as(Names.TICKS_WITH_VALUE))
                .selectKey(
                    (key, value) -> ((MarketData) value).getMarket(),
                    Named.as(Names.TICKS_BY_MARKET)),
            MarketData.class,
            Names.MARKET_TICKS);
    KStream<String, SpecificRecord> instruments =
        byMarket(
            builder.stream(
                    Topics.INSTRUMENT.topicName(),
                    consumed(Instrument.class, Names.INSTRUMENT_SOURCE))
                .filter((key, value) -> value != null, Named.as(Names.INSTRUMENTS_WITH_VALUE))
                .selectKey(
                    (key, value) -> ((Instrument) value).getMarket(),
                    Named.as(Names.INSTRUMENTS_BY_MARKET)),
            Instrument.class,
            Names.MARKET_INSTRUMENTS);
    KStream<String, SpecificRecord> regimes =
        builder.stream(
            Topics.REGIME_CHANGE.topicName(),
            consumed(RegimeChange.class, Names.REGIME_CHANGE_SOURCE));
    builder.addStateStore(bytesStore(Names.MARKET_STORE));
    ticks
        .merge(instruments, Named.as(Names.TICKS_AND_INSTRUMENTS))
        .merge(regimes, Named.as(Names.MARKET_INPUTS))
        .process(
            Guarded.of(failed, () -> new MarketProcessor(configuration, metrics)),
            Named.as(Names.MARKET_STAGE),
            Names.MARKET_STORE);
  }

  private void marketSinks(Topology topology) {
    Sinks.of(topology, serdes, Names.MARKET_STAGE)
        .multicast(Names.MARKET_STATE_SINK, Topics.MARKET_STATE, MarketState.class)
        .multicast(Names.MARKET_MARKS_SINK, Topics.MARKET_MARKS, MarketMarks.class)
        .byKey(Names.REGIME_CHANGE_SINK, Topics.REGIME_CHANGE, RegimeChange.class)
        .byKey(Names.MARKET_ALERT_SINK, Topics.RISK_ALERT, RiskAlert.class);
  }

  private void budgets(Topology topology) {
    Sources.of(topology, serdes)
        .add(Names.MARKET_STATE_SOURCE, Topics.MARKET_STATE, MarketState.class)
        .add(Names.PORTFOLIO_SOURCE, Topics.PORTFOLIO, Portfolio.class)
        .add(Names.EXECUTION_SOURCE, Topics.EXECUTION_REPORT, ExecutionReport.class)
        .add(Names.OVERRIDE_SOURCE, Topics.RISK_OVERRIDE_ROUTED, RiskOverride.class)
        .add(Names.MARKET_MARKS_SOURCE, Topics.MARKET_MARKS, MarketMarks.class)
        .add(Names.APPROVED_SOURCE, Topics.APPROVED_ORDER, OrderDecision.class);
    topology.addProcessor(
        Names.BUDGET_STAGE,
        Guarded.of(failed, () -> new BudgetProcessor(configuration, metrics)),
        Names.MARKET_STATE_SOURCE,
        Names.PORTFOLIO_SOURCE,
        Names.EXECUTION_SOURCE,
        Names.OVERRIDE_SOURCE,
        Names.MARKET_MARKS_SOURCE,
        Names.APPROVED_SOURCE);
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(Names.BUDGET_ACCOUNT_STORE),
                Serdes.Bytes(),
                Serdes.ByteArray())
            .withCachingDisabled(),
        Names.BUDGET_STAGE);
    topology.addStateStore(bytesStore(Names.BUDGET_STORE), Names.BUDGET_STAGE);
    topology.addStateStore(bytesStore(Names.BUDGET_MARKET_STORE), Names.BUDGET_STAGE);
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(Names.BUDGET_EXECUTION_STORE),
                Serdes.String(),
                Serdes.Long())
            .withCachingDisabled(),
        Names.BUDGET_STAGE);
    Sinks.of(topology, serdes, Names.BUDGET_STAGE)
        .byKey(Names.BUDGET_UPDATE_SINK, Topics.BUDGET_UPDATE, BudgetUpdate.class)
        .byKey(
            Names.RECOMMENDATION_SINK,
            Topics.REBALANCE_RECOMMENDATION,
            RebalanceRecommendation.class)
        .byKey(Names.BUDGET_ALERT_SINK, Topics.RISK_ALERT, RiskAlert.class);
  }

  private KStream<String, SpecificRecord> byMarket(
      KStream<String, SpecificRecord> stream, Class<? extends SpecificRecord> type, String name) {
    return stream.repartition(
        Repartitioned.<String, SpecificRecord>as(name)
            .withKeySerde(Serdes.String())
            .withValueSerde(SingleObject.serde(type))
            .withNumberOfPartitions(configuration.kafka().partitions()));
  }

  private Consumed<String, SpecificRecord> consumed(
      Class<? extends SpecificRecord> type, String name) {
    Serde<SpecificRecord> serde = serdes.as(type);
    return Consumed.with(Serdes.String(), serde).withName(name);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> bytesStore(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withCachingDisabled();
  }
}
