package com.alphapulse.riskbudget.audit.history;

import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads whole topics, committed records only, as they are when it starts. */
public final class TopicReader {
  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofMillis(200);

  /** How long a topic may yield nothing before it is given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final InstallationName installation;
  private final Map<String, Object> client;
  private final SchemaRegistry registry;

  /**
   * @param installation whose topics are read
   * @param client what a client needs to reach the brokers
   */
  public TopicReader(
      InstallationName installation, Map<String, Object> client, SchemaRegistry registry) {
    this.installation = installation;
    this.client = Map.copyOf(client);
    this.registry = registry;
  }

  /**
   * Reads everything that the check needs.
   *
   * @throws KafkaException if a topic cannot be read to its end
   */
  public History read() {
    return read(p -> true);
  }

  /**
   * Reads everything that the check needs of some partitions.
   *
   * @throws KafkaException if a topic cannot be read to its end
   */
  public History read(IntPredicate wanted) {
    // What is sent while this reads may not have been decided when the decisions were read.
    Map<Integer, Long> sentBefore = ends("order-intent");
    List<Entry<OrderDecision>> decisions = decisions(wanted);
    Set<List<String>> decided =
        decisions.stream().map(d -> idsOf(d.value().getIntent())).collect(Collectors.toSet());
    List<Entry<OrderIntent>> intents =
        read("order-intent", OrderIntent.class, wanted).stream()
            .filter(
                i ->
                    i.offset() < sentBefore.get(i.partition())
                        || decided.contains(idsOf(i.value())))
            .toList();
    return new History(
        sentBefore.size(),
        intents,
        decisions,
        read("execution-report", ExecutionReport.class, wanted),
        read("budget-update", BudgetUpdate.class, wanted),
        read("market-marks", MarketMarks.class, wanted),
        read("market-state", MarketState.class, wanted),
        read("portfolio", Portfolio.class, wanted, true),
        read("risk-override-routed", RiskOverride.class, wanted),
        read("risk-alert", RiskAlert.class, wanted));
  }

  private static List<String> idsOf(OrderIntent intent) {
    return List.of(intent.getPortfolioId(), intent.getOrderId());
  }

  private Map<Integer, Long> ends(String topic) {
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(installation.onCluster(topic)).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      Map<Integer, Long> ends = new HashMap<>();
      consumer.endOffsets(partitions).forEach((p, end) -> ends.put(p.partition(), end));
      return ends;
    }
  }

  /**
   * Reads every decision, approved or rejected.
   *
   * @throws KafkaException if a topic cannot be read to its end
   */
  public List<Entry<OrderDecision>> decisions() {
    return decisions(p -> true);
  }

  private List<Entry<OrderDecision>> decisions(IntPredicate wanted) {
    return Stream.concat(
            read("approved-order", OrderDecision.class, wanted).stream(),
            read("rejected-order", OrderDecision.class, wanted).stream())
        .toList();
  }

  private <T extends SpecificRecord> List<Entry<T>> read(
      String topic, Class<T> type, IntPredicate wanted) {
    return read(topic, type, wanted, false);
  }

  private <T extends SpecificRecord> List<Entry<T>> read(
      String topic, Class<T> type, IntPredicate wanted, boolean tombstones) {
    Deserializer<T> decoder = AvroSerde.of(type, registry).deserializer();
    List<Entry<T>> entries = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(installation.onCluster(topic)).stream()
              .filter(p -> wanted.test(p.partition()))
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new KafkaException("Topic " + topic + " could not be read to its end");
        }
        for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
          decode(topic, decoder, message, tombstones, entries);
          deadline = System.nanoTime() + PATIENCE.toNanos();
        }
      }
    }
    return entries;
  }

  /** Decodes a record; an unreadable one was no input of anybody, since it goes to dead-letter. */
  private static <T> void decode(
      String topic,
      Deserializer<T> decoder,
      ConsumerRecord<String, byte[]> message,
      boolean tombstones,
      List<Entry<T>> entries) {
    try {
      T decoded = decoder.deserialize(message.topic(), message.value());
      if (decoded != null || (tombstones && message.value() == null)) {
        entries.add(
            new Entry<>(topic, message.partition(), message.offset(), message.key(), decoded));
      }
    } catch (SerializationException e) {
      LOG.warn("Unreadable record on {} at {}", message.topic(), message.offset(), e);
    }
  }

  private KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, installation.onCluster("outside-check"));
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
