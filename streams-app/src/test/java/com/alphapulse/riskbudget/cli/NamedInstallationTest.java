package com.alphapulse.riskbudget.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import com.alphapulse.riskbudget.registry.EmbeddedRegistry;
import com.alphapulse.riskbudget.registry.ServedRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands for an installation that has a name, on a broker that it may share. */
class NamedInstallationTest {
  private static final String OTHER_GATE = "old-order-gate";
  private static final TopicPartition ORDERS = new TopicPartition("paper.order-intent", 0);

  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static ServedRegistry registry;
  private static Path config;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("broker"));
    registry = new ServedRegistry(new EmbeddedRegistry(broker.bootstrapServers(), List.of()), "");
    config =
        Files.writeString(
            folder.resolve("paper.yaml"),
            """
            kafka: {bootstrap_servers: "%s", partitions: 1, replication_factor: 1, installation: paper}
            schema_registry: {url: "%s"}
            """
                .formatted(broker.bootstrapServers(), registry.url()));
  }

  @AfterAll
  static void stop() {
    registry.close();
    broker.close();
  }

  /** One after the other on one broker. */
  @Test
  void shouldKeepToItsOwnNames_whenItsCommandsAreGiven() throws Exception {
    Executed created = Executed.of("topics", "--create", "--config=" + config);
    assertThat(created.exitCode()).isZero();
    assertThat(created.out())
        .contains("made paper.order-intent", "registered paper.order-intent-value")
        .doesNotContain("made order-intent");

    shouldTailItsTopic_whenItIsNamedEitherWay();
    shouldTellOfAnotherGate_whenOneHasReadItsOrders();
    shouldExportItsSubjects();
  }

  private static void shouldTailItsTopic_whenItIsNamedEitherWay() throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("paper.dead-letter", "key", "it is this one")).get();
    }
    for (List<String> where :
        List.of(
            List.of("dead-letter", "--config=" + config),
            List.of("dead-letter", "--installation=paper"),
            List.of("paper.dead-letter", "--installation=live"))) {
      assertThat(
              Executed.of(
                      "tail",
                      where.get(0),
                      where.get(1),
                      "--bootstrap-server=" + broker.bootstrapServers(),
                      "--registry=" + registry.url(),
                      "--from-beginning",
                      "--max=1")
                  .out())
          .as(where.toString())
          .contains("it is this one");
    }
    for (String name : List.of("live", "a.b")) {
      Executed missing =
          Executed.of(
              "tail",
              "dead-letter",
              "--installation=" + name,
              "--bootstrap-server=" + broker.bootstrapServers());
      assertThat(missing.exitCode()).isEqualTo(2);
      assertThat(missing.err())
          .contains(
              name.equals("live")
                  ? "live.dead-letter does not exist"
                  : "--installation: must be at most 64 letters");
    }
  }

  private static void shouldTellOfAnotherGate_whenOneHasReadItsOrders() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      for (String harmless : List.of("paper.order-gate", "strategies", "elsewhere-order-gate")) {
        TopicPartition read =
            harmless.startsWith("elsewhere") ? new TopicPartition("_schemas", 0) : ORDERS;
        commit(admin, harmless, read);
      }
      assertThat(Executed.of("topics", "--check", "--config=" + config).exitCode()).isZero();

      commit(admin, OTHER_GATE, ORDERS);
      Executed checked = Executed.of("topics", "--check", "--config=" + config);
      assertThat(checked.exitCode()).isEqualTo(1);
      assertThat(checked.out())
          .contains(
              "consumer group old-order-gate has committed offsets of paper.order-intent: every"
                  + " order would be answered twice",
              "--delete-offsets --group old-order-gate --topic paper.order-intent")
          .doesNotContain("elsewhere", "strategies");
      admin.deleteConsumerGroups(List.of(OTHER_GATE)).all().get();
    }
    assertThat(Executed.of("topics", "--check", "--config=" + config).exitCode()).isZero();
  }

  private static void commit(Admin admin, String group, TopicPartition partition) throws Exception {
    admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(0))).all().get();
  }

  private static void shouldExportItsSubjects() {
    Path exported = folder.resolve("exported");
    assertThat(Executed.of("schemas", "--export=" + exported, "--config=" + config).exitCode())
        .isZero();
    assertThat(exported.resolve("paper.order-intent-value.avsc")).exists();
    assertThat(exported.resolve("order-intent-value.avsc")).doesNotExist();
  }
}
