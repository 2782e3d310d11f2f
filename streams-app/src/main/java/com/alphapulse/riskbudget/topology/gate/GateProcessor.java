package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.topology.door.Refusal;
import com.alphapulse.riskbudget.topology.kafka.Routing;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The gate's one node: everything about a portfolio meets here, in one task, so that each order is
 * decided against all that was approved before it. Hands every record to the part that knows what
 * to do with it, and keeps the cursor.
 */
public final class GateProcessor implements Processor<String, SpecificRecord, String, Object> {
  /**
   * Parts of the interval at which utilisation is told, each for a part of the portfolios. Few, so
   * that few transactions have one more topic to commit.
   */
  private static final int UTILIZATION_SLICES = 10;

  /** Wall-clock time between two looks at what is overdue. */
  private static final Duration ROUND = Duration.ofSeconds(1);

  /** Wall-clock time, once to twice of which a budget waits for the definition of its portfolio. */
  static final Duration WITHOUT_DEFINITION = Duration.ofMinutes(1);

  private final Configuration configuration;
  private final Metrics metrics;
  private final LedgerStore.Supplier stores;
  private final Map<String, Integer> inputIndex = new HashMap<>();
  private GateOutput output;
  private GateState state;
  private OrderDesk orders;
  private ExecutionDesk executions;
  private MarketDesk markets;
  private PortfolioDesk portfolios;
  private OverrideDesk overrides;
  private TradingStateReport tradingStates;
  private GateGauges gauges;

  public GateProcessor(Configuration configuration, Metrics metrics, LedgerStore.Supplier stores) {
    this.configuration = configuration;
    this.metrics = metrics;
    this.stores = stores;
    for (Topics topic : Topics.GATE_INPUTS) {
      inputIndex.put(
          topic.on(configuration.kafka().installation()), Topics.GATE_INPUTS.indexOf(topic));
    }
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    state = stores.of(context.taskId()).activate();
    output = new GateOutput(context, configuration.kafka().installation(), metrics, state);
    MissingFills missing = new MissingFills(configuration.gate().missingFillAfter(), state, output);
    executions = new ExecutionDesk(state, output, missing);
    tradingStates = new TradingStateReport(context.taskId().partition(), state, output);
    LossDesk losses = new LossDesk(configuration.gate(), output, tradingStates);
    markets = new MarketDesk(state, output, executions, losses, tradingStates);
    portfolios = new PortfolioDesk(state, output, executions, tradingStates);
    overrides = new OverrideDesk(state, output, tradingStates);
    orders = new OrderDesk(configuration, state, output, overrides, tradingStates);
    gauges = new GateGauges(context.taskId().partition(), state, metrics);
    UtilizationReport utilization =
        new UtilizationReport(configuration.gate(), state, output, gauges, output.wallClock());
    context.schedule(
        slice(configuration.gate().utilizationInterval()),
        PunctuationType.WALL_CLOCK_TIME,
        utilization::run);
    context.schedule(
        ROUND,
        PunctuationType.WALL_CLOCK_TIME,
        now -> {
          missing.run(now);
          overrides.expireEverywhere();
          orders.forgetOld();
          orders.forgetUndefined();
          tradingStates.step();
          gauges.lookAtMarkets(now);
        });
    context.schedule(
        WITHOUT_DEFINITION,
        PunctuationType.WALL_CLOCK_TIME,
        now -> portfolios.forgetBudgetsOfNobody());
  }

  @Override
  public void close() {
    if (gauges != null) { // It is where the task was not started.
      gauges.close();
    }
  }

  /** Kafka Streams knows no time below a millisecond. */
  private static Duration slice(Duration interval) {
    return Duration.ofMillis(Math.max(1, interval.toMillis() / UTILIZATION_SLICES));
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    apply(record);
    tradingStates.step();
  }

  private void apply(Record<String, SpecificRecord> record) {
    RecordMetadata metadata = output.metadata();
    int input = inputIndex.get(metadata.topic());
    boolean routed =
        record.key() != null
            && Routing.partitionOf(record.key(), configuration.kafka().partitions())
                == metadata.partition();
    Routed from = new Routed(record.key(), routed, record.headers());
    SpecificRecord value = record.value();
    if (metadata.offset() <= state.cursor()[input]) {
      again(value, from, metadata);
      return;
    }
    if (value instanceof OrderIntent intent) {
      orders.decide(intent, from, metadata.offset());
      return; // The decision's entry holds the cursor.
    }
    Optional<Refusal> refusal = Refusal.of(value, output.wallClock());
    if (refusal.isPresent()) {
      output.refuse(refusal.get());
    } else if (value instanceof ExecutionReport report) {
      executions.apply(report, from);
    } else if (value instanceof MarketMarks marks) {
      markets.apply(marks);
    } else if (value instanceof MarketState marketState) {
      markets.apply(marketState);
    } else if (value instanceof BudgetUpdate budget) {
      portfolios.apply(budget, from);
    } else if (value instanceof Portfolio portfolio) {
      portfolios.apply(portfolio, from);
    } else if (value instanceof RiskOverride override) {
      overrides.apply(override, from);
    } else if (Topics.GATE_INPUTS.get(input) != Topics.PORTFOLIO || !portfolios.close(from)) {
      output.tombstone(record.key(), metadata);
    }
    state.cursor()[input] = metadata.offset();
    output.saveCursor();
  }

  /**
   * A record that was read before: consumer offsets were lost or set back. Nothing is applied
   * again; an order is answered as it was, as long as that is remembered.
   */
  private void again(SpecificRecord value, Routed from, RecordMetadata metadata) {
    boolean answered = value instanceof OrderIntent intent && orders.answerAgain(intent, from);
    if (!answered) {
      output.readBefore(metadata);
    }
  }

  /**
   * How a record came.
   *
   * @param key null where it had none
   * @param rightPartition whether the key belongs to the partition that it was read from
   */
  record Routed(
      String key, boolean rightPartition, org.apache.kafka.common.header.Headers headers) {

    /** Whether the record belongs to this task and is about {@code id}. */
    boolean isFor(String id) {
      return rightPartition && id.equals(key);
    }
  }
}
