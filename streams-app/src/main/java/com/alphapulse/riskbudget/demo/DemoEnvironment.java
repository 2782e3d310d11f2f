package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.KafkaSettings;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The stages, the API and the registry of this process: where the demonstration meets the rest. */
public final class DemoEnvironment implements Platform {
  private static final List<TopicAdmin.Declared> TOPICS =
      List.of(
          declared(TopicNames.MARKET_DATA, "delete"),
          declared(TopicNames.INSTRUMENT, "compact"),
          declared("regime-change", "compact,delete"),
          declared(TopicNames.PORTFOLIO, "compact"),
          declared(TopicNames.EXECUTION_REPORT, "delete"),
          declared(TopicNames.RISK_OVERRIDE, "delete"),
          declared("risk-override-routed", "delete"),
          declared(TopicNames.MARKET_STATE, "delete"),
          declared(TopicNames.MARKET_MARKS, "delete"),
          declared(TopicNames.BUDGET_UPDATE, "compact,delete"),
          declared(TopicNames.REBALANCE_RECOMMENDATION, "delete"),
          declared("risk-utilization", "delete"),
          declared(TopicNames.RISK_ALERT, "delete"),
          declared(TopicNames.ORDER_INTENT, "delete"),
          declared(TopicNames.APPROVED_ORDER, "delete"),
          declared(TopicNames.REJECTED_ORDER, "delete"),
          declared(TopicNames.CANCEL_REQUEST, "delete"),
          declared(TopicNames.DEAD_LETTER, "delete"));

  private final SchemaRegistry registry;

  private DemoEnvironment(SchemaRegistry registry) {
    this.registry = registry;
  }

  /** Starts the stages; see {@link Platform.Starter}. */
  public static Platform start(
      Configuration configuration, Set<Stage> stages, boolean serveRegistry) {
    if (serveRegistry) {
      try (Admin admin = Admin.create(adminProperties(configuration.kafka()))) {
        new TopicAdmin(admin)
            .create(
                topics().stream().map(TopicAdmin.Declared::forEver).toList(),
                configuration.kafka().partitions(),
                configuration.kafka().replicationFactor());
      }
      return new DemoEnvironment(new InMemorySchemaRegistry());
    }
    return new DemoEnvironment(
        new HttpSchemaRegistry(
            configuration.registry().url(), configuration.registry().properties()));
  }

  /** Every topic of the product. */
  public static List<TopicAdmin.Declared> topics() {
    return TOPICS;
  }

  /** Properties of an admin client for a cluster. */
  public static Map<String, Object> adminProperties(KafkaSettings kafka) {
    Map<String, Object> properties = new HashMap<>(kafka.properties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    return properties;
  }

  private static TopicAdmin.Declared declared(String name, String cleanupPolicy) {
    return new TopicAdmin.Declared(name, cleanupPolicy, -1);
  }

  @Override
  public SchemaRegistry registry() {
    return registry;
  }

  @Override
  public String registryUrl() {
    return "in this process";
  }

  @Override
  public Optional<String> page() {
    return Optional.empty();
  }

  @Override
  public RegimeResponse regimeResponse() {
    return new RegimeResponse() {
      @Override
      public double p50Millis() {
        return Double.NaN;
      }

      @Override
      public double maxMillis() {
        return Double.NaN;
      }
    };
  }

  @Override
  public Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
