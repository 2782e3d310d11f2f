package com.alphapulse.riskbudget.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import com.alphapulse.riskbudget.registry.EmbeddedRegistry;
import com.alphapulse.riskbudget.registry.ServedRegistry;
import com.alphapulse.riskbudget.schema.Subject;
import com.alphapulse.riskbudget.serde.HttpSubjectRegistry;
import com.alphapulse.riskbudget.topology.kafka.Subjects;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code topics} and {@code schemas} as a new installation meets them. */
class TopicsCommandTest {
  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static ServedRegistry registry;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("broker"));
    // Knows nothing of the product and accepts anything, as Apicurio does when left alone.
    registry = new ServedRegistry(new EmbeddedRegistry(broker.bootstrapServers(), List.of()), "");
  }

  @AfterAll
  static void stop() {
    registry.close();
    broker.close();
  }

  private static Executed execute(String registryUrl, String... args) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("riskbudget.yaml"),
            """
            kafka: {bootstrap_servers: "%s", partitions: 2, replication_factor: 1}
            schema_registry: {url: "%s"}
            """
                .formatted(broker.bootstrapServers(), registryUrl));
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--config=" + config;
    return Executed.of(all);
  }

  /** One after the other on one broker, since the names of topics are fixed. */
  @Test
  void shouldMakeTheInstallationWholeAndTellWhatIsNot_whenAskedInTurn() throws Exception {
    shouldTellAllThatIsMissing();
    shouldNameTheSetting_whenThereAreTooFewBrokers();
    shouldMakeAllOfItAtOnce();
    shouldChangeNothing_whenAskedAgain();
    shouldTellBadTopics();
    shouldTellBadSubjects();
    shouldMakeTopics_whenTheRegistryDoesNotAnswer();
    shouldSayWhatToDo_whenCredentialsMayOnlyRead();
  }

  private static void shouldTellAllThatIsMissing() throws IOException {
    Executed checked = execute(registry.url(), "topics", "--check");
    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(checked.out())
        .contains("topic order-intent is missing", "subject order-intent-value is missing");
  }

  private static void shouldNameTheSetting_whenThereAreTooFewBrokers() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("three.yaml"),
            "kafka: {bootstrap_servers: \"%s\"}".formatted(broker.bootstrapServers()));
    Executed created = Executed.of("topics", "--create", "--config", config.toString());
    assertThat(created.exitCode()).isEqualTo(1);
    assertThat(created.err()).contains("kafka.replication_factor is 3: ");
  }

  private static void shouldMakeAllOfItAtOnce() throws Exception {
    Executed created = execute(registry.url(), "topics", "--create");
    assertThat(created.out())
        .contains("made order-intent", "registered order-intent-value")
        .contains("set order-intent-value to FULL_TRANSITIVE")
        .doesNotContain("is missing", "approved-order-value to")
        .contains("%d topics, 2 partitions each: as they should".formatted(Topics.values().length))
        .endsWith(
            "%d subjects: as they should be%n"
                .formatted(Subjects.all(InstallationName.NONE).size()));
    assertThat(created.err()).isEmpty();
    assertThat(created.exitCode()).isZero();
    HttpSubjectRegistry subjects = new HttpSubjectRegistry(registry.url(), Map.of());
    for (Subject subject : Subjects.all(InstallationName.NONE)) {
      assertThat(subjects.level(subject.name())).isEqualTo(subject.level());
      assertThat(subjects.latest(subject.name()).orElseThrow().schema())
          .isEqualTo(subject.schema());
    }
    try (Admin admin = admin()) {
      ConfigResource topic = topic("order-intent");
      assertThat(
              admin
                  .describeConfigs(Set.of(topic))
                  .all()
                  .get()
                  .get(topic)
                  .get("min.insync.replicas")
                  .value())
          .isEqualTo("1");
    }
  }

  private static void shouldChangeNothing_whenAskedAgain() throws IOException {
    for (String[] command :
        List.of(
            new String[] {"topics", "--create"},
            new String[] {"topics", "--check"},
            new String[] {"schemas", "--register"},
            new String[] {"schemas", "--check"})) {
      Executed again = execute(registry.url(), command);
      assertThat(again.exitCode()).as(again.out()).isZero();
      assertThat(again.out().lines())
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).endsWith(": as they should be"));
    }
  }

  private static void shouldTellBadTopics() throws Exception {
    set("portfolio", "cleanup.policy", "delete");
    set("market-data", "retention.ms", "-1");
    set("order-intent", "retention.ms", "1000");
    Executed checked = execute(registry.url(), "topics", "--check");
    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(checked.out())
        .contains("topic portfolio has cleanup.policy delete and should have compact")
        .contains("topic order-intent keeps records for 1 s and should for 2555 days")
        .contains("note: topic market-data keeps records for ever and should for 7 days");
    set("portfolio", "cleanup.policy", "compact");
    set("order-intent", "retention.ms", Long.toString(Topics.ORDER_INTENT.retentionMillis()));
    assertThat(execute(registry.url(), "topics", "--check").exitCode()).isZero();
  }

  private static void shouldTellBadSubjects() throws IOException {
    HttpSubjectRegistry subjects = new HttpSubjectRegistry(registry.url(), Map.of());
    subjects.setLevel("order-intent-value", "NONE");
    String text =
        Subjects.all(InstallationName.NONE).stream()
            .filter(subject -> subject.name().equals("order-intent-value"))
            .findFirst()
            .orElseThrow()
            .schema()
            .toString();
    String bad =
        text.replace("\"strategyId\"", "\"strategy\"").replace("\"scale\":8", "\"scale\":4");
    assertThat(subjects.add("order-intent-value", new Schema.Parser().parse(bad))).isEmpty();
    for (String command : List.of("topics", "schemas")) {
      Executed checked = execute(registry.url(), command, "--check");
      assertThat(checked.exitCode()).isEqualTo(1);
      assertThat(checked.out())
          .contains(
              "subject order-intent-value, version 2, the latest: field strategyId is missing")
          .contains("a decimal of scale 4")
          .contains("DELETE /subjects/order-intent-value/versions/2")
          .contains("subject order-intent-value has compatibility NONE, and needs FULL_TRANSITIVE");
    }
    Executed registered = execute(registry.url(), "schemas", "--register");
    assertThat(registered.exitCode()).isEqualTo(1);
    assertThat(registered.out()).contains("set order-intent-value to FULL_TRANSITIVE");
  }

  private static void shouldMakeTopics_whenTheRegistryDoesNotAnswer() throws IOException {
    Executed created = execute("http://127.0.0.1:1", "topics", "--create");
    assertThat(created.exitCode()).isEqualTo(1);
    assertThat(created.out())
        .contains("topics, 2 partitions each: as they should be")
        .contains("schema registry: no answer", "Is it running, and is schema_registry.url");
    Executed elsewhere = execute(registry.url() + "/elsewhere", "schemas", "--check");
    assertThat(elsewhere.exitCode()).isEqualTo(1);
    assertThat(elsewhere.out()).contains("status 404", "/apis/ccompat/v7");
    Executed unusable = execute("nonsense", "schemas", "--check");
    assertThat(unusable.exitCode()).isEqualTo(ExitCode.BAD_USAGE);
    assertThat(unusable.err()).contains("schema_registry: schema registry URL nonsense");
  }

  private static void shouldSayWhatToDo_whenCredentialsMayOnlyRead() throws IOException {
    HttpServer readOnly =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    readOnly.createContext(
        "/",
        exchange -> {
          boolean writes =
              exchange.getRequestURI().getPath().endsWith("/versions")
                  || exchange.getRequestMethod().equals("PUT");
          byte[] answer =
              (writes ? "{\"error_code\":40301}" : "{\"error_code\":40401}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(writes ? 403 : 404, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    readOnly.start();
    try {
      Executed refused =
          execute("http://127.0.0.1:" + readOnly.getAddress().getPort(), "schemas", "--register");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.out())
          .contains("cannot register MarketData under subject market-data-value: status 403")
          .contains("These credentials may not do that", "schemas --export");
    } finally {
      readOnly.stop(0);
    }
  }

  @Test
  void shouldWriteCompleteSchemas_whenTheyAreExported() throws IOException {
    Path exported = folder.resolve("a/b");
    Executed result = execute(registry.url(), "schemas", "--export", exported.toString());
    assertThat(result.exitCode()).isZero();
    for (Subject subject : Subjects.all(InstallationName.NONE)) {
      Path file = exported.resolve(subject.name() + ".avsc");
      assertThat(new Schema.Parser().parse(Files.readString(file))).isEqualTo(subject.schema());
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static ConfigResource topic(String name) {
    return new ConfigResource(ConfigResource.Type.TOPIC, name);
  }

  private static void set(String topic, String key, String value) throws Exception {
    try (Admin admin = admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  topic(topic),
                  List.of(
                      new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }
}
