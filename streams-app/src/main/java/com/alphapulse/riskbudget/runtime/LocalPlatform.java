package com.alphapulse.riskbudget.runtime;

import com.alphapulse.riskbudget.api.ApiServer;
import com.alphapulse.riskbudget.api.query.HeadroomRoute;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.KafkaSettings;
import com.alphapulse.riskbudget.config.RegistrySettings;
import com.alphapulse.riskbudget.management.ManagementServer;
import com.alphapulse.riskbudget.notify.AlertDelivery;
import com.alphapulse.riskbudget.observability.Latencies;
import com.alphapulse.riskbudget.observability.Meters;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.registry.EmbeddedRegistry;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.Stage;
import com.alphapulse.riskbudget.topology.Stages;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Subjects;
import com.alphapulse.riskbudget.topology.kafka.TopicAdmin;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The platform in this process. */
public final class LocalPlatform implements Platform {
  private static final Logger log = LoggerFactory.getLogger(LocalPlatform.class);
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final long START_CHECK_NANOS = Duration.ofMillis(20).toNanos();

  /** In the order of opening; closed in reverse. */
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private final Metrics metrics = new Metrics();
  private SchemaRegistry registry;
  private String registryUrl;
  private Optional<String> page = Optional.empty();

  /** Read by the API's threads while the stages start. */
  private volatile Optional<Stages> stages = Optional.empty();

  /** Read by the management server's threads. */
  private volatile Optional<ApiServer> api = Optional.empty();

  private LocalPlatform() {}

  /** Starts it; see {@link Platform.Starter}. */
  public static Platform start(
      Configuration configuration, Set<Part> parts, boolean serveRegistry, InstantSource clock) {
    LocalPlatform platform = new LocalPlatform();
    boolean started = false;
    try {
      platform.startAll(configuration, parts, serveRegistry, clock);
      started = true;
      return platform;
    } finally {
      if (!started) {
        platform.close();
      }
    }
  }

  private void startAll(
      Configuration configuration, Set<Part> parts, boolean serveRegistry, InstantSource clock) {
    open.push(metrics);
    Set<Stage> wanted = EnumSet.noneOf(Stage.class);
    parts.forEach(part -> part.stage().ifPresent(wanted::add));
    boolean withApi = parts.contains(Part.API);
    metrics.show(
        Meters.READY,
        () -> readiness(!wanted.isEmpty(), withApi).path("ready").asBoolean() ? 1 : 0);
    if (configuration.management().enabled()) {
      // First of all, so that whoever waits for this process sees that it lives, and why it is not
      // ready.
      ManagementServer management =
          ManagementServer.start(
              configuration.management(),
              () -> readiness(!wanted.isEmpty(), withApi),
              this::scrape);
      open.push(management);
      log.info(
          "Health and metrics: http://{}:{}", configuration.management().host(), management.port());
    }
    Optional<EmbeddedRegistry> embedded = Optional.empty();
    if (serveRegistry) {
      embedded =
          Optional.of(
              new EmbeddedRegistry(
                  configuration.kafka().bootstrapServers(),
                  Subjects.all(configuration.kafka().installation())));
      open.push(embedded.get());
      try (TopicAdmin topics = new TopicAdmin(configuration.kafka())) {
        // Records of a replay bear times long past, which retention by age would delete.
        topics.create(Optional.of(Duration.ofMillis(-1)));
      }
      embedded.get().registerSubjects();
    }
    registry =
        new CountedRegistry(
            embedded
                .map(EmbeddedRegistry::schemas)
                .orElseGet(() -> client(configuration.registry())),
            metrics);
    registryUrl = configuration.registry().url();
    if (withApi) {
      // First, so that what it refuses, a port in use say, is refused before any stage has joined
      // its group: a process that starts over and over would rebalance the others for ever.
      startApi(configuration, embedded, clock, !wanted.isEmpty());
    }
    if (!wanted.isEmpty()) {
      Stages running = Stages.start(configuration, wanted, registry, metrics);
      stages = Optional.of(running);
      open.push(running);
    }
    awaitRunning();
  }

  /** Properties are this client's alone unless they are shared with a serde of the user's. */
  private static SchemaRegistry client(RegistrySettings settings) {
    return settings.serdeClass().isEmpty()
        ? new HttpSchemaRegistry(settings.url(), settings.properties())
        : HttpSchemaRegistry.ofShared(settings.url(), settings.properties());
  }

  private void startApi(
      Configuration configuration,
      Optional<EmbeddedRegistry> embedded,
      InstantSource clock,
      boolean stagesToCome) {
    metrics.expect(Meters.OVERRIDES, OverrideAction.values());
    metrics.expect(
        Meters.VIEW_UNREADABLE, Arrays.stream(Topics.values()).map(Topics::logicalName).toList());
    ApiServer server =
        ApiServer.start(
            configuration,
            registry,
            metrics.registry(),
            () -> problems(stagesToCome),
            routes -> {
              embedded.ifPresent(e -> e.addRoutes(routes, ""));
              headroom(configuration).addTo(routes);
            },
            clock);
    open.push(server);
    api = Optional.of(server);
    AlertDelivery.start(
            configuration.alerts(),
            Topics.RISK_ALERT.on(configuration.kafka().installation()),
            () -> alerts(configuration.kafka()),
            AvroSerde.of(RiskAlert.class, registry).deserializer(),
            metrics,
            InstantSource.system())
        .ifPresent(open::push);
    String url =
        "%s://%s:%d"
            .formatted(
                configuration.api().tls().isHere() ? "https" : "http",
                configuration.api().host(),
                server.port());
    page = Optional.of(url + "/");
    if (embedded.isPresent()) {
      registryUrl = url;
    }
  }

  /** Why the stages of this process are not working on everything. */
  private List<String> problems(boolean stagesToCome) {
    return stages
        .map(Stages::problems)
        .orElse(stagesToCome ? List.of("the stages are being started") : List.of());
  }

  private JsonNode readiness(boolean stagesToCome, boolean apiToCome) {
    return api.map(ApiServer::readiness)
        .orElseGet(
            () -> {
              List<String> problems = new ArrayList<>(problems(stagesToCome));
              if (apiToCome) {
                problems.add("the API is being started");
              }
              ObjectNode json = JsonNodeFactory.instance.objectNode();
              json.put("ready", problems.isEmpty());
              problems.forEach(json.putArray("problems")::add);
              return json;
            });
  }

  private String scrape() {
    return api.map(ApiServer::metrics).orElseGet(() -> metrics.registry().scrape());
  }

  private HeadroomRoute headroom(Configuration configuration) {
    return new HeadroomRoute(
        new GateOfStages(configuration.kafka().partitions(), () -> stages),
        configuration.api().tls().isHere() ? "https" : "http");
  }

  /** One consumer group over all instances, so that each alert is posted by one of them. */
  private static Consumer<byte[], byte[]> alerts(KafkaSettings kafka) {
    Map<String, Object> properties = new HashMap<>(kafka.properties());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, kafka.applicationId(Names.ALERT_DELIVERY));
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void awaitRunning() {
    if (stages.isEmpty()) {
      return;
    }
    Instant deadline = Instant.now().plus(START_TIMEOUT);
    while (!stages.get().areRunning()) {
      if (failure().isPresent() || Instant.now().isAfter(deadline)) {
        throw new ConfigurationException(
            "the stages",
            List.of("did not start within " + START_TIMEOUT.toSeconds() + " s; see the log"));
      }
      LockSupport.parkNanos(START_CHECK_NANOS);
    }
  }

  @Override
  public SchemaRegistry registry() {
    return registry;
  }

  @Override
  public String registryUrl() {
    return registryUrl;
  }

  @Override
  public Optional<String> page() {
    return page;
  }

  @Override
  public Latencies regimeResponse() {
    return metrics.regimeResponse();
  }

  @Override
  public Optional<String> failure() {
    return stages
        .filter(Stages::haveFailed)
        .map(s -> "an application is in state ERROR; the log tells why");
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable part = open.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.warn("{} was not closed cleanly", part.getClass().getSimpleName(), e);
      }
    }
  }
}
