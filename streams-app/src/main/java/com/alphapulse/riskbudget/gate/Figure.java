package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * One thing that a check looks at: a value beside its limit, or a fact in words.
 *
 * @param subject what it is, in words; empty where the name of the check says it
 * @param observed value that the order would lead to; empty for a fact, and where it is not known
 * @param relation what {@code observed} must be to {@code limit}
 * @param limit the one in force; empty where none applies
 * @param unit of both
 */
public record Figure(
    String subject,
    Optional<BigDecimal> observed,
    Relation relation,
    Optional<Limit<BigDecimal>> limit,
    Unit unit) {

  /** What a value must be to its limit. */
  public enum Relation {
    AT_MOST,
    ABOVE,
    MULTIPLE_OF
  }

  /** What a value and its limit are counted in. */
  public enum Unit {
    /** Nothing: a fact in words. */
    NONE,
    /** Units of the instrument. */
    UNITS,
    /** The portfolio's base currency. */
    MONEY,
    /** The instrument's currency for one unit. */
    PRICE,
    /** A fraction of a whole that the subject or the check names. */
    FRACTION,
    ORDERS,
    MILLISECONDS_OLD,
    MILLISECONDS_AHEAD
  }

  /** A fact. */
  public static Figure fact(String words) {
    return new Figure(words, Optional.empty(), Relation.AT_MOST, Optional.empty(), Unit.NONE);
  }

  /** A value that may be as large as its limit. */
  public static Figure atMost(
      String subject, BigDecimal observed, Optional<Limit<BigDecimal>> limit, Unit unit) {
    return new Figure(subject, Optional.of(observed), Relation.AT_MOST, limit, unit);
  }

  /** An age that may be as large as the configuration says, milliseconds. */
  public static Figure age(String subject, long age, long limit) {
    return time(subject, age, limit, Unit.MILLISECONDS_OLD);
  }

  /** A lead that may be as large as the configuration says, milliseconds. */
  public static Figure lead(long lead, long limit) {
    return time("", lead, limit, Unit.MILLISECONDS_AHEAD);
  }

  private static Figure time(String subject, long time, long limit, Unit unit) {
    return atMost(
        subject,
        BigDecimal.valueOf(time),
        Optional.of(new Limit<>(BigDecimal.valueOf(limit), Rule.CONFIGURATION)),
        unit);
  }
}
