package com.alphapulse.riskbudget.gate.limits;

import com.alphapulse.riskbudget.domain.limit.Limit;
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
    Limit<BigDecimal> leverage,
    Map<String, Limit<BigDecimal>> strategyExposure,
    Map<String, Limit<BigDecimal>> position,
    Optional<Limit<BigDecimal>> volatility) {

  public Limits {
    strategyExposure = Map.copyOf(strategyExposure);
    position = Map.copyOf(position);
  }
}
