package com.alphapulse.riskbudget.topology.kafka;

import java.util.Set;
import java.util.function.Supplier;

/** Is told before each poll of a stage's consumer, on the thread that works on what it finds. */
@FunctionalInterface
public interface PollListener {
  /**
   * A poll is about to be made.
   *
   * @param partitions whose orders the thread decides; worked out when asked for
   */
  void beforePoll(Supplier<Set<Integer>> partitions);
}
