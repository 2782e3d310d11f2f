package com.alphapulse.riskbudget.topology.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the orders of each partition that this process has been given get on. A partition stands
 * still when orders wait at the broker and none is handed out for a while, or when nobody asks for
 * its orders any more. Safe for use by many threads.
 */
public final class OrderProgress {
  /** How long a partition may stand still before it counts. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** When a partition last got on, by the caller's nanosecond clock. */
  private final Map<TopicPartition, Long> gotOn = new ConcurrentHashMap<>();

  /**
   * Takes in what a poll found.
   *
   * @param delivered whether it handed out orders of the partition
   * @param behind whether the broker holds more of them, or is not known to hold none
   */
  void polled(TopicPartition partition, boolean delivered, boolean behind, long nowNanos) {
    if (delivered || !behind) {
      gotOn.put(partition, nowNanos);
    } else {
      gotOn.putIfAbsent(partition, nowNanos);
    }
  }

  /** Takes in that partitions are no longer this process's. */
  void gone(Collection<TopicPartition> partitions) {
    gotOn.keySet().removeAll(partitions);
  }

  /** What stands still, one sentence each. */
  public List<String> standingStill(long nowNanos) {
    return gotOn.entrySet().stream()
        .filter(entry -> nowNanos - entry.getValue() > PATIENCE.toNanos())
        .map(
            entry ->
                "the orders of %s have waited for %d s"
                    .formatted(
                        entry.getKey(), Duration.ofNanos(nowNanos - entry.getValue()).toSeconds()))
        .sorted()
        .toList();
  }
}
