package com.alphapulse.riskbudget.domain;

import java.util.List;

/**
 * A strategy of a portfolio.
 *
 * @param riskShare share of the portfolio's risk, above 0; shares are normalised to sum to 1
 * @param symbols instruments that it may trade
 * @param minCapitalWeight lower bound of its share of capital, 0 where none is set
 * @param maxCapitalWeight upper bound of its share of capital, 1 where none is set
 */
public record StrategySpec(
    String strategyId,
    double riskShare,
    List<String> symbols,
    double minCapitalWeight,
    double maxCapitalWeight) {

  public StrategySpec {
    symbols = List.copyOf(symbols);
  }
}
