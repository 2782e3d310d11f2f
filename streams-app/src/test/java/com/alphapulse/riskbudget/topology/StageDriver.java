package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import com.alphapulse.riskbudget.topology.budget.BudgetWire;
import com.alphapulse.riskbudget.topology.failure.FailedRecords;
import com.alphapulse.riskbudget.topology.failure.Failing;
import com.alphapulse.riskbudget.topology.failure.FailureHandler;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/** A real topology of one application, driven record by record. */
public final class StageDriver implements AutoCloseable {
  final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Metrics metrics = new Metrics();
  private final InstallationName installation;
  private final TopologyTestDriver driver;
  private final FailedRecords failed;
  private final Set<String> sources;
  private final Map<Topics, TestInputTopic<String, ?>> inputs = new EnumMap<>(Topics.class);

  /** Stages with the defaults, on one partition. */
  public static StageDriver of(Path directory, Instant start, Stage... stages) {
    return new StageDriver(
        "kafka: {partitions: 1, state_directory: '%s'}".formatted(directory),
        start,
        Set.of(stages));
  }

  public StageDriver(String yaml, Instant start, Set<Stage> stages) {
    Configuration configuration = Configuration.parse("test", yaml);
    installation = configuration.kafka().installation();
    Properties properties =
        stages.contains(Stage.GATE)
            ? StreamsSettings.orderGate(configuration, metrics)
            : StreamsSettings.riskBudget(configuration, metrics);
    RecordSerdes serdes = new RecordSerdes(registry, configuration.registry());
    FailureHandler failures = FailureHandler.of(installation, metrics, serdes);
    failures.configure(properties);
    failed = failures.failed();
    Topology topology = Stages.topology(configuration, stages, serdes, metrics, failed);
    sources =
        topology.describe().subtopologies().stream()
            .flatMap(part -> part.nodes().stream())
            .flatMap(
                node ->
                    node instanceof TopologyDescription.Source source
                        ? source.topicSet().stream()
                        : Stream.empty())
            .filter(topic -> Topics.named(topic, installation).isPresent())
            .collect(Collectors.toSet());
    driver = new TopologyTestDriver(topology, properties, start);
  }

  public <T extends SpecificRecord> void send(Topics topic, String key, T record, Class<T> type) {
    @SuppressWarnings("unchecked") // A topic has records of one type.
    TestInputTopic<String, T> input =
        (TestInputTopic<String, T>)
            inputs.computeIfAbsent(
                topic,
                t ->
                    driver.createInputTopic(
                        t.on(installation),
                        new StringSerializer(),
                        AvroSerde.of(type, registry).serializer()));
    input.pipeInput(key, record);
  }

  void sendBytes(Topics topic, byte[] key, byte[] value) {
    driver
        .createInputTopic(
            topic.on(installation), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key, value);
  }

  /** Lets a record of the first partition be set aside when it is read. */
  public void setAside(Topics topic, long offset) {
    Failing.setAside(failed, topic.on(installation), 0, offset);
  }

  /** Entries of a store that its changelog has told since the last call; null deletes one. */
  public Map<Bytes, byte[]> changelog(String application, String store) {
    Map<Bytes, byte[]> entries = new LinkedHashMap<>();
    driver
        .createOutputTopic(
            installation.onCluster(application) + "-" + store + "-changelog",
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())
        .readRecordsToList()
        .forEach(record -> entries.put(Bytes.wrap(record.key()), record.value()));
    return entries;
  }

  /** Values that were written since the last call. */
  public <T extends SpecificRecord> List<T> read(Topics topic, Class<T> type) {
    return records(topic, type).stream().map(TestRecord::value).toList();
  }

  public <T extends SpecificRecord> List<TestRecord<String, T>> records(
      Topics topic, Class<T> type) {
    return driver
        .createOutputTopic(
            topic.on(installation),
            new StringDeserializer(),
            AvroSerde.of(type, registry).deserializer())
        .readRecordsToList();
  }

  /** Number of records of any bytes that were written since the last call. */
  int count(Topics topic) {
    return driver
        .createOutputTopic(
            topic.on(installation), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList()
        .size();
  }

  /** A budget as the budget stage writes it. */
  public static BudgetUpdate record(Budget budget) {
    return BudgetWire.budget(budget);
  }

  /** The topics that the topology reads, without those between its parts. */
  Set<String> sources() {
    return sources;
  }

  /**
   * Lets the next record of a topic be read at offset 0, as where a consumer's offsets are lost.
   * The driver has no way for that but its own count.
   */
  void readFromStart(Topics topic) {
    try {
      Field counts = TopologyTestDriver.class.getDeclaredField("offsetsByTopicOrPatternPartition");
      counts.setAccessible(true);
      ((Map<?, ?>) counts.get(driver))
          .forEach(
              (partition, count) -> {
                if (((TopicPartition) partition).topic().equals(topic.on(installation))) {
                  ((AtomicLong) count).set(0);
                }
              });
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Values written since the last call, by topic, changelogs among them; nothing between parts. */
  Map<String, List<byte[]>> written() {
    Map<String, List<byte[]>> written = new TreeMap<>();
    for (String topic : driver.producedTopicNames()) {
      List<byte[]> values =
          driver
              .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
              .readValuesToList();
      if (!values.isEmpty() && !topic.endsWith("-repartition")) {
        written.put(topic, values);
      }
    }
    return written;
  }

  <T extends SpecificRecord> T decode(Topics topic, byte[] value, Class<T> type) {
    return AvroSerde.of(type, registry).deserializer().deserialize(topic.on(installation), value);
  }

  /** The metrics as they are exported. */
  String metrics() {
    return metrics.registry().scrape();
  }

  /** Entries of all maps and collections of the stages and their stores, by where they are. */
  Map<String, Long> footprint() {
    return Footprint.of(driver);
  }

  /** Bytes that were written to the changelog of a store since the last call. */
  long changelogBytes(String application, String store) {
    return driver
        .createOutputTopic(
            installation.onCluster(application) + "-" + store + "-changelog",
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())
        .readRecordsToList()
        .stream()
        .mapToLong(r -> r.key().length + (r.value() == null ? 0 : r.value().length))
        .sum();
  }

  /** Drops everything that was written so far. */
  void forgetOutputs() {
    driver
        .producedTopicNames()
        .forEach(
            topic ->
                driver
                    .createOutputTopic(
                        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList());
  }

  /** All entries of a store. */
  Map<Bytes, byte[]> all(String store) {
    Map<Bytes, byte[]> all = new LinkedHashMap<>();
    try (KeyValueIterator<Bytes, byte[]> entries =
        driver.<Bytes, byte[]>getKeyValueStore(store).all()) {
      entries.forEachRemaining(entry -> all.put(entry.key, entry.value));
    }
    return all;
  }

  /** Number of entries of a store, about. */
  long entries(String store) {
    return driver.getKeyValueStore(store).approximateNumEntries();
  }

  public void passWallClock(Duration duration) {
    driver.advanceWallClockTime(duration);
  }

  @Override
  public void close() {
    driver.close();
    metrics.close();
  }
}
