package com.alphapulse.riskbudget.gate.ledger;

import com.alphapulse.riskbudget.domain.HardLimits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Peak of a portfolio's equity and its equity at the start of the day (UTC, event time), held
 * against the loss limits. Deposits and withdrawals move both.
 *
 * <p>A limit counts as reached once it is exceeded on several consecutive records of marks, so that
 * one bad tick stops nobody; from then on until an operator resumes, whatever equity does.
 */
public final class LossWatch {
  private static final long DAY_MILLIS = 86_400_000L;

  /** What the loss is measured from. */
  public enum Base {
    DAY_START,
    PEAK
  }

  /**
   * A loss limit that was reached.
   *
   * @param loss fraction of the base
   * @param limit fraction of the base
   */
  public record Breach(Base base, BigDecimal loss, BigDecimal limit) {}

  private BigDecimal peak;
  private BigDecimal dayStart;
  private long day = Long.MIN_VALUE;
  private int marksBeyond;
  private Breach breach;

  /**
   * Takes in the equity at new marks.
   *
   * @param before equity of the same positions at the marks before, which a new day starts with;
   *     empty where it is not known
   * @param asOf event time of the marks, milliseconds
   * @param patience consecutive records of marks on which a limit must be exceeded, at least 1
   * @return whether what must be saved has changed
   */
  public boolean observe(
      Supplier<Optional<BigDecimal>> before,
      BigDecimal equity,
      long asOf,
      HardLimits limits,
      int patience) {
    boolean changed = false;
    long today = Math.floorDiv(asOf, DAY_MILLIS);
    if (today > day || dayStart == null) {
      dayStart = before.get().orElse(equity);
      day = Math.max(day, today);
      changed = true;
    }
    if (peak == null || equity.compareTo(peak) > 0) {
      peak = equity;
      changed = true;
    }
    return (breach == null && count(equity, limits, patience)) || changed;
  }

  private boolean count(BigDecimal equity, HardLimits limits, int patience) {
    Optional<Breach> now =
        breach(Base.DAY_START, dayStart, equity, limits.maxDailyLoss())
            .or(() -> breach(Base.PEAK, peak, equity, limits.maxDrawdown()));
    int counted = marksBeyond;
    marksBeyond = now.isPresent() ? marksBeyond + 1 : 0;
    if (marksBeyond >= patience) {
      breach = now.orElseThrow();
    }
    return marksBeyond != counted;
  }

  private static Optional<Breach> breach(
      Base base, BigDecimal from, BigDecimal equity, OptionalDouble max) {
    if (max.isEmpty() || from.signum() <= 0) {
      return Optional.empty(); // Equity that is not above 0 stops orders by itself.
    }
    BigDecimal limit = BigDecimal.valueOf(max.getAsDouble());
    BigDecimal loss = from.subtract(equity);
    return loss.compareTo(limit.multiply(from)) > 0
        ? Optional.of(new Breach(base, loss.divide(from, 8, RoundingMode.UP), limit))
        : Optional.empty();
  }

  void deposit(BigDecimal amount) {
    peak = peak == null ? null : peak.add(amount);
    dayStart = dayStart == null ? null : dayStart.add(amount);
  }

  /**
   * Measures from now on, as when a portfolio is given its first loss limit.
   *
   * @param equity now; empty where it is not known, the next marks then begin
   * @param asOf event time of the latest marks, milliseconds
   */
  public void begin(Optional<BigDecimal> equity, long asOf) {
    peak = equity.orElse(null);
    dayStart = equity.orElse(null);
    day = Math.floorDiv(asOf, DAY_MILLIS);
    marksBeyond = 0;
  }

  /**
   * Lifts a breach and measures from now on, so that the old loss does not count again at once.
   *
   * @return whether there was one
   */
  public boolean resume(Optional<BigDecimal> equity, long asOf) {
    if (breach == null) {
      return false;
    }
    breach = null;
    begin(equity, asOf);
    return true;
  }

  /** Brings back what was saved. */
  public void restore(
      Optional<BigDecimal> savedPeak,
      Optional<BigDecimal> savedStart,
      long savedDay,
      int savedMarksBeyond,
      Optional<Breach> savedBreach) {
    peak = savedPeak.orElse(null);
    dayStart = savedStart.orElse(null);
    day = savedDay;
    marksBeyond = savedMarksBeyond;
    breach = savedBreach.orElse(null);
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

  /** Consecutive records of marks, the latest ones, on which a limit was exceeded. */
  public int marksBeyond() {
    return marksBeyond;
  }

  /** The limit that was reached; empty where none was or an operator has resumed. */
  public Optional<Breach> breach() {
    return Optional.ofNullable(breach);
  }
}
