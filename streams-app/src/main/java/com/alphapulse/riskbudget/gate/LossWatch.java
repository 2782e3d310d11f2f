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
  private long day = Long.MIN_VALUE;

  /**
   * Takes in the equity at new marks.
   *
   * @param before equity of the same positions at the marks before, which a new day starts with;
   *     empty where it is not known
   * @param asOf event time of the marks, milliseconds
   * @return whether what must be saved has changed
   */
  public boolean observe(Optional<BigDecimal> before, BigDecimal equity, long asOf) {
    boolean changed = false;
    long today = Math.floorDiv(asOf, DAY_MILLIS);
    if (today > day) {
      dayStart = before.orElse(equity);
      day = today;
      changed = true;
    }
    if (peak == null || equity.compareTo(peak) > 0) {
      peak = equity;
      changed = true;
    }
    return changed;
  }

  void deposit(BigDecimal amount) {
    peak = peak == null ? null : peak.add(amount);
    dayStart = dayStart == null ? null : dayStart.add(amount);
  }

  /** Brings back what was saved. */
  public void restore(
      Optional<BigDecimal> savedPeak, Optional<BigDecimal> savedStart, long savedDay) {
    peak = savedPeak.orElse(null);
    dayStart = savedStart.orElse(null);
    day = savedDay;
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
