package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed answers, approved and rejected. For one thread. */
final class Answers implements AutoCloseable {
  /** Where answers are. */
  static final List<Topics> TOPICS = List.of(Topics.APPROVED_ORDER, Topics.REJECTED_ORDER);

  private static final Duration POLL = Duration.ofMillis(5);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String rejected;

  /**
   * What was read of a backlog.
   *
   * @param orders that were answered
   * @param rejected of these
   * @param meanBytes of an answer
   */
  record Summary(long orders, long rejected, double meanBytes) {}

  /** Takes in answers that arrived. */
  @FunctionalInterface
  interface Sink {
    void accept(ConsumerRecord<byte[], byte[]> answer);
  }

  /** Reads from some offsets on. */
  Answers(Cluster cluster, Map<TopicPartition, Long> begin) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                cluster.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    rejected = Topics.REJECTED_ORDER.on(cluster.installation());
    consumer.assign(begin.keySet());
    begin.forEach(consumer::seek);
  }

  boolean isRejected(ConsumerRecord<byte[], byte[]> answer) {
    return answer.topic().equals(rejected);
  }

  /** Hands on what arrives within a few milliseconds. */
  void poll(Sink sink) {
    consumer.poll(POLL).forEach(sink::accept);
  }

  /** Reads the answers to a kind of order until all that is committed now has been read. */
  Summary readAll(char kind) {
    BitSet answered = new BitSet();
    long[] counts = new long[3];
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      poll(
          answer -> {
            if (Records.kind(answer.value()) == kind) {
              answered.set(Math.toIntExact(Records.number(answer.value())));
              counts[0]++;
              counts[1] += answer.value().length;
              counts[2] += isRejected(answer) ? 1 : 0;
            }
          });
    }
    if (answered.cardinality() != counts[0]) {
      throw new BenchFailedException(
          "%d orders have %d answers".formatted(answered.cardinality(), counts[0]));
    }
    return new Summary(counts[0], counts[2], (double) counts[1] / Math.max(1, counts[0]));
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
