package com.alphapulse.riskbudget.domain;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Definition of a portfolio.
 *
 * @param cash capital paid in, in base currency
 * @param strategies at least one, with distinct identifiers
 * @param restrictedSymbols instruments that it may not trade
 * @param groups limits on the capital of groups of strategies
 */
public record PortfolioSpec(
    String portfolioId,
    String market,
    String baseCurrency,
    BigDecimal cash,
    List<StrategySpec> strategies,
    HardLimits hardLimits,
    Set<String> restrictedSymbols,
    List<StrategyGroup> groups) {

  public PortfolioSpec {
    strategies = List.copyOf(strategies);
    restrictedSymbols = Set.copyOf(restrictedSymbols);
    groups = List.copyOf(groups);
  }

  /** The strategy of that identifier; empty where there is none. */
  public Optional<StrategySpec> strategy(String strategyId) {
    for (StrategySpec strategy : strategies) {
      if (strategy.strategyId().equals(strategyId)) {
        return Optional.of(strategy);
      }
    }
    return Optional.empty();
  }

  /** A portfolio without groups. */
  public PortfolioSpec(
      String portfolioId,
      String market,
      String baseCurrency,
      BigDecimal cash,
      List<StrategySpec> strategies,
      HardLimits hardLimits,
      Set<String> restrictedSymbols) {
    this(
        portfolioId,
        market,
        baseCurrency,
        cash,
        strategies,
        hardLimits,
        restrictedSymbols,
        List.of());
  }
}
