package com.alphapulse.riskbudget.cases;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.serde.AvroJson;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the product has written, as JSON in the order of its coming. For one thread. */
final class Observed implements AutoCloseable {
  private static final List<Topics> READ =
      List.of(
          Topics.APPROVED_ORDER,
          Topics.REJECTED_ORDER,
          Topics.BUDGET_UPDATE,
          Topics.RISK_ALERT,
          Topics.RISK_UTILIZATION,
          Topics.REBALANCE_RECOMMENDATION,
          Topics.CANCEL_REQUEST,
          Topics.MARKET_MARKS,
          Topics.MARKET_STATE);

  private static final Duration POLL = Duration.ofMillis(10);

  private final KafkaConsumer<String, byte[]> consumer;
  private final AvroJson json;
  private final List<TopicPartition> partitions;
  private final Map<Topics, List<JsonNode>> arrived = new EnumMap<>(Topics.class);

  Observed(String bootstrapServers, SchemaRegistry registry) {
    json = new AvroJson(registry);
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    partitions = new ArrayList<>();
    for (Topics topic : READ) {
      arrived.put(topic, new ArrayList<>());
      for (PartitionInfo partition : consumer.partitionsFor(topic.on(InstallationName.NONE))) {
        partitions.add(new TopicPartition(topic.on(InstallationName.NONE), partition.partition()));
      }
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads all that is committed by now. */
  void catchUp() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      poll();
    }
  }

  /** How many records of a topic have come so far. */
  int count(Topics topic) {
    return arrived.get(topic).size();
  }

  /** The latest record that fits, among those that have been read. */
  Optional<JsonNode> latest(Topics topic, Predicate<JsonNode> fits) {
    return latest(topic, 0, fits);
  }

  /** The latest record that fits, but for the first so many. */
  Optional<JsonNode> latest(Topics topic, int from, Predicate<JsonNode> fits) {
    List<JsonNode> records = arrived.get(topic);
    for (int i = records.size() - 1; i >= from; i--) {
      if (fits.test(records.get(i))) {
        return Optional.of(records.get(i));
      }
    }
    return Optional.empty();
  }

  /** As {@link #latest}, waited for; empty once the patience is at an end. */
  Optional<JsonNode> await(Topics topic, int from, Duration patience, Predicate<JsonNode> fits) {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<JsonNode> found = latest(topic, from, fits);
    while (found.isEmpty() && System.nanoTime() < deadline) {
      poll();
      found = latest(topic, from, fits);
    }
    return found;
  }

  /** Reads what comes within some milliseconds. */
  void poll() {
    for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
      // Unreadable ones are sent by some cases to topics that the product writes, too.
      if (message.value() != null && message.value().length > 0 && message.value()[0] == 0) {
        Topics topic = Topics.named(message.topic(), InstallationName.NONE).orElseThrow();
        arrived.get(topic).add(AvroJson.toTree(json.decode(message.topic(), message.value())));
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
