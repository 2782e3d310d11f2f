package com.alphapulse.riskbudget.demo.strategy;

import java.util.List;
import java.util.Map;

/** Turns prices into the positions that a strategy would like to hold. */
@FunctionalInterface
public interface Strategy {

  /**
   * The positions wanted.
   *
   * @param symbols that it may hold
   * @return share of the strategy's capital by symbol, negative for a short position; absolute
   *     shares sum to 1 at most; empty while too few prices are known
   */
  Map<String, Double> targetWeights(PriceHistory history, List<String> symbols);
}
