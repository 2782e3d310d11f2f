package com.alphapulse.riskbudget.demo.strategy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Buys what has risen and sells what has fallen: the distance of a fast moving average from a slow
 * one, at full size from 5 % on, shorts at half size.
 */
public final class TrendFollowing implements Strategy {
  private static final int FAST = 10;
  private static final int SLOW = 60;
  private static final double FULL_SIZE = 0.05;

  @Override
  public Map<String, Double> targetWeights(PriceHistory history, List<String> symbols) {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String symbol : symbols) {
      if (history.covers(symbol, SLOW)) {
        double distance = history.mean(symbol, FAST) / history.mean(symbol, SLOW) - 1;
        double signal = Math.max(-0.5, Math.min(1, distance / FULL_SIZE));
        weights.put(symbol, signal / symbols.size());
      }
    }
    return weights;
  }
}
