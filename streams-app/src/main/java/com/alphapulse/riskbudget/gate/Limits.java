package com.alphapulse.riskbudget.gate;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * The budget in force, as far as the gate enforces it.
 *
 * @param version of the budget update
 * @param asOf event time, milliseconds
 * @param leverage largest worst-case gross exposure divided by equity
 * @param strategyExposure largest worst-case gross exposure by strategy, in base currency
 * @param position largest absolute worst-case position by symbol, in units
 * @param volatility largest ex-ante volatility of the portfolio, annualised, as a fraction of
 *     equity; empty where none applies
 */
public record Limits(
    long version,
    long asOf,
    Limit leverage,
    Map<String, Limit> strategyExposure,
    Map<String, Limit> position,
    Optional<Limit> volatility) {

  /**
   * A limit and where it comes from.
   *
   * @param value at least 0
   */
  public record Limit(BigDecimal value, String boundBy) {

    /** The more restrictive of the two; this one where they are equal. */
    public Limit min(Optional<Limit> other) {
      return other.filter(o -> o.value.compareTo(value) < 0).orElse(this);
    }
  }

  public Limits {
    strategyExposure = Map.copyOf(strategyExposure);
    position = Map.copyOf(position);
  }
}
