package com.alphapulse.riskbudget.demo.strategy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The latest closes of each symbol, as many as the strategies look back. */
public final class PriceHistory {
  /** Closes kept per symbol. */
  static final int CAPACITY = 128;

  private final Map<String, Closes> bySymbol = new HashMap<>();

  private static final class Closes {
    private final double[] ring = new double[CAPACITY];
    private long count;
  }

  /** Adds the closes of one bar; a symbol without one keeps what it has. */
  public void add(Map<String, BigDecimal> closes) {
    closes.forEach(
        (symbol, close) -> {
          Closes kept = bySymbol.computeIfAbsent(symbol, s -> new Closes());
          kept.ring[(int) (kept.count % CAPACITY)] = close.doubleValue();
          kept.count++;
        });
  }

  /** Whether at least {@code bars} closes of a symbol are known. */
  public boolean covers(String symbol, int bars) {
    Closes kept = bySymbol.get(symbol);
    return kept != null && Math.min(kept.count, CAPACITY) >= bars;
  }

  /**
   * The last closes of a symbol, oldest first.
   *
   * @throws IllegalArgumentException if fewer than {@code bars} are known
   */
  public double[] last(String symbol, int bars) {
    if (!covers(symbol, bars)) {
      throw new IllegalArgumentException("fewer than " + bars + " closes of " + symbol);
    }
    Closes kept = bySymbol.get(symbol);
    double[] last = new double[bars];
    for (int i = 0; i < bars; i++) {
      last[i] = kept.ring[(int) ((kept.count - bars + i) % CAPACITY)];
    }
    return last;
  }

  /** Mean of the last closes; see {@link #last}. */
  double mean(String symbol, int bars) {
    return Arrays.stream(last(symbol, bars)).average().orElseThrow();
  }

  /** Standard deviation of the last daily returns, annualised; see {@link #last}. */
  double volatility(String symbol, int bars) {
    double[] closes = last(symbol, bars + 1);
    double sum = 0;
    double squares = 0;
    for (int i = 1; i <= bars; i++) {
      double change = closes[i] / closes[i - 1] - 1;
      sum += change;
      squares += change * change;
    }
    double mean = sum / bars;
    return Math.sqrt(Math.max(0, squares / bars - mean * mean) * 252);
  }
}
