package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.api.access.BindAddress;
import com.alphapulse.riskbudget.api.command.Effects;
import com.alphapulse.riskbudget.api.command.KafkaCommandWriter;
import com.alphapulse.riskbudget.api.command.OverrideRoutes;
import com.alphapulse.riskbudget.api.live.EventHub;
import com.alphapulse.riskbudget.api.view.Pulse;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.Readiness;
import com.alphapulse.riskbudget.api.view.TopicView;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import com.alphapulse.riskbudget.api.view.ViewTopic;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.config.KafkaSettings;
import com.alphapulse.riskbudget.observability.Meters;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP interface of a process: its view of the topics, its commands, the page. */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  /** In the order of opening; closed in reverse. */
  private final Deque<Runnable> closing = new ArrayDeque<>();

  private HttpServer http;

  private ApiServer() {}

  /**
   * Starts it, with the wall clock as the present. Returns before the topics have been read; until
   * then {@code /health/ready} and the API answer 503.
   *
   * @param configuration of the whole installation: commands are checked against the stages'
   * @param metrics exported at {@code /metrics}
   * @param stageProblems why the stages of this process are not working on everything; empty where
   *     they are
   * @param extraRoutes adds further routes on the same port; may do nothing
   * @throws com.alphapulse.riskbudget.config.ConfigurationException if the host is no loopback
   *     address or the port is taken
   */
  public static ApiServer start(
      Configuration configuration,
      SchemaRegistry registry,
      PrometheusMeterRegistry metrics,
      Supplier<List<String>> stageProblems,
      Consumer<JavalinDefaultRoutingApi> extraRoutes) {
    return start(
        configuration, registry, metrics, stageProblems, extraRoutes, InstantSource.system());
  }

  /**
   * As above, with the present in event time given: overrides are made and expire by it. A replay
   * of the past gives its own.
   */
  public static ApiServer start(
      Configuration configuration,
      SchemaRegistry registry,
      PrometheusMeterRegistry metrics,
      Supplier<List<String>> stageProblems,
      Consumer<JavalinDefaultRoutingApi> extraRoutes,
      InstantSource eventTime) {
    // Checked first, so that a wrong address opens no connection.
    BindAddress.check(configuration.api());
    Map<String, Object> client = new HashMap<>(configuration.kafka().properties());
    client.put("bootstrap.servers", configuration.kafka().bootstrapServers());
    ApiServer server = new ApiServer();
    boolean started = false;
    try {
      server.open(configuration, client, registry, metrics, stageProblems, extraRoutes, eventTime);
      started = true;
      return server;
    } finally {
      if (!started) {
        server.close();
      }
    }
  }

  /** Port that it listens on. */
  public int port() {
    return http.port();
  }

  /** Whether it, and what runs beside it, can be relied on; as {@code /health/ready} tells. */
  public JsonNode readiness() {
    return http.readiness();
  }

  /** The process's metrics with those of portfolios, in the text format of Prometheus. */
  public String metrics() {
    return http.scrape();
  }

  /** Ends its threads and connections. */
  @Override
  public void close() {
    while (!closing.isEmpty()) {
      try {
        closing.pop().run();
      } catch (RuntimeException e) {
        // What is left has to end all the same, or its threads would keep the process alive.
        LOG.warn("a part of the API did not end as it should", e);
      }
    }
  }

  private void open(
      Configuration configuration,
      Map<String, Object> client,
      SchemaRegistry registry,
      PrometheusMeterRegistry metrics,
      Supplier<List<String>> stageProblems,
      Consumer<JavalinDefaultRoutingApi> extraRoutes,
      InstantSource eventTime) {
    KafkaSettings kafka = configuration.kafka();
    InstallationName installation = kafka.installation();
    ReadModel model = new ReadModel();
    Counter skipped =
        Counter.builder(Meters.EVENTS_SKIPPED.meterName())
            .description(Meters.EVENTS_SKIPPED.description())
            .register(metrics);
    EventHub hub = new EventHub(skipped::increment);
    Effects effects = new Effects();
    KafkaProducer<String, RiskOverride> producer = producer(installation, client, registry);
    closing.push(() -> producer.close(CLOSE_TIMEOUT));
    TopicView view =
        new TopicView(
            installation,
            consumer(installation, client),
            deserializers(registry),
            model,
            new PublishAndCount(hub, effects, metrics),
            System::nanoTime);
    closing.push(view::close);
    Pulse pulse = Pulse.of(client, kafka);
    closing.push(pulse::close);
    http =
        HttpServer.start(
            configuration.api(),
            new HttpServer.Parts(
                model,
                hub,
                new Readiness(view::isCurrent, stageProblems, pulse::beat, eventTime),
                new OverrideRoutes.Parts(
                    new KafkaCommandWriter(installation, producer),
                    effects,
                    configuration.api().overrides(),
                    configuration.riskBudgeting().regimeAllocations(),
                    kafka.partitions()),
                eventTime,
                metrics),
            extraRoutes);
    closing.push(http::close);
    view.start();
    pulse.start();
  }

  private static KafkaProducer<String, RiskOverride> producer(
      InstallationName installation, Map<String, Object> client, SchemaRegistry registry) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, installation.onCluster("api-commands"));
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(KafkaCommandWriter.TIMEOUT_SECONDS));
    return new KafkaProducer<>(
        properties,
        new StringSerializer(),
        AvroSerde.of(RiskOverride.class, registry).serializer());
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      InstallationName installation, Map<String, Object> client) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, installation.onCluster("api-view"));
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Map<ViewTopic, Deserializer<? extends SpecificRecord>> deserializers(
      SchemaRegistry registry) {
    Map<ViewTopic, Deserializer<? extends SpecificRecord>> deserializers =
        new EnumMap<>(ViewTopic.class);
    for (ViewTopic topic : ViewTopic.values()) {
      deserializers.put(topic, AvroSerde.of(topic.recordType(), registry).deserializer());
    }
    return deserializers;
  }

  private static String millis(long seconds) {
    return Long.toString(Duration.ofSeconds(seconds).toMillis());
  }

  private record PublishAndCount(EventHub hub, Effects effects, PrometheusMeterRegistry metrics)
      implements TopicView.Listener {
    @Override
    public void read(SpecificRecord value, Headers headers) {
      effects.read(value, headers);
    }

    @Override
    public void changed(ViewEvent event) {
      if (event.type() == ViewEvent.Type.OVERRIDE) {
        Counter.builder(Meters.OVERRIDES.meterName())
            .description(Meters.OVERRIDES.description())
            .tag(Meters.OVERRIDES.labels().get(0), event.data().get().path("action").asText())
            .register(metrics)
            .increment();
      }
      hub.publish(event);
    }

    @Override
    public void unreadable(String topic) {
      Counter.builder(Meters.VIEW_UNREADABLE.meterName())
          .description(Meters.VIEW_UNREADABLE.description())
          .tag(Meters.VIEW_UNREADABLE.labels().get(0), topic)
          .register(metrics)
          .increment();
    }
  }
}
