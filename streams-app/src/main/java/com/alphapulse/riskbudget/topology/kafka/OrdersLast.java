package com.alphapulse.riskbudget.topology.kafka;

import com.alphapulse.riskbudget.config.InstallationName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What must wait: orders of a partition of which the broker holds budgets, marks, overrides or
 * reports that have not come yet, or is not known to hold none; and reports, while it holds
 * definitions and marks. So a gate that starts with orders waiting decides none of them before a
 * HALT, or before the fills, that wait beside them, however many fetches those take.
 *
 * <p>Kafka Streams does something like it with {@code max.task.idle.ms} 0, but looks at every input
 * and formats a message about each empty one before every single record: a fifth of the gate's
 * time. Once a poll is as often as anything new can be known. What has been fetched is put in order
 * by {@link EventTimestamps}.
 */
public final class OrdersLast {
  /** What waits, and for which others. */
  private static final Map<Topics, List<Topics>> WAITS_FOR =
      Map.of(
          Topics.ORDER_INTENT,
          Topics.GATE_INPUTS.stream().filter(t -> t != Topics.ORDER_INTENT).toList(),
          Topics.EXECUTION_REPORT,
          List.of(Topics.PORTFOLIO, Topics.MARKET_MARKS));

  /** The same by the names on the cluster. */
  private final Map<String, List<String>> waitsFor = new HashMap<>();

  OrdersLast(InstallationName installation) {
    WAITS_FOR.forEach(
        (waiting, others) ->
            waitsFor.put(
                waiting.on(installation), others.stream().map(o -> o.on(installation)).toList()));
  }

  /**
   * Partitions that the next poll must not hand out. One that Kafka Streams has paused, since
   * enough of its records wait already or its task is restored, is left alone; it is waited for all
   * the same.
   */
  Set<TopicPartition> toHold(Consumer<?, ?> consumer) {
    Set<TopicPartition> assigned = consumer.assignment();
    Set<TopicPartition> paused = consumer.paused();
    Set<TopicPartition> hold = new HashSet<>();
    waitsFor.forEach(
        (waiting, others) -> {
          for (TopicPartition partition : assigned) {
            if (partition.topic().equals(waiting)
                && !paused.contains(partition)
                && others.stream()
                    .map(other -> new TopicPartition(other, partition.partition()))
                    .anyMatch(o -> assigned.contains(o) && isBehind(consumer.currentLag(o)))) {
              hold.add(partition);
            }
          }
        });
    return hold;
  }

  /** Whether more is to come, or nobody knows. */
  static boolean isBehind(OptionalLong lag) {
    return lag.isEmpty() || lag.getAsLong() > 0;
  }
}
