package com.alphapulse.riskbudget.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.Severity;
import com.alphapulse.riskbudget.config.AlertSettings;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.observability.Metrics;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts to a server that answers as it is told. */
class AlertDeliveryTest {
  private static final String TOPIC = "risk-alert";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private record Message(String id, String signature, String timestamp, String body) {}

  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
  private final List<RiskAlert> alerts = new ArrayList<>();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Metrics metrics = new Metrics();
  private Javalin server;
  private Optional<AlertDelivery> delivery = Optional.empty();
  @TempDir private Path folder;

  @BeforeEach
  void start() {
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.routes.post(
                  "/hook",
                  context -> {
                    received.add(
                        new Message(
                            context.header(Webhook.ID),
                            context.header(Webhook.SIGNATURE),
                            context.header(Webhook.TIMESTAMP),
                            context.body()));
                    context.status(Optional.ofNullable(statuses.poll()).orElse(200));
                  });
            });
    server.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    delivery.ifPresent(AlertDelivery::close);
    server.stop();
    metrics.close();
  }

  @Test
  void shouldBeSigned_whenASecretIsConfigured() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
    deliver(Optional.of(secret), alert("DEAD_LETTER", Severity.WARNING));

    Message message = next();

    assertThat(message.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
    assertThat(message.signature())
        .isEqualTo(
            "sha256="
                + Webhook.sign(
                    "s3cret".getBytes(StandardCharsets.UTF_8),
                    message.timestamp() + "." + message.body()));
    assertThat(message.id()).isEqualTo("risk-alert-0-0");
    assertThat(new ObjectMapper().readTree(message.body()).path("type").asText())
        .isEqualTo("DEAD_LETTER");
  }

  @Test
  void shouldMatchThePublishedVector_whenSigned() {
    // RFC 4231, test case 2.
    assertThat(
            Webhook.sign("Jefe".getBytes(StandardCharsets.UTF_8), "what do ya want for nothing?"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429, 408})
  void shouldBeSentAgain_whenTheReceiverCannotNow(int status) throws Exception {
    statuses.add(status);
    deliver(Optional.empty(), alert("A", Severity.INFO), alert("B", Severity.INFO));

    Message first = next();
    Message again = next();

    assertThat(again).isEqualTo(first);
    assertThat(next().body()).contains("\"B\"");
    assertCounted("DELIVERED", "[12]"); // Of the second, as its answer has been read or not yet.
    assertCounted("FAILED", "0");
  }

  @Test
  void shouldGoOn_whenTheReceiverRefuses() throws Exception {
    statuses.add(400);
    deliver(Optional.empty(), alert("A", Severity.INFO), alert("B", Severity.INFO));

    assertThat(next().body()).contains("\"A\"");
    assertThat(next().body()).contains("\"B\"");
    assertCounted("REFUSED", "1"); // Before the next one was sent.
    assertCounted("FAILED", "0");
  }

  @Test
  void shouldBeLeftOut_whenTheSameWasToldAndIsNotWorse() throws Exception {
    deliver(
        Optional.empty(),
        alert("A", Severity.WARNING),
        alert("A", Severity.WARNING),
        alert("A", Severity.INFO),
        alert("B", Severity.INFO),
        alert("A", Severity.CRITICAL));

    assertThat(next().body()).contains("\"A\"").contains("\"leftOutBefore\":0");
    assertThat(next().body()).contains("\"B\"");
    assertThat(next().body()).contains("CRITICAL").contains("\"leftOutBefore\":2");
  }

  @Test
  void shouldGoOn_whenARecordIsNoAlert() throws Exception {
    deliver(Optional.empty(), null, alert("B", Severity.INFO));

    assertThat(next().body()).contains("\"B\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "ftp://host/x", "http:///x", "http://a b"})
  void shouldBeRefused_whenTheAddressCannotBeUsed(String url) {
    AlertSettings settings = new AlertSettings(Optional.of(url), Optional.empty(), Duration.ZERO);

    assertThatThrownBy(() -> Webhook.of(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("alerts.webhook");
  }

  @Test
  void shouldBeRefused_whenTheSecretCannotBeRead() {
    AlertSettings settings =
        new AlertSettings(
            Optional.of("http://127.0.0.1/x"), Optional.of(folder.resolve("none")), Duration.ZERO);

    assertThatThrownBy(() -> Webhook.of(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("webhook_secret_file");
  }

  private Message next() throws InterruptedException {
    Message message = received.poll(30, TimeUnit.SECONDS);
    assertThat(message).as("a message within 30 s").isNotNull();
    return message;
  }

  private void deliver(Optional<Path> secret, RiskAlert... all) {
    for (RiskAlert alert : all) {
      alerts.add(alert);
    }
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(PARTITION));
          for (int i = 0; i < alerts.size(); i++) {
            consumer.addRecord(
                new ConsumerRecord<>(TOPIC, 0, i, new byte[0], new byte[] {(byte) i}));
          }
        });
    Deserializer<RiskAlert> byNumber =
        (topic, bytes) -> {
          RiskAlert alert = alerts.get(bytes[0]);
          if (alert == null) {
            throw new SerializationException("no alert");
          }
          return alert;
        };
    delivery =
        AlertDelivery.start(
            new AlertSettings(
                Optional.of("http://127.0.0.1:%d/hook".formatted(server.port())),
                secret,
                Duration.ofMinutes(15)),
            TOPIC,
            () -> consumer,
            byNumber,
            metrics,
            InstantSource.fixed(NOW));
  }

  private void assertCounted(String result, String count) {
    assertThat(metrics.registry().scrape())
        .containsPattern(
            "riskbudget_alert_deliveries_total\\{result=\"%s\"} %s[.]0".formatted(result, count));
  }

  private static RiskAlert alert(String type, Severity severity) {
    RiskAlert alert = new RiskAlert();
    alert.setPortfolioId("P");
    alert.setType(type);
    alert.setSeverity(severity);
    alert.setMessage("Something.");
    alert.setAsOf(NOW);
    return alert;
  }
}
