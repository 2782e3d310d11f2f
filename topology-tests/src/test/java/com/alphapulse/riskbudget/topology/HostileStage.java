package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.bench.RawAvro;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import com.alphapulse.riskbudget.topology.failure.DeadLetterHandler;
import com.alphapulse.riskbudget.topology.failure.FailureHandler;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology of one stage, to which anything can be sent. A failure of it is thrown. */
final class HostileStage implements AutoCloseable {
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Metrics metrics = new Metrics();
  private final TopologyTestDriver driver;
  private final Set<Topics> inputs;

  /** What was written since the last look. */
  record Written(
      List<RiskAlert> alerts,
      List<String> deadLetters,
      List<OrderDecision> decisions,
      List<String> all) {}

  HostileStage(Stage stage, Path folder, Instant start) {
    Configuration configuration =
        Configuration.parse(
            "test",
            """
            market: {bar_interval: 60, lateness_bars: 0, warmup_bars: 2, mark_interval: 0.01}
            kafka: {partitions: 1, state_directory: '%s'}
            """
                .formatted(folder));
    Properties settings =
        stage == Stage.GATE
            ? StreamsSettings.orderGate(configuration, metrics)
            : StreamsSettings.riskBudget(configuration, metrics);
    RecordSerdes serdes = new RecordSerdes(registry, configuration.registry());
    FailureHandler failures = FailureHandler.of(InstallationName.NONE, metrics, serdes);
    failures.configure(settings);
    // The driver drops what was sent in a transaction in which nothing was processed.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    Topology topology =
        Stages.topology(configuration, Set.of(stage), serdes, metrics, failures.failed());
    inputs = inputs(topology);
    driver = new TopologyTestDriver(topology, settings, start);
  }

  private static Set<Topics> inputs(Topology topology) {
    return topology.describe().subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .flatMap(
            node ->
                node instanceof TopologyDescription.Source source
                    ? source.topicSet().stream()
                    : Stream.empty())
        .flatMap(topic -> Topics.named(topic, InstallationName.NONE).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Topics that the stage reads. */
  Set<Topics> inputs() {
    return inputs;
  }

  /** A record as a careless client writes it. */
  byte[] encoded(Topics topic, SpecificRecord record) {
    int id = registry.register(topic.on(InstallationName.NONE) + "-value", record.getSchema());
    return RawAvro.message(id, record);
  }

  /** Sends anything, at any timestamp. */
  void send(Topics topic, String key, byte[] value, long timestamp) {
    driver
        .createInputTopic(
            topic.on(InstallationName.NONE), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new Timed(key.getBytes(StandardCharsets.UTF_8), value, timestamp));
  }

  void pass(Duration duration) {
    driver.advanceWallClockTime(duration);
  }

  /** Reads what was written. */
  Written written() {
    List<RiskAlert> alerts = new ArrayList<>();
    List<String> letters = new ArrayList<>();
    List<OrderDecision> decisions = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (String name : new TreeSet<>(driver.producedTopicNames())) {
      Topics.named(name, InstallationName.NONE)
          .ifPresent(
              topic -> {
                for (TestRecord<byte[], byte[]> record : records(name)) {
                  switch (topic) {
                    case RISK_ALERT -> alerts.add(decode(topic, RiskAlert.class, record));
                    case DEAD_LETTER -> letters.add(error(record));
                    case APPROVED_ORDER, REJECTED_ORDER ->
                        decisions.add(decode(topic, OrderDecision.class, record));
                    default ->
                        all.add(
                            name + " " + key(record) + HexFormat.of().formatHex(record.value()));
                  }
                }
              });
    }
    alerts.forEach(alert -> all.add(alert.toString()));
    // Where its inputs were read differs with what was sent between them.
    decisions.forEach(
        decision ->
            all.add(
                "%s %s %s %s"
                    .formatted(
                        decision.getOutcome(),
                        decision.getApprovedQuantity(),
                        decision.getViolations(),
                        decision.getAsOf())));
    return new Written(alerts, letters, decisions, all);
  }

  /** Bytes that went to changelogs since the last look. */
  long changelogBytes() {
    return driver.producedTopicNames().stream()
        .filter(name -> name.endsWith("-changelog"))
        .flatMap(name -> records(name).stream())
        .mapToLong(r -> r.key().length + (r.value() == null ? 0 : r.value().length))
        .sum();
  }

  private List<TestRecord<byte[], byte[]>> records(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private <T extends SpecificRecord> T decode(
      Topics topic, Class<T> type, TestRecord<byte[], byte[]> record) {
    return AvroSerde.of(type, registry)
        .deserializer()
        .deserialize(topic.on(InstallationName.NONE), record.value());
  }

  private static String key(TestRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8) + " ";
  }

  private static String error(TestRecord<byte[], byte[]> letter) {
    return new String(
        letter.headers().lastHeader(DeadLetterHandler.ERROR_HEADER).value(),
        StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    driver.close();
    metrics.close();
  }

  /** A record of any timestamp; Kafka's own class refuses what is below 0. */
  private static final class Timed extends TestRecord<byte[], byte[]> {
    private final long timestamp;

    private Timed(byte[] key, byte[] value, long timestamp) {
      super(key, value);
      this.timestamp = timestamp;
    }

    @Override
    public Long timestamp() {
      return timestamp;
    }
  }
}
