package com.alphapulse.riskbudget.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.monitoring.MonitoringFiles.Query;
import com.alphapulse.riskbudget.page.RunningDemo;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The metrics of a running demonstration: as Prometheus wants them, and such that every query of
 * the rules and dashboards finds what it asks for, at a real Prometheus.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitoringOnDemoTest {
  private static final Duration PATIENCE = Duration.ofSeconds(80);

  /** Only what is above 0 is shown, and there may be nothing. */
  private static final Set<String> MAY_BE_EMPTY =
      Set.of("riskbudget-operations, Alerts a minute, by type A");

  /** Series of the JVM, of Kafka and of the stages; with a new one of a kind, some more. */
  private static final int FEW = 800;

  private static RunningDemo demo;

  @BeforeAll
  static void start() throws Exception {
    demo = RunningDemo.start();
  }

  @AfterAll
  static void stop() {
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  @Order(1)
  void shouldAnswerEveryQuery_whenPrometheusScrapes(@TempDir Path folder) throws Exception {
    assumeTrue(
        Prometheus.PROGRAM.canExecute(), "skipped: no prometheus here (Debian package prometheus)");
    URI page = URI.create(demo.page());
    try (Prometheus prometheus = Prometheus.start(page.getHost() + ":" + page.getPort(), folder)) {
      List<Query> unanswered = new ArrayList<>(MonitoringFiles.queries());
      unanswered.removeIf(query -> MAY_BE_EMPTY.contains(query.where()));
      unanswered.addAll(MonitoringFiles.choices());
      for (JsonNode rule : MonitoringFiles.rules()) {
        String name = rule.path("alert").asText();
        prometheus.query(rule.path("expr").asText()); // Nothing, unless it fires.
        MonitoringFiles.selectors(rule.path("expr").asText())
            .forEach(selector -> unanswered.add(new Query(name, selector)));
      }
      assertThat(unanswered).hasSizeGreaterThan(100);

      await().atMost(PATIENCE).until(() -> !prometheus.query("riskbudget_ready").isEmpty());
      sendAnOrderOfNow();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                for (Query query : List.copyOf(unanswered)) {
                  if (hasNumber(prometheus.query(query.text()))) {
                    unanswered.remove(query);
                  }
                }
                assertThat(unanswered).isEmpty();
              });
      prometheus
          .get("/api/v1/rules")
          .path("groups")
          .forEach(group -> group.path("rules").forEach(MonitoringOnDemoTest::assertHealthy));
    }
  }

  @Test
  @Order(2)
  void shouldBeAsPrometheusWantsThem_whenTheDemonstrationHasRunForAWhile() throws Exception {
    // Lags by partition are the last to come.
    await()
        .atMost(PATIENCE)
        .until(MonitoringOnDemoTest::scraped, text -> text.contains("fetch_manager_records_lag{"));
    Exposition shown = new Exposition(scraped());

    assertThat(shown.complaints()).isEmpty();
    assertThat(shown.size()).isBetween(400, FEW);
  }

  @Test
  @Order(3)
  void shouldSatisfyPromtool_whenTheDemonstrationHasRunForAWhile() throws Exception {
    Promtool.Ran ran = Promtool.run(scraped(), "check", "metrics");

    assertThat(ran.text()).isEmpty();
    assertThat(ran.exit()).isZero();
  }

  /**
   * The demonstration's own orders are of the past, from which no latency follows. This one is
   * ahead of its market's clock and is rejected.
   */
  private static void sendAnOrderOfNow() throws Exception {
    OrderIntent order =
        OrderIntent.newBuilder()
            .setOrderId("of-now")
            .setPortfolioId(RunningDemo.US)
            .setStrategyId("trend")
            .setSymbol("SPX")
            .setSide(Side.BUY)
            .setQuantity(BigDecimal.ONE)
            .setType(OrderType.MARKET)
            .setSubmittedAt(Instant.now())
            .build();
    Serializer<OrderIntent> serializer =
        AvroSerde.of(OrderIntent.class, new HttpSchemaRegistry(demo.registryUrl(), Map.of()))
            .serializer();
    try (KafkaProducer<String, OrderIntent> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, demo.bootstrapServers()),
            new StringSerializer(),
            serializer)) {
      producer.send(new ProducerRecord<>("order-intent", RunningDemo.US, order)).get();
    }
  }

  private static String scraped() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(demo.page() + "metrics")).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static boolean hasNumber(JsonNode samples) {
    return StreamSupport.stream(samples.spliterator(), false)
        .anyMatch(sample -> !sample.at("/value/1").asText().equals("NaN"));
  }

  private static void assertHealthy(JsonNode rule) {
    assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok");
  }
}
