package com.alphapulse.riskbudget.deploy;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.GoldenFile;
import com.alphapulse.riskbudget.api.view.ViewTopic;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is declared to Kubernetes and Strimzi says the same as the program. */
class ManifestsDocumentationTest {
  private static final Path K8S = Path.of("..", "deploy", "k8s");
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());
  private static final int PARTITIONS = 4;
  private static final int REPLICAS = 3;

  /** What the pods' environment would hold. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "KAFKA_BOOTSTRAP_SERVERS", "kafka:9093",
          "KAFKA_SASL_JAAS_CONFIG", "module required;",
          "SCHEMA_REGISTRY_URL", "http://registry:8080",
          "POD_NAME", "order-gate-0",
          "OPERATOR_TOKEN_SHA256", "0".repeat(64));

  @Test
  void shouldDeclareEveryTopic_whenStrimziMakesThem() {
    StringBuilder yaml =
        new StringBuilder(
            """
            # Topics of the Strimzi operator, as topics --create makes them. Made from the code: see
            # CONTRIBUTING.md. Partitions are those of overlays/small; they are fixed once there is data.
            """);
    for (Topics topic : Topics.values()) {
      yaml.append(
          """
          ---
          apiVersion: kafka.strimzi.io/v1beta2
          kind: KafkaTopic
          metadata:
            name: %s
            labels: {strimzi.io/cluster: kafka}
          spec:
            partitions: %d
            replicas: %d
            config:
              cleanup.policy: "%s"
              retention.ms: "%d"
              max.message.bytes: "%d"
              min.insync.replicas: "2"
          """
              .formatted(
                  topic.on(InstallationName.NONE),
                  PARTITIONS,
                  REPLICAS,
                  topic.cleanupPolicy(),
                  topic.retentionMillis(),
                  topic.maxMessageBytes()));
    }
    GoldenFile.assertMatches("deploy/k8s/strimzi/topics.yaml", yaml.toString());
  }

  @Test
  void shouldHaveExactlyTheRightsOfItsStages_whenAUserIsDeclared() throws IOException {
    Set<String> failures = Set.of("dead-letter", "risk-alert");

    assertThat(topics("risk-budget", "Read")).isEqualTo(sources("risk-budget.txt"));
    assertThat(topics("risk-budget", "Write")).isEqualTo(union(sinks("risk-budget.txt"), failures));
    // The API runs beside the gate, and looks at how old prices are.
    Set<String> viewed =
        Arrays.stream(ViewTopic.values())
            .map(topic -> topic.on(InstallationName.NONE))
            .collect(toCollection(TreeSet::new));
    assertThat(topics("order-gate", "Read"))
        .isEqualTo(union(union(sources("order-gate.txt"), viewed), Set.of("market-data")));
    assertThat(topics("order-gate", "Write"))
        .isEqualTo(union(union(sinks("order-gate.txt"), failures), Set.of("risk-override")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void shouldBeAConfiguration_whenAnOverlayHasOne(String overlay) throws IOException {
    String text = Files.readString(K8S.resolve("overlays").resolve(overlay + "/riskbudget.yaml"));
    for (Map.Entry<String, String> variable : ENVIRONMENT.entrySet()) {
      text = text.replace("${" + variable.getKey() + "}", variable.getValue());
    }

    Configuration configuration = Configuration.parse(overlay, text);

    assertThat(text).doesNotContain("${");
    assertThat(configuration.management().enabled()).isTrue();
    assertThat(configuration.kafka().replicationFactor()).isEqualTo(REPLICAS);
  }

  /** Topics of the product that a user has that right to. */
  private static Set<String> topics(String user, String operation) throws IOException {
    Set<String> topics = new TreeSet<>();
    List<JsonNode> users =
        YAML.readerFor(JsonNode.class)
            .<JsonNode>readValues(K8S.resolve("strimzi/users.yaml").toFile())
            .readAll();
    for (JsonNode declared : users) {
      if (declared.at("/metadata/name").asText().equals(user)) {
        for (JsonNode acl : declared.at("/spec/authorization/acls")) {
          boolean literalTopic =
              acl.at("/resource/type").asText().equals("topic")
                  && acl.at("/resource/patternType").asText().equals("literal");
          if (literalTopic && acl.path("operations").toString().contains('"' + operation + '"')) {
            topics.add(acl.at("/resource/name").asText());
          }
        }
      }
    }
    return topics;
  }

  private static Set<String> sources(String description) throws IOException {
    return found(description, "Source: \\S+ \\(topics: \\[([^\\]]*)\\]");
  }

  private static Set<String> sinks(String description) throws IOException {
    return found(description, "Sink: \\S+ \\(topic: ([^)]*)\\)");
  }

  /** Topics in the description of a topology, but for those that Kafka Streams makes. */
  private static Set<String> found(String description, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(GOLDEN.resolve(description)))
        .results()
        .flatMap(match -> Arrays.stream(match.group(1).split(", ")))
        .filter(topic -> Topics.named(topic, InstallationName.NONE).isPresent())
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> union = new TreeSet<>(one);
    union.addAll(other);
    return union;
  }
}
