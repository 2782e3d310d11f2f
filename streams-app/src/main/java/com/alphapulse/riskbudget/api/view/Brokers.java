package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Instant;
import java.util.Map;

/**
 * What the brokers tell of the gate's progress and of its inputs. Every call may throw a {@link
 * org.apache.kafka.common.KafkaException}: they do not answer, or the right to ask is missing.
 */
interface Brokers extends AutoCloseable {
  /** Where the gate goes on, by partition: the offset after the last order that it has decided. */
  Map<Integer, Long> decided();

  /** Where the orders end, by partition. */
  Map<Integer, Long> ends();

  /**
   * Whether there is an order between two offsets of a partition. What ends transactions takes
   * offsets too, and is no order.
   */
  boolean hasOrders(int partition, long from, long end);

  /** Event time of the newest record of each input; absent where there is none. */
  Map<Topics, Instant> newest();

  @Override
  void close();
}
