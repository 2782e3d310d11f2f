package com.alphapulse.riskbudget.gate.limits;

import com.alphapulse.riskbudget.domain.limit.LimitSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Token buckets of one portfolio and its strategies (Turner, "New directions in communications",
 * 1986). Every order id that is decided takes a token, approved or not, if there is one; a resent
 * one takes none. An order that finds the strategy's bucket empty takes none of the portfolio's, so
 * that a strategy that floods the gate does not use up what the others may send.
 *
 * <p>Buckets fill by the market's clock, which no sender of orders can move. Time that runs
 * backwards neither fills nor empties them.
 */
public final class OrderRates {

  /**
   * How often orders may come.
   *
   * @param perSecond orders a second over time, at least 0
   * @param atOnce orders that may come at once after a pause: what the bucket holds
   */
  public record Limit(double perSecond, double atOnce, LimitSource source) {

    /** A bucket that fills within some seconds, and holds one order at least if it fills at all. */
    static Limit of(double perSecond, double burstSeconds, LimitSource source) {
      return new Limit(
          perSecond, perSecond > 0 ? Math.max(1, perSecond * burstSeconds) : 0, source);
    }

    /** The more restrictive of the two; this one where they are equal. */
    Limit min(Optional<Limit> other) {
      return other.filter(o -> o.perSecond < perSecond).orElse(this);
    }
  }

  /**
   * What an order finds in the buckets; empty where no limit applies.
   *
   * @param asOf event time, milliseconds
   */
  public record Taken(
      String strategyId, OptionalDouble ofPortfolio, OptionalDouble ofStrategy, long asOf) {}

  /**
   * A bucket after an order.
   *
   * @param asOf event time, milliseconds
   * @param sequence of the ledger after that order
   */
  public record Bucket(double tokens, long asOf, long sequence) {}

  /** A bucket as it is kept: changed in place with each order. */
  private static final class Level {
    private double tokens;
    private long asOf = Long.MIN_VALUE;
    private long sequence = Long.MIN_VALUE;

    private double tokensAt(long clock, Limit limit) {
      // As doubles: the difference of two absurd times must not overflow.
      double seconds = Math.max(0, ((double) clock - asOf) / 1000);
      return Math.min(limit.atOnce(), tokens + seconds * limit.perSecond());
    }

    private void set(double tokensLeft, long clock, long ledgerSequence) {
      tokens = tokensLeft;
      asOf = Math.max(asOf, clock);
      sequence = ledgerSequence;
    }

    private void restore(Bucket saved) {
      if (saved.sequence() >= sequence) {
        tokens = saved.tokens();
        asOf = saved.asOf();
        sequence = saved.sequence();
      }
    }

    private Bucket bucket() {
      return new Bucket(tokens, asOf, sequence);
    }
  }

  private final Map<String, Level> byStrategy = new TreeMap<>();
  private Level ofPortfolio;

  /**
   * Orders that the portfolio may send at once at event time {@code clock}; empty without limit.
   */
  public OptionalDouble tokens(Optional<Limit> limit, long clock) {
    return tokens(ofPortfolio, limit, clock);
  }

  /** Orders that a strategy may send at once at event time {@code clock}; empty without limit. */
  public OptionalDouble tokens(String strategyId, Optional<Limit> limit, long clock) {
    return tokens(byStrategy.get(strategyId), limit, clock);
  }

  private static OptionalDouble tokens(Level level, Optional<Limit> limit, long clock) {
    return limit.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            level == null ? limit.get().atOnce() : level.tokensAt(clock, limit.get()));
  }

  /** Takes what a decided order takes; where no limit applied, nothing. */
  public void take(Taken taken, long sequence) {
    if (taken.ofStrategy.isPresent()) {
      level(taken.strategyId).set(less(taken.ofStrategy.getAsDouble()), taken.asOf, sequence);
    }
    if (taken.ofPortfolio.isPresent()) {
      boolean stopped = taken.ofStrategy.isPresent() && taken.ofStrategy.getAsDouble() < 1;
      double before = taken.ofPortfolio.getAsDouble();
      level().set(stopped ? before : less(before), taken.asOf, sequence);
    }
  }

  private static double less(double tokens) {
    return tokens >= 1 ? tokens - 1 : tokens;
  }

  private Level level() {
    if (ofPortfolio == null) {
      ofPortfolio = new Level();
    }
    return ofPortfolio;
  }

  private Level level(String strategyId) {
    return byStrategy.computeIfAbsent(strategyId, id -> new Level());
  }

  /** The portfolio's bucket; empty before the first order under a limit. */
  public Optional<Bucket> ofPortfolio() {
    return ofPortfolio == null ? Optional.empty() : Optional.of(ofPortfolio.bucket());
  }

  /** The strategies' buckets. */
  public Map<String, Bucket> byStrategy() {
    Map<String, Bucket> buckets = new TreeMap<>();
    byStrategy.forEach((strategyId, level) -> buckets.put(strategyId, level.bucket()));
    return buckets;
  }

  /** The strategy whose bucket is as the decision of that sequence left it; empty without one. */
  public Optional<String> strategyOf(long sequence) {
    for (Map.Entry<String, Level> strategy : byStrategy.entrySet()) {
      if (strategy.getValue().sequence == sequence) {
        return Optional.of(strategy.getKey());
      }
    }
    return Optional.empty();
  }

  /** A strategy's bucket; empty before its first order under a limit. */
  public Optional<Bucket> ofStrategy(String strategyId) {
    return Optional.ofNullable(byStrategy.get(strategyId)).map(Level::bucket);
  }

  /** Whether a bucket is as the decision of that sequence left it. */
  public boolean followsFrom(long sequence) {
    return (ofPortfolio != null && ofPortfolio.sequence == sequence)
        || strategyOf(sequence).isPresent();
  }

  /** Brings back a bucket of the portfolio that was saved, unless a later one is known. */
  public void restore(Bucket saved) {
    level().restore(saved);
  }

  /** Brings back a bucket of a strategy that was saved, unless a later one is known. */
  public void restore(String strategyId, Bucket saved) {
    level(strategyId).restore(saved);
  }
}
