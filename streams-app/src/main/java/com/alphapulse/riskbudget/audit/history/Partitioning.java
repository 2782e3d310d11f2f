package com.alphapulse.riskbudget.audit.history;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition a key belongs to: Kafka's default hash, murmur2.
 *
 * @param partitions of every topic
 */
public record Partitioning(int partitions) {

  /** Whether a key belongs to the partition that it was read from. */
  public boolean isRight(String key, int partition) {
    if (key == null) {
      return false;
    }
    int hash = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)));
    return hash % partitions == partition;
  }

  /** Whether a record stands where what is about {@code id} belongs. */
  public boolean isFor(String key, int partition, String id) {
    return id.equals(key) && isRight(key, partition);
  }
}
