package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.audit.History.Entry;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
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

  private final String bootstrapServers;
  private final SchemaRegistry registry;

  public TopicReader(String bootstrapServers, SchemaRegistry registry) {
    this.bootstrapServers = bootstrapServers;
    this.registry = registry;
  }

  /**
   * Reads everything that the check needs.
   *
   * @throws KafkaException if a topic cannot be read to its end
   */
  public History read() {
    List<Entry<OrderDecision>> decisions = decisions();
    // Every partition holds a copy of the marks; those without a decision are of no use.
    Set<Integer> used = decisions.stream().map(Entry::partition).collect(Collectors.toSet());
    return new History(
        read("order-intent", OrderIntent.class, p -> true),
        decisions,
        read("execution-report", ExecutionReport.class, used::contains),
        read("budget-update", BudgetUpdate.class, used::contains),
        read("market-marks", MarketMarks.class, used::contains),
        read("portfolio", Portfolio.class, used::contains));
  }

  /**
   * Reads every decision, approved or rejected.
   *
   * @throws KafkaException if a topic cannot be read to its end
   */
  public List<Entry<OrderDecision>> decisions() {
    return Stream.concat(
            read("approved-order", OrderDecision.class, p -> true).stream(),
            read("rejected-order", OrderDecision.class, p -> true).stream())
        .toList();
  }

  /**
   * Reads every budget.
   *
   * @throws KafkaException if the topic cannot be read to its end
   */
  public List<Entry<BudgetUpdate>> budgets() {
    return read("budget-update", BudgetUpdate.class, p -> true);
  }

  private <T extends SpecificRecord> List<Entry<T>> read(
      String topic, Class<T> type, IntPredicate wanted) {
    Deserializer<T> decoder = AvroSerde.of(type, registry).deserializer();
    List<Entry<T>> entries = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .filter(p -> wanted.test(p.partition()))
              .map(p -> new TopicPartition(topic, p.partition()))
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
          decode(decoder, message, entries);
          deadline = System.nanoTime() + PATIENCE.toNanos();
        }
      }
    }
    return entries;
  }

  /** Decodes a record; an unreadable one was no input of anybody, since it goes to dead-letter. */
  private static <T> void decode(
      Deserializer<T> decoder, ConsumerRecord<String, byte[]> message, List<Entry<T>> entries) {
    try {
      T decoded = decoder.deserialize(message.topic(), message.value());
      if (decoded != null) {
        entries.add(new Entry<>(message.partition(), message.offset(), message.key(), decoded));
      }
    } catch (SerializationException e) {
      LOG.warn("Unreadable record on {} at {}", message.topic(), message.offset(), e);
    }
  }

  private KafkaConsumer<String, byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            "false",
            ConsumerConfig.CLIENT_ID_CONFIG,
            "outside-check"),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }
}
