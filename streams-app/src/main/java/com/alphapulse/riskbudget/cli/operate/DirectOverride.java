package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.cli.base.ClusterOptions;
import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.alphapulse.riskbudget.cli.base.Failure;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.SchemaRegistry;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes an override to Kafka and waits until the gate has told on {@code trading-state} that it
 * enforces it: one partition for a portfolio, every partition for all.
 */
final class DirectOverride {
  private static final Duration WRITE = Duration.ofSeconds(10);
  private static final Duration ACKNOWLEDGED = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(50);

  private final ClusterOptions cluster;

  DirectOverride(ClusterOptions cluster) {
    this.cluster = cluster;
  }

  /**
   * Sends it and tells what became of it.
   *
   * @return the exit code: 1 where the gate has not acknowledged it in time
   * @throws Failure if the brokers did not confirm that they have it
   */
  int send(PrintWriter out, RiskOverride override) {
    String overrides = Topics.RISK_OVERRIDE.on(cluster.installation());
    String states = Topics.TRADING_STATE.on(cluster.installation());
    cluster.require(List.of(overrides, states));
    SchemaRegistry registry = cluster.registry();
    try (KafkaConsumer<String, byte[]> acknowledgements = consumer()) {
      List<TopicPartition> partitions =
          acknowledgements.partitionsFor(states).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      acknowledgements.assign(partitions);
      acknowledgements.seekToEnd(partitions);
      // Looked up now: what is written after this is read.
      partitions.forEach(acknowledgements::position);
      write(overrides, override, registry);
      boolean all = override.getPortfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS);
      int wanted = all ? partitions.size() : 1;
      Set<Integer> enforcing = await(acknowledgements, override, registry, wanted);
      String what =
          "%s %s of %s"
              .formatted(override.getAction(), override.getOverrideId(), override.getPortfolioId());
      out.println(
          enforcing.size() >= wanted
              ? what + " is in force, at the gate in partition " + text(enforcing)
              : "%s is on the log; acknowledged by %d of %d partitions within %d s: the gate of the others is not running, or behind"
                  .formatted(what, enforcing.size(), wanted, ACKNOWLEDGED.toSeconds()));
      out.flush();
      return enforcing.size() >= wanted ? 0 : ExitCode.FOUND_A_PROBLEM;
    }
  }

  private void write(String topic, RiskOverride override, SchemaRegistry registry) {
    Map<String, Object> properties = cluster.client();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) WRITE.toMillis());
    try (KafkaProducer<String, RiskOverride> producer =
        new KafkaProducer<>(
            properties,
            new StringSerializer(),
            AvroSerde.of(RiskOverride.class, registry).serializer())) {
      producer
          .send(new ProducerRecord<>(topic, override.getPortfolioId(), override))
          .get(WRITE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new Failure(
          "the brokers did not confirm %s %s: it may or may not be in force (%s)"
              .formatted(override.getAction(), override.getOverrideId(), e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted; the override may or may not be in force");
    }
  }

  private static Set<Integer> await(
      KafkaConsumer<String, byte[]> acknowledgements,
      RiskOverride override,
      SchemaRegistry registry,
      int wanted) {
    Deserializer<TradingStateUpdate> deserializer =
        AvroSerde.of(TradingStateUpdate.class, registry).deserializer();
    Set<Integer> enforcing = new TreeSet<>();
    long deadline = System.nanoTime() + ACKNOWLEDGED.toNanos();
    while (enforcing.size() < wanted && System.nanoTime() < deadline) {
      for (ConsumerRecord<String, byte[]> record : acknowledgements.poll(POLL)) {
        if (override.getPortfolioId().equals(record.key()) && record.value() != null) {
          try {
            TradingStateUpdate update = deserializer.deserialize(record.topic(), record.value());
            if (override.getOverrideId().equals(update.getCausedBy())) {
              enforcing.add(update.getPartition());
            }
          } catch (SerializationException e) {
            // Not written by a gate; the acknowledgement is still awaited.
          }
        }
      }
    }
    return enforcing;
  }

  private KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> properties = cluster.client();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static String text(Set<Integer> partitions) {
    return String.join(", ", partitions.stream().map(String::valueOf).toList());
  }
}
