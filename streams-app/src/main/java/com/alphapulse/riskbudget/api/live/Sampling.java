package com.alphapulse.riskbudget.api.live;

import java.util.concurrent.TimeUnit;

/**
 * Lets the first decisions of each second through to one reader, and counts the others, so that it
 * can be told. A second is that of when they were published, so that whoever catches up gets what
 * it would have got.
 */
final class Sampling {
  /** Decisions shown of one second. */
  static final int PER_SECOND = 20;

  /**
   * Decisions of one second.
   *
   * @param shown those that the reader got
   */
  record Count(int shown, int total) {
    static final Count NONE = new Count(0, 0);

    /** Whether it got all. */
    boolean isComplete() {
      return shown >= total;
    }
  }

  private long second;
  private Count count;

  /**
   * @param untold left out before, and not told yet
   * @param nanos a time in the past
   */
  Sampling(Count untold, long nanos) {
    count = untold;
    second = second(nanos) - 1;
  }

  /** Takes in a decision of the second that {@link #over} was asked about last. */
  boolean shows() {
    boolean shown = count.shown() < PER_SECOND;
    count = new Count(count.shown() + (shown ? 1 : 0), count.total() + 1);
    return shown;
  }

  /**
   * Goes on to the second of a time.
   *
   * @return what the reader has to be told of the one before; complete where nothing was left out,
   *     or the second is the same
   */
  Count over(long nanos) {
    if (second(nanos) == second) {
      return Count.NONE;
    }
    Count before = count;
    second = second(nanos);
    count = Count.NONE;
    return before;
  }

  /** Left out so far in this second. */
  Count untold() {
    return count.isComplete() ? Count.NONE : count;
  }

  private static long second(long nanos) {
    return Math.floorDiv(nanos, TimeUnit.SECONDS.toNanos(1));
  }
}
