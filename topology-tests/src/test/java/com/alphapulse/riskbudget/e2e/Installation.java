package com.alphapulse.riskbudget.e2e;

import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.api.ApiServer;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.registry.EmbeddedRegistry;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.Stage;
import com.alphapulse.riskbudget.topology.Stages;
import com.alphapulse.riskbudget.topology.kafka.Subjects;
import com.alphapulse.riskbudget.topology.kafka.TopicAdmin;
import io.javalin.Javalin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The stages on a cluster, with a registry that everybody asks over HTTP. One for each name on a
 * cluster: a second one would read the first one's records.
 */
final class Installation implements AutoCloseable {
  static final int PARTITIONS = 4;

  /** For whatever the stages are waited for; a machine under load takes its time. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Bars of a minute and a model that is warm after a few of them. What a killed gate left open is
   * given up after three seconds.
   */
  private static final String YAML =
      """
      risk_budgeting:
        leverage_smoothing: 1
        monitoring_interval: 30
        regime_allocations:
          bull: {equity_allocation: 0.8, leverage_limit: 1.5, vol_target: 0.15}
          crisis: {equity_allocation: 0.2, leverage_limit: 0.2, vol_target: 0.05}
      market:
        bar_interval: 60
        lateness_bars: 0
        warmup_bars: 3
        mark_interval: %s
        regime: {source: external}
      gate:
        max_mark_age: 3600
        max_budget_age: 3600
        utilization_interval: 0.1
      kafka:
        bootstrap_servers: "%s"
        installation: "%s"
        application_id_prefix: "e2e-"
        partitions: %d
        replication_factor: 1
        state_directory: "%s"
        properties: {"producer.transaction.timeout.ms": "%d"%s}
      schema_registry: {url: "%s"}
      api: {port: 0}
      """;

  /**
   * How fast it goes, and how long one transaction may take.
   *
   * @param marks least wall-clock time between two records of marks
   */
  record Pace(Duration marks, Duration transaction) {
    static final Pace QUICK = new Pace(Duration.ofMillis(10), Duration.ofSeconds(3));
  }

  private final InstallationName name;
  private final Registry registry;
  private final Path folder;
  private final String bootstrapServers;
  private final Pace pace;
  private final Metrics metrics = new Metrics();
  private Optional<Stages> budgets = Optional.empty();
  private Optional<Stages> gate = Optional.empty();

  private Installation(
      InstallationName name, Registry registry, String bootstrapServers, Path folder, Pace pace) {
    this.name = name;
    this.registry = registry;
    this.pace = pace;
    this.bootstrapServers = bootstrapServers;
    this.folder = folder;
    try (TopicAdmin admin = new TopicAdmin(configuration().kafka())) {
      admin.create(Optional.of(Duration.ofMillis(-1)));
    }
  }

  /** The cluster's registry, on a server of its own. */
  private static final class Registry implements AutoCloseable {
    private final EmbeddedRegistry schemas;
    private final Javalin server;

    Registry(String bootstrapServers) {
      schemas = new EmbeddedRegistry(bootstrapServers, Subjects.all(InstallationName.NONE));
      server =
          Javalin.create(
                  config -> {
                    config.startup.showJavalinBanner = false;
                    schemas.addRoutes(config.routes, "");
                  })
              .start("127.0.0.1", 0);
    }

    String url() {
      return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
      server.stop();
      schemas.close();
    }
  }

  /** Makes the topics and starts the registry, but no stage. */
  static Installation on(String bootstrapServers, Path folder) {
    return on(bootstrapServers, folder, Pace.QUICK);
  }

  static Installation on(String bootstrapServers, Path folder, Pace pace) {
    return new Installation(
        InstallationName.NONE, new Registry(bootstrapServers), bootstrapServers, folder, pace);
  }

  /** Another one on the same cluster, with the same registry; closed before this one. */
  Installation beside(InstallationName other) {
    return new Installation(other, registry, bootstrapServers, folder, pace);
  }

  void startBudgets() {
    budgets = Optional.of(start(EnumSet.of(Stage.MARKET, Stage.BUDGET)));
  }

  void startGate() {
    gate = Optional.of(start(EnumSet.of(Stage.GATE)));
  }

  /** A server of the API of its own, once it has read the topics. */
  ApiServer startApi() {
    ApiServer api =
        ApiServer.start(configuration(), schemas(), metrics.registry(), List::of, routes -> {});
    await().atMost(PATIENCE).until(new Commands(api.port())::isCurrent);
    return api;
  }

  void stopGate() {
    gate.ifPresent(Stages::close);
    gate = Optional.empty();
  }

  boolean runs() {
    return budgets.map(Stages::areRunning).orElse(true)
        && gate.map(Stages::areRunning).orElse(true);
  }

  /** A client of the registry, with a memory of its own. */
  SchemaRegistry schemas() {
    return new HttpSchemaRegistry(registryUrl(), Map.of());
  }

  Configuration configuration() {
    return Configuration.parse("e2e", yaml(PARTITIONS, Map.of()));
  }

  /** The configuration as a file would hold it, with further properties for Kafka's clients. */
  String yaml(int partitions, Map<String, String> properties) {
    StringBuilder more = new StringBuilder();
    properties.forEach((key, value) -> more.append(", \"%s\": \"%s\"".formatted(key, value)));
    return YAML.formatted(
        pace.marks().toMillis() / 1e3,
        bootstrapServers,
        name.name(),
        partitions,
        folder.resolve("streams"),
        pace.transaction().toMillis(),
        more,
        registryUrl());
  }

  InstallationName name() {
    return name;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    stopGate();
    budgets.ifPresent(Stages::close);
    if (name.equals(InstallationName.NONE)) {
      registry.close();
    }
    metrics.close();
  }

  String registryUrl() {
    return registry.url();
  }

  private Stages start(Set<Stage> wanted) {
    Stages stages = Stages.start(configuration(), wanted, schemas(), metrics);
    await().atMost(PATIENCE).until(stages::areRunning);
    return stages;
  }
}
