package com.alphapulse.riskbudget.demo.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The registry's changes in a compacted topic of one partition. */
final class KafkaRegistryLog implements RegistryLog {

  /** Where Confluent's registry keeps its schemas, too. */
  static final String TOPIC = "_schemas";

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private final TopicPartition partition = new TopicPartition(TOPIC, 0);
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;

  /**
   * Connects, and creates the topic if it is not there.
   *
   * @throws KafkaException if the broker does not answer, or the topic has more than one partition
   */
  KafkaRegistryLog(String bootstrapServers) {
    createTopic(bootstrapServers);
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis() / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis()),
            new StringSerializer(),
            new StringSerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  @Override
  public void append(String key, String value) {
    try {
      // The producer gives up before this does, so that the wait has a definite end.
      producer
          .send(new ProducerRecord<>(TOPIC, 0, key, value))
          .get(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("cannot write to " + TOPIC, e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void readToEnd(BiConsumer<String, String> reader) {
    long end = consumer.endOffsets(List.of(partition), TIMEOUT).get(partition);
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (consumer.position(partition, TIMEOUT) < end) {
      if (System.nanoTime() - deadline > 0) {
        throw new KafkaException("cannot read " + TOPIC + " to its end at offset " + end);
      }
      for (ConsumerRecord<String, String> entry : consumer.poll(POLL)) {
        if (entry.key() != null && entry.value() != null) {
          reader.accept(entry.key(), entry.value());
        }
      }
    }
  }

  @Override
  public void close() {
    producer.close(TIMEOUT);
    consumer.close();
  }

  private static void createTopic(String bootstrapServers) {
    NewTopic topic =
        new NewTopic(TOPIC, Optional.of(1), Optional.empty())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      try {
        admin.createTopics(List.of(topic)).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
        requireOnePartition(admin);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("cannot create the topic " + TOPIC, e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Several partitions have no common order, and ids could be given twice. */
  private static void requireOnePartition(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    int partitions =
        admin
            .describeTopics(List.of(TOPIC))
            .topicNameValues()
            .get(TOPIC)
            .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .partitions()
            .size();
    if (partitions != 1) {
      throw new KafkaException(
          "topic " + TOPIC + " has " + partitions + " partitions, a registry needs exactly 1");
    }
  }
}
