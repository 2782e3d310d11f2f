package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.outside.record.Holding;
import java.util.Map;
import java.util.TreeMap;

/** What one portfolio holds and what pends, by strategy and in all. */
public final class OutsideHoldings {
  private final Map<String, Map<String, Holding>> byStrategy = new TreeMap<>();
  private final Map<String, Holding> ofPortfolio = new TreeMap<>();

  /** Adds to a line. */
  void change(String strategyId, String symbol, Holding by) {
    byStrategy.computeIfAbsent(strategyId, s -> new TreeMap<>()).merge(symbol, by, Holding::plus);
    ofPortfolio.merge(symbol, by, Holding::plus);
  }

  /** What a strategy holds of a symbol. */
  Holding of(String strategyId, String symbol) {
    return ofStrategy(strategyId).getOrDefault(symbol, Holding.NONE);
  }

  /** What a strategy holds, by symbol. */
  public Map<String, Holding> ofStrategy(String strategyId) {
    return byStrategy.getOrDefault(strategyId, Map.of());
  }

  /** What the portfolio holds, by symbol; opposite positions of strategies offset each other. */
  public Map<String, Holding> ofPortfolio() {
    return ofPortfolio;
  }

  /** What is held, by strategy, then symbol. */
  public Map<String, Map<String, Holding>> byStrategy() {
    return byStrategy;
  }
}
