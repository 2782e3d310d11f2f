package com.alphapulse.riskbudget.gate;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Peak of a portfolio's equity and its equity at the start of the day (UTC, event time), for the
 * loss limits. Deposits and withdrawals move both.
 */
public final class LossWatch {
  private static final long DAY_MILLIS = 86_400_000L;

  private BigDecimal peak;
  private BigDecimal dayStart;
  private BigDecimal last;
  private long day = Long.MIN_VALUE;

  /**
   * Takes in the equity at new marks.
   *
   * @param asOf event time of the marks, milliseconds
   * @return whether what must be saved has changed
   */
  public boolean observe(BigDecimal equity, long asOf) {
    boolean changed = false;
    long today = Math.floorDiv(asOf, DAY_MILLIS);
    if (today > day) {
      dayStart = last == null ? equity : last;
      day = today;
      changed = true;
    }
    if (peak == null || equity.compareTo(peak) > 0) {
      peak = equity;
      changed = true;
    }
    last = equity;
    return changed;
  }

  void deposit(BigDecimal amount) {
    peak = peak == null ? null : peak.add(amount);
    dayStart = dayStart == null ? null : dayStart.add(amount);
    last = last == null ? null : last.add(amount);
  }

  /** Brings back what was saved; the equity at the last marks follows from positions and marks. */
  public void restore(
      Optional<BigDecimal> savedPeak,
      Optional<BigDecimal> savedStart,
      long savedDay,
      Optional<BigDecimal> equityAtLastMarks) {
    peak = savedPeak.orElse(null);
    dayStart = savedStart.orElse(null);
    day = savedDay;
    last = equityAtLastMarks.orElse(null);
  }

  /** Highest equity seen; empty before the first marks. */
  public Optional<BigDecimal> peak() {
    return Optional.ofNullable(peak);
  }

  /** Equity at the start of the day; empty before the first marks. */
  public Optional<BigDecimal> dayStart() {
    return Optional.ofNullable(dayStart);
  }

  /** Day since the epoch that the start belongs to. */
  public long day() {
    return day;
  }
}
