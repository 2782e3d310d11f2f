package com.alphapulse.riskbudget.topology.wire;

import java.time.Duration;

/** Timestamps of records on the way out. */
public final class EventTimes {
  /** How far a timestamp may be ahead of the wall clock: less than what brokers refuse. */
  public static final Duration MAX_AHEAD = Duration.ofMinutes(5);

  private EventTimes() {}

  /** Whether an event time is farther ahead of the wall clock than {@link #MAX_AHEAD}. */
  public static boolean isAhead(long eventTime, long wallClock) {
    return eventTime > wallClock + MAX_AHEAD.toMillis();
  }

  /**
   * Fits an event time to what a broker takes. Event times come from outside; a broker refuses what
   * is an hour ahead of its clock, and the stage would stop at that record again and again.
   */
  public static long writable(long eventTime, long wallClock) {
    return Math.max(0, Math.min(eventTime, wallClock + MAX_AHEAD.toMillis()));
  }
}
