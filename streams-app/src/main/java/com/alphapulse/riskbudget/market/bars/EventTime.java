package com.alphapulse.riskbudget.market.bars;

/** Which event times, in milliseconds since the epoch, can be times at all. */
public final class EventTime {

  /** Last millisecond of the year 9999. */
  static final long MAX = 253_402_300_799_999L;

  private EventTime() {}

  /** Whether a time is within the years that can be written with four digits, or as long ago. */
  public static boolean isSensible(long eventTime) {
    return eventTime >= -MAX && eventTime <= MAX;
  }

  /** The nearest sensible time. */
  public static long clamp(long eventTime) {
    return Math.max(-MAX, Math.min(MAX, eventTime));
  }
}
