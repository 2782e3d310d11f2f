package com.alphapulse.riskbudget.domain;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * Definition of a portfolio.
 *
 * @param cash capital paid in, in base currency
 * @param strategies at least one, with distinct identifiers
 * @param restrictedSymbols instruments that it may not trade
 */
public record PortfolioSpec(
    String portfolioId,
    String market,
    String baseCurrency,
    BigDecimal cash,
    List<StrategySpec> strategies,
    HardLimits hardLimits,
    Set<String> restrictedSymbols) {

  public PortfolioSpec {
    strategies = List.copyOf(strategies);
    restrictedSymbols = Set.copyOf(restrictedSymbols);
  }
}
