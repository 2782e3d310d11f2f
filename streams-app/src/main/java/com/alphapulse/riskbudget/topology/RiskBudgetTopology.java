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
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.topology.budget.BudgetProcessor;
import com.alphapulse.riskbudget.topology.failure.FailedRecords;
import com.alphapulse.riskbudget.topology.failure.Guarded;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Sources;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.kafka.ValueRequired;
import com.alphapulse.riskbudget.topology.market.MarketDoor;
import com.alphapulse.riskbudget.topology.market.MarketProcessor;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import com.alphapulse.riskbudget.topology.wire.SingleObject;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
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
  private final InstallationName installation;
  private final Metrics metrics;
  private final RecordSerdes serdes;
  private final FailedRecords failed;

  private RiskBudgetTopology(
      Configuration configuration, Metrics metrics, RecordSerdes serdes, FailedRecords failed) {
    this.configuration = configuration;
    this.installation = configuration.kafka().installation();
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
        byMarket(builder, Topics.MARKET_DATA, MarketData.class, Route.TICKS);
    KStream<String, SpecificRecord> instruments =
        byMarket(builder, Topics.INSTRUMENT, Instrument.class, Route.INSTRUMENTS);
    KStream<String, SpecificRecord> regimes =
        builder.stream(
            Topics.REGIME_CHANGE.on(installation),
            consumed(RegimeChange.class, Names.REGIME_CHANGE_SOURCE));
    builder.addStateStore(entryStore(Names.MARKET_STORE));
    ticks
        .merge(instruments, Named.as(Names.TICKS_AND_INSTRUMENTS))
        .merge(regimes, Named.as(Names.MARKET_INPUTS))
        .process(
            Guarded.of(failed, () -> new MarketProcessor(configuration, metrics)),
            Named.as(Names.MARKET_STAGE),
            Names.MARKET_STORE);
  }

  private void marketSinks(Topology topology) {
    for (Route route : List.of(Route.TICKS, Route.INSTRUMENTS)) {
      Sinks.of(topology, installation, serdes, route.door())
          .byKey(route.alertSink(), Topics.RISK_ALERT, RiskAlert.class);
    }
    Sinks.of(topology, installation, serdes, Names.MARKET_STAGE)
        .multicast(Names.MARKET_STATE_SINK, Topics.MARKET_STATE, MarketState.class)
        .multicast(Names.MARKET_MARKS_SINK, Topics.MARKET_MARKS, MarketMarks.class)
        .byKey(Names.REGIME_CHANGE_SINK, Topics.REGIME_CHANGE, RegimeChange.class)
        .byKey(Names.MARKET_ALERT_SINK, Topics.RISK_ALERT, RiskAlert.class);
  }

  private void budgets(Topology topology) {
    Sources.of(topology, installation, serdes)
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
    topology.addStateStore(entryStore(Names.BUDGET_ACCOUNT_STORE), Names.BUDGET_STAGE);
    topology.addStateStore(bytesStore(Names.BUDGET_STORE), Names.BUDGET_STAGE);
    topology.addStateStore(bytesStore(Names.BUDGET_MARKET_STORE), Names.BUDGET_STAGE);
    Sinks.of(topology, installation, serdes, Names.BUDGET_STAGE)
        .byKey(Names.BUDGET_UPDATE_SINK, Topics.BUDGET_UPDATE, BudgetUpdate.class)
        .byKey(
            Names.RECOMMENDATION_SINK,
            Topics.REBALANCE_RECOMMENDATION,
            RebalanceRecommendation.class)
        .byKey(Names.BUDGET_ALERT_SINK, Topics.RISK_ALERT, RiskAlert.class);
  }

  /** What the door lets in, in the partition of its market. */
  private KStream<String, SpecificRecord> byMarket(
      StreamsBuilder builder, Topics topic, Class<? extends SpecificRecord> type, Route route) {
    return builder.stream(topic.on(installation), consumed(type, route.source()))
        .process(
            Guarded.of(
                failed,
                () -> new MarketDoor(installation, metrics, route.byMarket(), route.alertSink())),
            Named.as(route.door()))
        .selectKey((symbol, value) -> MarketDoor.market(value), Named.as(route.byMarket()))
        .repartition(
            Repartitioned.<String, SpecificRecord>as(route.repartition())
                .withKeySerde(Serdes.String())
                .withValueSerde(SingleObject.serde(type))
                .withNumberOfPartitions(configuration.kafka().partitions()));
  }

  /** Names of the nodes between a topic and the market stage. */
  private record Route(
      String source, String door, String alertSink, String byMarket, String repartition) {
    static final Route TICKS =
        new Route(
            Names.MARKET_DATA_SOURCE,
            Names.TICKS_DOOR,
            Names.TICKS_ALERT_SINK,
            Names.TICKS_BY_MARKET,
            Names.MARKET_TICKS);
    static final Route INSTRUMENTS =
        new Route(
            Names.INSTRUMENT_SOURCE,
            Names.INSTRUMENTS_DOOR,
            Names.INSTRUMENTS_ALERT_SINK,
            Names.INSTRUMENTS_BY_MARKET,
            Names.MARKET_INSTRUMENTS);
  }

  private Consumed<String, SpecificRecord> consumed(
      Class<? extends SpecificRecord> type, String name) {
    Serde<SpecificRecord> serde = serdes.as(type);
    return Consumed.with(
            Serdes.String(),
            Serdes.serdeFrom(serde.serializer(), new ValueRequired<>(serde.deserializer())))
        .withName(name);
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> entryStore(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled();
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> bytesStore(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withCachingDisabled();
  }
}
