package com.alphapulse.riskbudget.demo.strategy;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the calmer half of its symbols, each by the inverse of its volatility; all of it is scaled
 * down when even those move more than 15 % a year.
 */
public final class LowVolatility implements Strategy {
  private static final int WINDOW = 30;
  private static final double TARGET = 0.15;

  @Override
  public Map<String, Double> targetWeights(PriceHistory history, List<String> symbols) {
    Map<String, Double> volatility = new LinkedHashMap<>();
    for (String symbol : symbols) {
      if (history.covers(symbol, WINDOW + 1)) {
        // A floor, so that a symbol whose price stood still does not take everything.
        volatility.put(symbol, Math.max(0.01, history.volatility(symbol, WINDOW)));
      }
    }
    List<String> calm =
        volatility.keySet().stream()
            .sorted(Comparator.comparing(volatility::get))
            .limit((volatility.size() + 1) / 2)
            .toList();
    double inverse = calm.stream().mapToDouble(symbol -> 1 / volatility.get(symbol)).sum();
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String symbol : volatility.keySet()) {
      double share = calm.contains(symbol) ? 1 / volatility.get(symbol) / inverse : 0;
      weights.put(symbol, share * Math.min(1, TARGET / volatility.get(symbol)));
    }
    return weights;
  }
}
