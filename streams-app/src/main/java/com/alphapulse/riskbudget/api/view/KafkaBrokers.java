package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.config.KafkaSettings;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The brokers of the installation, asked with clients of its own. For use by one thread. */
final class KafkaBrokers implements Brokers {
  /** Whose age is told. */
  static final List<Topics> INPUTS =
      List.of(
          Topics.MARKET_DATA,
          Topics.MARKET_MARKS,
          Topics.MARKET_STATE,
          Topics.BUDGET_UPDATE,
          Topics.PORTFOLIO,
          Topics.ORDER_INTENT,
          Topics.EXECUTION_REPORT);

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final ListOffsetsOptions COMMITTED =
      new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

  private final Admin admin;
  private final InstallationName installation;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final String group;
  private final int partitions;

  /**
   * @param client settings of every client
   * @param kafka names of the applications and topics, and partitions
   */
  KafkaBrokers(Map<String, Object> client, KafkaSettings kafka) {
    installation = kafka.installation();
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, installation.onCluster("api-pulse"));
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    admin = Admin.create(properties);
    consumers = () -> consumer(client);
    group = kafka.applicationId(Names.ORDER_GATE);
    partitions = kafka.partitions();
  }

  @Override
  public Map<Integer, Long> decided() {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<Integer, Long> decided = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (partition.topic().equals(Topics.ORDER_INTENT.on(installation)) && offset != null) {
            decided.put(partition.partition(), offset.offset());
          }
        });
    return decided;
  }

  @Override
  public Map<Integer, Long> ends() {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    ask(asked, Topics.ORDER_INTENT, OffsetSpec.latest());
    Map<Integer, Long> ends = new HashMap<>();
    await(admin.listOffsets(asked, COMMITTED).all())
        .forEach((partition, found) -> ends.put(partition.partition(), found.offset()));
    return ends;
  }

  @Override
  public Map<Topics, Instant> newest() {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    INPUTS.forEach(input -> ask(asked, input, OffsetSpec.maxTimestamp()));
    Map<Topics, Instant> newest = new HashMap<>();
    await(admin.listOffsets(asked).all())
        .forEach(
            (partition, found) -> {
              if (found.timestamp() >= 0) {
                newest.merge(
                    Topics.named(partition.topic(), installation).orElseThrow(),
                    Instant.ofEpochMilli(found.timestamp()),
                    (a, b) -> a.isAfter(b) ? a : b);
              }
            });
    return newest;
  }

  /** Seldom asked, so that a consumer is made each time rather than kept. */
  @Override
  public boolean hasOrders(int partition, long from, long end) {
    TopicPartition orders = new TopicPartition(Topics.ORDER_INTENT.on(installation), partition);
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      consumer.assign(List.of(orders));
      consumer.seek(orders, from);
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      while (System.nanoTime() - deadline < 0) {
        if (!consumer.poll(Duration.ofMillis(100)).isEmpty()) {
          return true;
        }
        if (consumer.position(orders, TIMEOUT) >= end) {
          return false;
        }
      }
      return true;
    }
  }

  @Override
  public void close() {
    // What is still asked for, nobody waits for.
    admin.close(Duration.ZERO);
  }

  private void ask(Map<TopicPartition, OffsetSpec> asked, Topics topic, OffsetSpec what) {
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(topic.on(installation), partition), what);
    }
  }

  private Consumer<byte[], byte[]> consumer(Map<String, Object> client) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, installation.onCluster("api-pulse-orders"));
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known
          ? known
          : new KafkaException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("the brokers do not answer", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
