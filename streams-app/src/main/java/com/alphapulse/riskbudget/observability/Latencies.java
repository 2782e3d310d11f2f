package com.alphapulse.riskbudget.observability;

import java.time.Duration;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Durations of a whole run, each percentile to a tenth of a percent. Beside exported timers, whose
 * percentiles fade with time, because a report covers the whole run. Safe for use by many threads.
 */
public final class Latencies {
  private static final double NANOS_PER_MILLI = 1e6;

  private final SynchronizedHistogram nanos = new SynchronizedHistogram(3);

  /**
   * Takes in one duration.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void record(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("negative duration: " + duration);
    }
    nanos.recordValue(duration.toNanos());
  }

  /** Durations taken in. */
  public long count() {
    return nanos.getTotalCount();
  }

  /**
   * A percentile.
   *
   * @param quantile 0 to 1; 1 is the maximum
   * @return milliseconds; NaN before the first duration
   */
  public double millis(double quantile) {
    return count() == 0 ? Double.NaN : nanos.getValueAtPercentile(100 * quantile) / NANOS_PER_MILLI;
  }
}
