package com.alphapulse.riskbudget.topology;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Which orders must wait: those of a partition of which the broker is known to hold budgets, marks,
 * overrides or reports that have not come yet, or not known to hold none. So a gate that starts
 * with orders waiting decides none of them before a HALT that waits beside them.
 *
 * <p>Kafka Streams does the same with {@code max.task.idle.ms} 0, but looks at every input and
 * formats a message about each empty one before every single record: a fifth of the gate's time.
 * Once a poll is as often as anything new can be known.
 */
final class OrdersLast {

  private OrdersLast() {}

  /**
   * Partitions of orders that the next poll must not hand out.
   *
   * @param delivered partitions that the last poll handed out records of: one that is behind but
   *     gets on need not be waited for, since Kafka Streams takes what has come by its time
   */
  static Set<TopicPartition> toHold(Consumer<?, ?> consumer, Set<TopicPartition> delivered) {
    Set<TopicPartition> assigned = consumer.assignment();
    Set<TopicPartition> paused = consumer.paused();
    Set<TopicPartition> hold = new HashSet<>();
    for (TopicPartition orders : assigned) {
      if (orders.topic().equals(Topics.ORDER_INTENT.topicName()) && !paused.contains(orders)) {
        for (Topics topic : Topics.GATE_INPUTS) {
          TopicPartition other = new TopicPartition(topic.topicName(), orders.partition());
          if (topic != Topics.ORDER_INTENT
              && assigned.contains(other)
              && !paused.contains(other)
              && !delivered.contains(other)
              && isBehind(consumer.currentLag(other))) {
            hold.add(orders);
            break;
          }
        }
      }
    }
    return hold;
  }

  private static boolean isBehind(OptionalLong lag) {
    return lag.isEmpty() || lag.getAsLong() > 0;
  }
}
