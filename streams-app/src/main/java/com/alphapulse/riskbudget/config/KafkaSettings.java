package com.alphapulse.riskbudget.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster ({@code kafka}).
 *
 * @param installation what all names on the cluster begin with
 * @param applicationIdPrefix see {@link #applicationId}
 * @param partitions of every portfolio-keyed, market-keyed and multicast topic
 * @param properties passed on to every client and both applications
 */
public record KafkaSettings(
    String bootstrapServers,
    InstallationName installation,
    String applicationIdPrefix,
    int partitions,
    int replicationFactor,
    int budgetThreads,
    int gateThreads,
    Path stateDirectory,
    Map<String, String> properties) {

  public KafkaSettings {
    properties = Map.copyOf(properties);
  }

  /**
   * Replicas that must have a record before it counts as written: all but one, so that one broker
   * may be away.
   */
  public int minInsyncReplicas() {
    return Math.max(1, replicationFactor - 1);
  }

  /**
   * Application id, and so consumer group, of an application of this installation: behind the
   * installation's name, and the prefix of what runs apart within it.
   */
  public String applicationId(String application) {
    return installation.onCluster(applicationIdPrefix + application);
  }

  static KafkaSettings read(ConfigNode node) {
    return new KafkaSettings(
        node.text("bootstrap_servers", "localhost:9092", "Brokers, as host:port, comma-separated."),
        installation(node),
        node.text(
            "application_id_prefix",
            "",
            "Put before the application ids `risk-budget` and `order-gate`, behind the"
                + " installation's name, where stages of one installation run apart."),
        node.integer(
            "partitions", 4, 1, 10_000, "Partitions of every topic that `topics --create` makes."),
        node.integer(
            "replication_factor",
            3,
            1,
            100,
            "Replicas of every topic that `topics --create` makes, and of the internal topics."),
        node.integer(
            "budget_threads", 1, 1, 1000, "Stream threads of the application `risk-budget`."),
        node.integer("gate_threads", 1, 1, 1000, "Stream threads of the application `order-gate`."),
        Path.of(
            node.text(
                "state_directory",
                "data/streams",
                "Folder for the local state of the applications.")),
        node.properties(
            "properties",
            "Kafka client properties that every client gets, for example for TLS and SASL."));
  }

  private static InstallationName installation(ConfigNode node) {
    String name =
        node.text(
            "installation",
            "",
            "Name of the installation, where several share a cluster. Its topics, subjects, groups,"
                + " transactional ids and internal topics begin with it and a dot. At most 64"
                + " letters, digits, `-` and `_`. Without it, names are bare.");
    Optional<String> problem = InstallationName.problem(name);
    problem.ifPresent(text -> node.error("installation", text + ", not \"" + name + "\""));
    return problem.isEmpty() ? new InstallationName(name) : InstallationName.NONE;
  }
}
