package com.alphapulse.riskbudget.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.FreePort;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import com.alphapulse.riskbudget.runtime.LocalPlatform;
import com.alphapulse.riskbudget.runtime.Platform;
import com.alphapulse.riskbudget.topology.kafka.TopicAdmin;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rights that are declared for each user are enough: nobody else has any. */
class AccessRightsTest {
  private static final Path USERS = Path.of("..", "deploy", "k8s", "strimzi", "users.yaml");
  private static final String PASSWORD = "secret";
  private static final String SET_UP = "riskbudget-set-up";
  private static final String BUDGETS = "risk-budget";
  private static final String GATE = "order-gate";

  private int apiPort;

  @Test
  void shouldBudgetAndDecide_whenEachUserHasItsDeclaredRightsOnly(@TempDir Path folder)
      throws Exception {
    int secured = FreePort.take();
    apiPort = FreePort.take();
    EmbeddedBroker broker =
        EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("cluster"), secured(secured));
    try (Installation installation = Installation.on(broker.bootstrapServers(), folder);
        Admin admin = admin(broker)) {
      admin.createAcls(declared()).all().get();
      admin.deleteTopics(Set.of("trading-state")).all().get();
      await()
          .atMost(Installation.PATIENCE)
          .until(() -> !admin.listTopics().names().get().contains("trading-state"));

      try (TopicAdmin topics =
          new TopicAdmin(configuration(installation, folder, secured, SET_UP).kafka())) {
        assertThat(topics.create(Optional.empty())).containsExactly("trading-state");
        assertThat(topics.check()).isEmpty();
        assertThat(topics.policy().problems()).isEmpty();
      }
      try (Platform budgets =
              start(
                  installation,
                  folder,
                  secured,
                  BUDGETS,
                  Platform.Part.MARKET,
                  Platform.Part.BUDGET);
          Platform gate =
              start(installation, folder, secured, GATE, Platform.Part.GATE, Platform.Part.API);
          Outside outside = new Outside(installation)) {
        Desk desk = new Desk(outside, "RIGHTS", "rights");
        BudgetUpdate budget = desk.open().get("rights");
        assertThat(desk.decide(desk.buy("rights-1", desk.part(budget, "0.5"))).getOutcome())
            .isEqualTo(Outcome.APPROVED);
        assertThat(desk.decide(desk.buy("rights-2", desk.part(budget, "9"))).getOutcome())
            .isEqualTo(Outcome.REJECTED);
        Commands api = new Commands(apiPort);
        await()
            .atMost(Installation.PATIENCE)
            .untilAsserted(() -> assertThat(api.get("/health/ready").body()).contains("[]"));
        assertThat(api.send("rights", "rights-halt", "HALT").join()).isEqualTo(200);
        assertThat(desk.decide(desk.buy("rights-3", BigDecimal.ONE)).getOutcome())
            .isEqualTo(Outcome.REJECTED);
        assertThat(budgets.failure()).isEmpty();
        assertThat(gate.failure()).isEmpty();
      }
    } finally {
      broker.close();
    }
  }

  /** A second listener, at which users log in and have the rights that they are given. */
  private static Map<String, String> secured(int port) {
    StringBuilder users = new StringBuilder();
    for (String user : List.of(SET_UP, BUDGETS, GATE)) {
      users.append(" user_%s=\"%s\"".formatted(user, PASSWORD));
    }
    return Map.of(
        "listeners", "SECURED://127.0.0.1:" + port,
        "advertised.listeners", "SECURED://127.0.0.1:" + port,
        "listener.security.protocol.map", "SECURED:SASL_PLAINTEXT",
        "listener.name.secured.sasl.enabled.mechanisms", "PLAIN",
        "listener.name.secured.plain.sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required" + users + ";",
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        // The controller, and whoever comes by the open listener.
        "super.users", "User:ANONYMOUS");
  }

  private Platform start(
      Installation installation, Path folder, int port, String user, Platform.Part... parts) {
    return LocalPlatform.start(
        configuration(installation, folder, port, user),
        EnumSet.copyOf(List.of(parts)),
        false,
        InstantSource.system());
  }

  private Configuration configuration(
      Installation installation, Path folder, int port, String user) {
    String yaml =
        installation.yaml(
            Installation.PARTITIONS,
            Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\\\"%s\\\" password=\\\"%s\\\";"
                    .formatted(user, PASSWORD)));
    return Configuration.parse(
        user,
        yaml.replace("{port: 0}", "{port: %d}".formatted(apiPort)),
        Map.of(
            "kafka.bootstrap_servers",
            "127.0.0.1:" + port,
            "kafka.application_id_prefix",
            "",
            "kafka.state_directory",
            folder.resolve(user).toString()));
  }

  /** What {@code users.yaml} declares. */
  private static List<AclBinding> declared() throws IOException {
    List<AclBinding> bindings = new ArrayList<>();
    for (JsonNode user :
        new YAMLMapper(new YAMLFactory())
            .readerFor(JsonNode.class)
            .<JsonNode>readValues(USERS.toFile())
            .readAll()) {
      String principal = "User:" + user.at("/metadata/name").asText();
      for (JsonNode acl : user.at("/spec/authorization/acls")) {
        for (JsonNode operation : acl.path("operations")) {
          bindings.add(
              new AclBinding(
                  pattern(acl.path("resource")),
                  new AccessControlEntry(
                      principal,
                      "*",
                      AclOperation.fromString(
                          operation.asText().replaceAll("(?<=[a-z])(?=[A-Z])", "_")),
                      AclPermissionType.ALLOW)));
        }
      }
    }
    return bindings;
  }

  private static ResourcePattern pattern(JsonNode resource) {
    return switch (resource.path("type").asText()) {
      case "cluster" ->
          new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL);
      case "transactionalId" -> named(ResourceType.TRANSACTIONAL_ID, resource);
      default -> named(ResourceType.fromString(resource.path("type").asText()), resource);
    };
  }

  private static ResourcePattern named(ResourceType type, JsonNode resource) {
    PatternType pattern =
        resource.path("patternType").asText().equals("prefix")
            ? PatternType.PREFIXED
            : PatternType.LITERAL;
    return new ResourcePattern(type, resource.path("name").asText(), pattern);
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
  }
}
