package com.alphapulse.riskbudget.demo.strategy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Buys what is below its recent mean and sells what is above: the distance in standard deviations,
 * at full size from two on, shorts at half size.
 */
public final class MeanReversion implements Strategy {
  private static final int WINDOW = 15;
  private static final double FULL_SIZE = 2;

  @Override
  public Map<String, Double> targetWeights(PriceHistory history, List<String> symbols) {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String symbol : symbols) {
      if (history.covers(symbol, WINDOW)) {
        double signal = -score(history.last(symbol, WINDOW)) / FULL_SIZE;
        weights.put(symbol, Math.max(-0.5, Math.min(1, signal)) / symbols.size());
      }
    }
    return weights;
  }

  /** Distance of the last close from the mean, in standard deviations; 0 where nothing moved. */
  private static double score(double[] closes) {
    double sum = 0;
    double squares = 0;
    for (double close : closes) {
      sum += close;
      squares += close * close;
    }
    double mean = sum / closes.length;
    double deviation = Math.sqrt(Math.max(0, squares / closes.length - mean * mean));
    return deviation > mean * 1e-9 ? (closes[closes.length - 1] - mean) / deviation : 0;
  }
}
