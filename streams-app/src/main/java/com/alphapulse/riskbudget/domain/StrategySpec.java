package com.alphapulse.riskbudget.domain;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A strategy of a portfolio.
 *
 * @param riskShare share of the portfolio's risk, above 0; shares are normalised to sum to 1
 * @param symbols instruments that it may trade
 * @param minCapitalWeight lower bound of its share of capital, 0 where none is set
 * @param maxCapitalWeight upper bound of its share of capital, 1 where none is set
 * @param maxOrderRate orders a second that it may send over time
 * @param expectedReturn annualised, as a fraction; for the mean-variance method only
 */
public record StrategySpec(
    String strategyId,
    double riskShare,
    List<String> symbols,
    double minCapitalWeight,
    double maxCapitalWeight,
    OptionalDouble maxOrderRate,
    OptionalDouble expectedReturn) {

  public StrategySpec {
    symbols = List.copyOf(symbols);
  }

  /** A strategy without a limit on its orders and without an expected return. */
  public StrategySpec(
      String strategyId,
      double riskShare,
      List<String> symbols,
      double minCapitalWeight,
      double maxCapitalWeight) {
    this(
        strategyId,
        riskShare,
        symbols,
        minCapitalWeight,
        maxCapitalWeight,
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }
}
