package com.alphapulse.riskbudget.budget.limits;

import com.alphapulse.riskbudget.budget.performance.Performance;
import com.alphapulse.riskbudget.domain.BudgetCause;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RegimeParameters;
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
 * @param regime regime that it assumes: the pinned one where an override pins it, the most cautious
 *     one during warm-up
 * @param regimeConfidence of the detector, 0 to 1; 1 where the regime is pinned, 0 during warm-up
 * @param regimeSince event time of the detection, or of the override that pins it
 * @param equity cash plus positions at the snapshot's prices, base currency, scale 8
 * @param forecastVolatility of the allocated portfolio at leverage 1, annualised; 0 during warm-up,
 *     when nothing is forecast
 * @param realisedVolatility of the equity, annualised; empty until the window is full
 * @param volatilityLimit largest forecast volatility of the positions, annualised, as a fraction of
 *     equity; empty during warm-up, when nothing is forecast
 * @param targetLeverage multiplies the allocated weights into target weights
 * @param leverageLimit largest worst-case gross exposure divided by equity
 * @param leverageLimitSource {@code REGIME:name}, {@code HARD_LIMIT}, {@code OVERRIDE:id} or {@code
 *     EQUITY}
 * @param overrides identifiers of those in force
 */
public record Budget(
    String portfolioId,
    long version,
    BudgetCause cause,
    long asOf,
    String market,
    long marketSequence,
    Regime regime,
    double regimeConfidence,
    long regimeSince,
    RegimeParameters regimeParameters,
    BigDecimal equity,
    double forecastVolatility,
    OptionalDouble realisedVolatility,
    double targetVolatility,
    OptionalDouble volatilityLimit,
    double targetLeverage,
    double leverageLimit,
    LimitSource leverageLimitSource,
    double averageCorrelation,
    List<StrategyBudget> strategies,
    List<SymbolBudget> symbols,
    List<String> overrides,
    Optional<Performance> performance) {

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
