package com.alphapulse.riskbudget.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * The cluster ({@code kafka}).
 *
 * @param partitions of every portfolio-keyed, market-keyed and multicast topic
 * @param properties passed on to every client and both applications
 */
public record KafkaSettings(
    String bootstrapServers,
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

  static KafkaSettings read(ConfigNode node) {
    return new KafkaSettings(
        node.text("bootstrap_servers", "localhost:9092", "Brokers, as host:port, comma-separated."),
        node.text(
            "application_id_prefix",
            "",
            "Put before the application ids `risk-budget` and `order-gate`, for several"
                + " installations on one cluster."),
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
}
