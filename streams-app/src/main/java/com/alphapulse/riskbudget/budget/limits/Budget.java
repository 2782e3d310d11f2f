package com.alphapulse.riskbudget.budget.limits;

import com.alphapulse.riskbudget.budget.performance.Performance;
import com.alphapulse.riskbudget.domain.BudgetCause;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Risk budget of a portfolio. The latest version is in force.
 *
 * @param version grows by one with every budget of the portfolio, from 1
 * @param asOf event time of the market snapshot, or of what caused the budget if later,
 *     milliseconds
 * @param regime that it assumes: the pinned one where an override pins it, the most cautious one
 *     during warm-up
 * @param equity cash plus positions at the snapshot's prices, base currency, scale 8
 * @param targetLeverage multiplies the allocated weights into target weights
 * @param leverageLimit largest worst-case gross exposure divided by equity; its source is {@code
 *     REGIME:name}, {@code HARD_LIMIT}, {@code OVERRIDE:id} or {@code EQUITY}
 * @param overrides identifiers of those in force
 */
public record Budget(
    String portfolioId,
    long version,
    BudgetCause cause,
    long asOf,
    Market market,
    RegimePolicy.Effective regime,
    BigDecimal equity,
    Volatility volatility,
    double targetLeverage,
    Limit<Double> leverageLimit,
    List<StrategyBudget> strategies,
    List<SymbolBudget> symbols,
    List<String> overrides,
    Optional<Performance> performance) {

  /** The snapshot of the market that it was made of. */
  public record Market(String market, long sequence, double averageCorrelation) {}

  /**
   * Volatilities, annualised, as a fraction of equity.
   *
   * @param forecast of the allocated portfolio at leverage 1; 0 during warm-up, when nothing is
   *     forecast
   * @param realised of the equity; empty until the window is full
   * @param limit largest forecast of the positions; empty during warm-up
   */
  public record Volatility(double forecast, OptionalDouble realised, OptionalDouble limit) {}

  /**
   * What a strategy may use.
   *
   * @param riskShare share of the portfolio's risk aimed at, 0 to 1
   * @param capitalWeight share of the allocated capital, 0 to 1
   * @param allocatedCapital base currency, scale 8
   * @param exposureLimit largest worst-case gross exposure, base currency, scale 8
   * @param riskContribution share of the forecast volatility; 0 during warm-up
   * @param source {@code TARGET}, {@code OVERRIDE:id} or {@code EQUITY}
   */
  public record StrategyBudget(
      String strategyId,
      double riskShare,
      double capitalWeight,
      BigDecimal allocatedCapital,
      BigDecimal exposureLimit,
      double riskContribution,
      LimitSource source) {}

  /**
   * What a portfolio may hold of an instrument.
   *
   * @param targetWeight target notional divided by equity
   * @param positionLimit largest absolute worst-case position, units, scale 8
   * @param riskContribution share of the forecast volatility; 0 during warm-up
   * @param source {@code TARGET}, {@code HARD_LIMIT}, {@code OVERRIDE:id}, {@code EQUITY}, or why
   *     it gets nothing: {@code NO_PRICE}, {@code NO_BAR} or {@code CURRENCY}
   */
  public record SymbolBudget(
      String symbol,
      double targetWeight,
      BigDecimal positionLimit,
      double riskContribution,
      LimitSource source) {}

  public Budget {
    strategies = List.copyOf(strategies);
    symbols = List.copyOf(symbols);
    overrides = List.copyOf(overrides);
  }
}
