package com.alphapulse.riskbudget.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.audit.history.TopicReader;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.schema.SubjectSetup;
import com.alphapulse.riskbudget.serde.HttpSubjectRegistry;
import com.alphapulse.riskbudget.topology.Stage;
import com.alphapulse.riskbudget.topology.Stages;
import com.alphapulse.riskbudget.topology.failure.DeadLetterHandler;
import com.alphapulse.riskbudget.topology.kafka.Subjects;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Installations of different names on one broker, one of them without a name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralInstallationsTest {
  private static final InstallationName PAPER = new InstallationName("paper");
  private static final InstallationName LIVE = new InstallationName("live");

  /** In the order of opening; closed in reverse. */
  private final Map<InstallationName, Installation> installations = new LinkedHashMap<>();

  private final Map<InstallationName, Outside> outsides = new LinkedHashMap<>();
  private EmbeddedBroker broker;
  private Admin admin;

  @BeforeAll
  void start(@TempDir Path folder) {
    broker = EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("cluster"));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    Installation bare = Installation.on(broker.bootstrapServers(), folder);
    installations.put(InstallationName.NONE, bare);
    installations.put(PAPER, bare.beside(PAPER));
    installations.put(LIVE, bare.beside(LIVE));
    installations.forEach(
        (name, installation) -> {
          SubjectSetup setup =
              new SubjectSetup(
                  new HttpSubjectRegistry(installation.registryUrl(), Map.of()),
                  Subjects.all(name));
          setup.register();
          assertThat(setup.problems()).isEmpty();
          installation.startBudgets();
          installation.startGate();
          outsides.put(name, new Outside(installation));
        });
  }

  @AfterAll
  void stop() {
    outsides.values().forEach(Outside::close);
    for (InstallationName name : List.of(LIVE, PAPER, InstallationName.NONE)) {
      if (installations.containsKey(name)) {
        installations.get(name).close();
      }
    }
    if (admin != null) {
      admin.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  /** The same ids everywhere: whatever crossed over would change what the other decides. */
  @Test
  void shouldDecideItsOwnOrdersOnly_whenOthersUseTheSameIds() {
    for (InstallationName name : installations.keySet()) {
      Outside outside = outsides.get(name);
      Desk desk = new Desk(outside, "M", "same");
      BudgetUpdate budget = desk.open().get("same");
      OrderDecision approved = desk.decide(desk.buy("order", desk.part(budget, "0.5")));

      assertThat(approved.getOutcome()).as(name.name()).isEqualTo(Outcome.APPROVED);
      assertThat(approved.getRepeat()).isFalse();
      assertThat(approved.getCursor().keySet())
          .allSatisfy(topic -> assertThat(Topics.named(topic, InstallationName.NONE)).isPresent())
          .contains("order-intent", "portfolio");
      outside.sendRaw(
          Topics.ORDER_INTENT, 0, "key", name.name().getBytes(StandardCharsets.UTF_8), 1);
      outside.flush();
      assertThat(
              outside
                  .awaitDeadLetter(
                      l -> Arrays.equals(l.value(), name.name().getBytes(StandardCharsets.UTF_8)))
                  .headers()
                  .lastHeader(DeadLetterHandler.TOPIC_HEADER)
                  .value())
          .isEqualTo("order-intent".getBytes(StandardCharsets.UTF_8));
    }
    installations.forEach(
        (name, installation) -> {
          var history =
              new TopicReader(
                      name,
                      Map.of("bootstrap.servers", broker.bootstrapServers()),
                      installation.schemas())
                  .read();
          assertThat(history.intents()).as(name.name()).hasSize(1);
          assertThat(history.decisions())
              .singleElement()
              .satisfies(entry -> assertThat(entry.topic()).isEqualTo("approved-order"));
        });
  }

  @Test
  void shouldHaveTheSameNamesBehindItsOwn_whenAllThatIsOnTheBrokerIsListed() throws Exception {
    Set<String> topics = admin.listTopics().names().get();
    Set<String> bare =
        topics.stream()
            .filter(name -> !name.startsWith("_") && !name.contains("."))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(bare).hasSizeGreaterThan(Topics.values().length + 7);
    for (InstallationName name : List.of(PAPER, LIVE)) {
      assertThat(topics.stream().filter(topic -> topic.startsWith(name.name() + ".")))
          .containsExactlyInAnyOrderElementsOf(bare.stream().map(name::onCluster).toList());
    }
    assertThat(admin.listGroups().all().get().stream().map(group -> group.groupId()))
        .contains(
            "e2e-order-gate",
            "paper.e2e-order-gate",
            "live.e2e-order-gate",
            "live.e2e-risk-budget");
  }

  /** It has to be taken away by somebody who knows that the other one is gone. */
  @Test
  void shouldRefuseToStart_whenAnotherGroupDecidesTheSameOrders() throws Exception {
    InstallationName name = new InstallationName("twice");
    try (Installation first = installations.get(InstallationName.NONE).beside(name);
        Outside outside = new Outside(first)) {
      first.startGate();
      Configuration second =
          Configuration.parse(
              "second",
              first.yaml(Installation.PARTITIONS, Map.of()),
              Map.of("kafka.application_id_prefix", "other-"));
      // No order has come yet: nothing is committed, but the other gate is there.
      refused(first, second, "twice.e2e-order-gate reads twice.order-intent");

      Desk desk = new Desk(outside, "T", "twice");
      desk.decide(desk.buy("unknown", Desk.decimal("1")));
      first.stopGate();
      refused(first, second, "twice.e2e-order-gate has committed offsets of twice.order-intent");

      admin
          .deleteConsumerGroupOffsets(
              "twice.e2e-order-gate",
              IntStream.range(0, Installation.PARTITIONS)
                  .mapToObj(p -> new TopicPartition("twice.order-intent", p))
                  .collect(Collectors.toSet()))
          .all()
          .get();
      try (Metrics metrics = new Metrics();
          Stages stages = Stages.start(second, EnumSet.of(Stage.GATE), first.schemas(), metrics)) {
        assertThat(stages.haveFailed()).isFalse();
      }
    }
  }

  private static void refused(Installation first, Configuration second, String why) {
    try (Metrics metrics = new Metrics()) {
      assertThatThrownBy(
              () -> Stages.start(second, EnumSet.of(Stage.GATE), first.schemas(), metrics))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(why)
          .hasMessageContaining("every order would be answered twice")
          .hasMessageContaining("--delete-offsets --group twice.e2e-order-gate");
    }
  }
}
