package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.runtime.Platform;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.topology.failure.DeadLetterHandler;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** What came out of the stages, as far as it has been read. */
final class HostileAnswers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern PLACE = Pattern.compile("(.+)-(\\d+):(\\d+)");

  private final Platform platform;
  private final HostileLedger ledger;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deserializer<OrderDecision> decisionReader;
  private final Deserializer<RiskAlert> alertReader;
  private final Map<String, String> decided = new HashMap<>();
  private final Map<String, Long> alerts = new TreeMap<>();

  HostileAnswers(String bootstrapServers, Platform platform, HostileLedger ledger) {
    this.platform = platform;
    this.ledger = ledger;
    decisionReader = AvroSerde.of(OrderDecision.class, platform.registry()).deserializer();
    alertReader = AvroSerde.of(RiskAlert.class, platform.registry()).deserializer();
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "fetch.max.bytes",
                8 * 1024 * 1024),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        List.of(Topics.APPROVED_ORDER, Topics.REJECTED_ORDER, Topics.DEAD_LETTER, Topics.RISK_ALERT)
            .stream()
            .flatMap(
                topic ->
                    IntStream.range(0, Cluster.PARTITIONS)
                        .mapToObj(p -> new TopicPartition(topic.on(InstallationName.NONE), p)))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /** Good orders that were decided, and how, by their ids. */
  Map<String, String> decided() {
    return decided;
  }

  /** Alerts by their types. */
  Map<String, Long> alerts() {
    return alerts;
  }

  /**
   * Reads until something is so.
   *
   * @throws BenchFailedException if nothing comes for two minutes meanwhile
   */
  void await(BooleanSupplier done) {
    if (!awaitUnlessQuiet(done, PATIENCE)) {
      throw new BenchFailedException(
          "nothing has come for %d s; %d good orders were decided, so far %s"
              .formatted(PATIENCE.toSeconds(), decided.size(), ledger.rows()),
          null);
    }
  }

  /** Reads until something is so, or nothing has come for a while; whether it is so. */
  boolean awaitUnlessQuiet(BooleanSupplier done, Duration quiet) {
    Instant last = Instant.now();
    while (!done.getAsBoolean()) {
      if (read()) {
        last = Instant.now();
      } else if (Instant.now().isAfter(last.plus(quiet))) {
        return false;
      }
    }
    return true;
  }

  private boolean read() {
    platform
        .failure()
        .ifPresent(
            failure -> {
              throw new BenchFailedException(failure, null);
            });
    var records = consumer.poll(Duration.ofMillis(200));
    records.forEach(this::take);
    return !records.isEmpty();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(Topics.DEAD_LETTER.on(InstallationName.NONE))) {
      Topics.named(header(record, DeadLetterHandler.TOPIC_HEADER), InstallationName.NONE)
          .ifPresent(
              topic ->
                  ledger.deadLettered(
                      new HostileLedger.Place(
                          topic,
                          Integer.parseInt(header(record, DeadLetterHandler.PARTITION_HEADER)),
                          Long.parseLong(header(record, DeadLetterHandler.OFFSET_HEADER)))));
    } else if (record.topic().equals(Topics.RISK_ALERT.on(InstallationName.NONE))) {
      RiskAlert alert = alertReader.deserialize(record.topic(), record.value());
      alerts.merge(alert.getType(), 1L, Long::sum);
      cause(record).ifPresent(ledger::alerted);
    } else {
      cause(record).ifPresent(ledger::decided);
      OrderDecision decision = decisionReader.deserialize(record.topic(), record.value());
      String id = decision.getIntent().getOrderId();
      if (id.startsWith("good-") && !decision.getRepeat()) {
        decided.put(
            id,
            "%s %s %s"
                .formatted(
                    decision.getOutcome(),
                    decision.getApprovedQuantity(),
                    decision.getViolations().stream().map(Violation::getReason).toList()));
      }
    }
  }

  private static Optional<HostileLedger.Place> cause(ConsumerRecord<?, ?> answer) {
    Matcher place = PLACE.matcher(header(answer, CausedBy.HEADER));
    return place.matches()
        ? Topics.named(place.group(1), InstallationName.NONE)
            .map(
                topic ->
                    new HostileLedger.Place(
                        topic, Integer.parseInt(place.group(2)), Long.parseLong(place.group(3))))
        : Optional.empty();
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
