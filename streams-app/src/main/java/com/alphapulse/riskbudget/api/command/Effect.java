package com.alphapulse.riskbudget.api.command;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** What became of a command, as the stages tell it. */
sealed interface Effect {

  /**
   * It has taken effect in every partition and every budget that it concerns.
   *
   * @param since event time
   * @param partitions of the gate, by number; empty where it concerns budgets alone
   * @param budgetVersion of the latest budget that follows it, where one was waited for
   */
  record Taken(Instant since, List<Applied> partitions, OptionalLong budgetVersion)
      implements Effect {}

  /**
   * Since when a partition of the gate enforces it.
   *
   * @param appliedAt wall-clock time
   */
  record Applied(int partition, Instant appliedAt) {}

  /**
   * A stage refused it, or another command of the same id stands in its place.
   *
   * @param message sentences for a person
   */
  record Refused(String message) implements Effect {}

  /** Nothing was heard in time; it may take effect all the same. */
  record Unknown() implements Effect {}
}
