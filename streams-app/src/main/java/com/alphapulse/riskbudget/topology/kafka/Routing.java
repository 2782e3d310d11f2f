package com.alphapulse.riskbudget.topology.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Which partition a record belongs to. */
public final class Routing {

  private Routing() {}

  /** Sends a record to every partition, so that each task downstream reads its own copy. */
  public static <V> StreamPartitioner<String, V> multicast() {
    return (topic, key, value, partitions) ->
        Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()));
  }

  /** Sends records that are keyed by {@code everyone} to every partition, others by their key. */
  public static <V> StreamPartitioner<String, V> byKeyOr(String everyone) {
    return (topic, key, value, partitions) ->
        everyone.equals(key)
            ? Routing.<V>multicast().partitions(topic, key, value, partitions)
            : Optional.of(Set.of(partitionOf(key, partitions)));
  }

  /**
   * Sends records that are keyed by {@code everyone} to the partition that each names, others by
   * their key.
   */
  public static <V> StreamPartitioner<String, V> byKeyOrItsOwn(
      String everyone, ToIntFunction<V> partition) {
    return (topic, key, value, partitions) ->
        Optional.of(
            Set.of(
                everyone.equals(key) ? partition.applyAsInt(value) : partitionOf(key, partitions)));
  }

  /**
   * The partition that a key belongs to by Kafka's default hash (murmur2). Clients with another
   * default, such as librdkafka's, must be set to it, or their records miss their ledger.
   */
  public static int partitionOf(String key, int partitions) {
    return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
  }
}
