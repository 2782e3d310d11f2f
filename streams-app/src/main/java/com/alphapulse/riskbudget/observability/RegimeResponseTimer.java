package com.alphapulse.riskbudget.observability;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long the budgets took to answer regime changes: exact median of the last {@value #KEPT}
 * responses and the maximum of all. Beside the exported timer, whose percentiles fade with time,
 * because a report covers the whole run.
 */
public final class RegimeResponseTimer {
  /** Responses that the median covers. */
  static final int KEPT = 65_536;

  private static final double NANOS_PER_MILLI = 1e6;

  private long[] nanos = new long[64];
  private long count;
  private long max;

  /**
   * Takes in one response.
   *
   * @throws IllegalArgumentException if it is negative
   */
  synchronized void record(Duration response) {
    if (response.isNegative()) {
      throw new IllegalArgumentException("negative duration: " + response);
    }
    if (count == nanos.length && nanos.length < KEPT) {
      nanos = Arrays.copyOf(nanos, nanos.length * 2);
    }
    nanos[(int) (count % nanos.length)] = response.toNanos();
    max = Math.max(max, response.toNanos());
    count++;
  }

  /** Responses taken in. */
  public synchronized long count() {
    return count;
  }

  /** Median in milliseconds (the lower one of two in the middle); NaN before the first response. */
  public double p50Millis() {
    long[] sorted = kept();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2] / NANOS_PER_MILLI;
  }

  /** Maximum in milliseconds; NaN before the first response. */
  public synchronized double maxMillis() {
    return count == 0 ? Double.NaN : max / NANOS_PER_MILLI;
  }

  private synchronized long[] kept() {
    return Arrays.copyOf(nanos, (int) Math.min(count, nanos.length));
  }
}
