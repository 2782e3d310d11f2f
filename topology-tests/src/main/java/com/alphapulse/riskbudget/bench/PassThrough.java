package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.Sinks;
import com.alphapulse.riskbudget.topology.StreamsSettings;
import com.alphapulse.riskbudget.topology.kafka.Sources;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What the gate is held against: applications that read every order and write a record for it, and
 * decide nothing. They run with the settings of the application {@code order-gate}.
 */
public final class PassThrough implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
  private static final String SOURCE = "pass-source";
  private static final String STAGE = "pass-stage";
  private static final String SINK = "pass-sink";

  private final KafkaStreams streams;
  private final Metrics metrics;

  private PassThrough(KafkaStreams streams, Metrics metrics) {
    this.streams = streams;
    this.metrics = metrics;
  }

  /** Starts one that copies the bytes of an order; returns once it runs. */
  public static PassThrough ofBytes(Configuration configuration) {
    Topology topology = new Topology();
    topology.addSource(
        SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        Topics.ORDER_INTENT.on(configuration.kafka().installation()));
    topology.addSink(
        SINK,
        Topics.APPROVED_ORDER.on(configuration.kafka().installation()),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        SOURCE);
    return start(topology, configuration);
  }

  /**
   * Starts one that decodes an order and encodes a decision with as many fields as the gate fills,
   * with the product's own serde; returns once it runs.
   */
  public static PassThrough ofRecords(Configuration configuration, SchemaRegistry registry) {
    RecordSerdes serdes = new RecordSerdes(registry, configuration.registry());
    Topology topology = new Topology();
    InstallationName installation = configuration.kafka().installation();
    Sources.of(topology, installation, serdes).add(SOURCE, Topics.ORDER_INTENT, OrderIntent.class);
    topology.addProcessor(STAGE, Stage::new, SOURCE);
    Sinks.of(topology, installation, serdes, STAGE)
        .byKey(SINK, Topics.APPROVED_ORDER, OrderDecision.class);
    return start(topology, configuration);
  }

  private static PassThrough start(Topology topology, Configuration configuration) {
    Metrics metrics = new Metrics();
    KafkaStreams streams =
        new KafkaStreams(topology, StreamsSettings.orderGate(configuration, metrics));
    PassThrough started = new PassThrough(streams, metrics);
    CountDownLatch running = new CountDownLatch(1);
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
          }
        });
    streams.start();
    boolean runs = false;
    try {
      runs = running.await(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!runs) {
      started.close();
      throw new IllegalStateException("the pass-through did not start");
    }
    return started;
  }

  @Override
  public void close() {
    streams.close(
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    metrics.close();
  }

  /** Wraps each order in the same decision. */
  private static final class Stage
      implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private static final BigDecimal NOTHING = new BigDecimal("0.00000000");

    private final OrderDecision decision = decision();
    private ProcessorContext<String, SpecificRecord> context;

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
      this.context = context;
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
      OrderIntent intent = (OrderIntent) record.value();
      decision.setIntent(intent);
      decision.setApprovedQuantity(intent.getQuantity());
      decision.setLargestQuantity(intent.getQuantity());
      decision.setAsOf(intent.getSubmittedAt());
      decision.setDecidedAt(Instant.ofEpochMilli(context.currentSystemTimeMs()));
      // The sink encodes it before forward returns, so that the next order can have the same one.
      context.forward(record.withValue(decision));
    }

    private static OrderDecision decision() {
      Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
      BigDecimal units = new BigDecimal("500.00000000");
      BigDecimal exposure = new BigDecimal("50000.00000000");
      BigDecimal cash = new BigDecimal("10000000000.00000000");
      Map<String, Long> cursor = new HashMap<>();
      Topics.GATE_INPUTS.forEach(topic -> cursor.put(topic.logicalName(), 5_000L));
      return OrderDecision.newBuilder()
          .setIntent(blank(now, units))
          .setOutcome(Outcome.APPROVED)
          .setApprovedQuantity(units)
          .setReducing(false)
          .setViolations(List.of())
          .setInputs(
              DecisionInputs.newBuilder()
                  .setLedgerSequence(50)
                  .setPosition(NOTHING)
                  .setPendingBuys(units)
                  .setPendingSells(units)
                  .setStrategyPosition(NOTHING)
                  .setStrategyPendingBuys(units)
                  .setStrategyPendingSells(units)
                  .setGrossExposure(exposure)
                  .setStrategyExposure(exposure)
                  .setEquity(cash)
                  .setOpenOrders(50)
                  .setMark(units)
                  .setMarkTime(now)
                  .setBudgetVersion(1L)
                  .setBudgetAsOf(now)
                  .setTradingState(TradingState.ACTIVE)
                  .build())
          .setCursor(cursor)
          .setAsOf(now)
          .setDecidedAt(now)
          .build();
    }

    private static OrderIntent blank(Instant now, BigDecimal quantity) {
      return OrderIntent.newBuilder()
          .setOrderId("")
          .setPortfolioId("")
          .setStrategyId("")
          .setSymbol("")
          .setSide(com.alphapulse.riskbudget.avro.Side.BUY)
          .setQuantity(quantity)
          .setType(com.alphapulse.riskbudget.avro.OrderType.MARKET)
          .setSubmittedAt(now)
          .build();
    }
  }
}
