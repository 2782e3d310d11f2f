package com.alphapulse.riskbudget.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import com.alphapulse.riskbudget.topology.failure.FailureHandler;
import com.alphapulse.riskbudget.topology.failure.FailurePolicy;
import com.alphapulse.riskbudget.topology.failure.Guarded;
import com.alphapulse.riskbudget.topology.kafka.GateClients;
import com.alphapulse.riskbudget.topology.kafka.OrderProgress;
import com.alphapulse.riskbudget.topology.kafka.TopicAdmin;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that fail at a record, with the settings and clients of the gate, on a real broker. */
class FailingRecordTest {
  private static final String IN = Topics.ORDER_INTENT.on(InstallationName.NONE);
  private static final String OUT = Topics.APPROVED_ORDER.on(InstallationName.NONE);
  private static final String YAML =
      """
      kafka:
        bootstrap_servers: "%s"
        application_id_prefix: "failing-"
        partitions: 1
        replication_factor: 1
        state_directory: "%s"
      """;

  @TempDir Path folder;

  /** Copies what it reads, but for what it cannot bear; a crumb has been written by then. */
  private static final class Copy extends ContextualProcessor<String, String, String, String> {
    @Override
    public void process(Record<String, String> record) {
      context().forward(record);
      if (record.value().startsWith("bad")) {
        throw new IllegalStateException("cannot bear " + record.value());
      }
    }
  }

  @Test
  void shouldSetTheRecordAsideAndGoOnWithinSeconds_whenItFailsTwice() throws Exception {
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("cluster"));
        Metrics metrics = new Metrics()) {
      Configuration configuration =
          Configuration.parse(
              "test", YAML.formatted(broker.bootstrapServers(), folder.resolve("streams")));
      try (TopicAdmin admin = new TopicAdmin(configuration.kafka())) {
        admin.create(Optional.of(Duration.ofMillis(-1)));
      }
      KafkaStreams streams = start(configuration, metrics);
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", broker.bootstrapServers()),
              new StringSerializer(),
              new StringSerializer())) {
        producer.send(new ProducerRecord<>(IN, "k", "first")).get();
        await().atMost(Duration.ofSeconds(30)).until(() -> read(broker, OUT).size() == 1);

        Instant start = Instant.now();
        producer.send(new ProducerRecord<>(IN, "k", "bad one")).get();
        producer.send(new ProducerRecord<>(IN, "k", "last")).get();
        // Kafka Streams throws the failure out of the thread that it ends.
        await()
            .dontCatchUncaughtExceptions()
            .pollInSameThread()
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(100))
            .until(() -> read(broker, OUT).size() == 2);
        Duration taken = Duration.between(start, Instant.now());
        System.out.printf(
            "Two failures and the record behind them decided after %.1f s%n",
            taken.toMillis() / 1000.0);

        assertThat(taken).isLessThan(Duration.ofSeconds(20));
      } finally {
        streams.close(CloseOptions.timeout(Duration.ofSeconds(3)));
      }
      assertThat(read(broker, OUT)).containsExactly("first", "last");
      assertThat(read(broker, Topics.DEAD_LETTER.on(InstallationName.NONE)))
          .containsExactly("bad one");
      assertThat(read(broker, Topics.RISK_ALERT.on(InstallationName.NONE)))
          .singleElement()
          .asString()
          .contains("RECORD_SET_ASIDE", "cannot bear bad one");
    }
  }

  private static KafkaStreams start(Configuration configuration, Metrics metrics) {
    RecordSerdes serdes = new RecordSerdes(new InMemorySchemaRegistry(), configuration.registry());
    FailureHandler failures = FailureHandler.of(InstallationName.NONE, metrics, serdes);
    Properties settings = StreamsSettings.orderGate(configuration, metrics);
    failures.configure(settings);
    Topology topology = new Topology();
    topology.addSource("source", new StringDeserializer(), new StringDeserializer(), IN);
    topology.addProcessor("copy", Guarded.of(failures.failed(), Copy::new), "source");
    topology.addSink("sink", OUT, new StringSerializer(), new StringSerializer(), "copy");
    KafkaStreams streams =
        new KafkaStreams(
            topology,
            settings,
            new GateClients(InstallationName.NONE, new OrderProgress(), partitions -> {}));
    streams.setUncaughtExceptionHandler(
        new FailurePolicy("test", failures.failed(), InstantSource.system()));
    streams.start();
    return streams;
  }

  /** Committed values of a topic, as text. */
  private static List<String> read(EmbeddedBroker broker, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partition = List.of(new org.apache.kafka.common.TopicPartition(topic, 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      List<String> values = new ArrayList<>();
      long end = consumer.endOffsets(partition).get(partition.get(0));
      while (consumer.position(partition.get(0)) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          values.add(new String(record.value(), StandardCharsets.UTF_8));
        }
      }
      return values;
    }
  }
}
