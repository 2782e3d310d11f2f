package com.alphapulse.riskbudget.backtest.replay;

import com.alphapulse.riskbudget.domain.AssetClass;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The portfolio that the dynamic one is held against: constant weights, fully invested, moved back
 * when they have drifted by the same threshold at the same costs.
 */
final class StaticPortfolio {
  private final PriceTable prices;
  private final double[] weights;
  private final double costBps;
  private final double driftThreshold;

  StaticPortfolio(PriceTable prices, double[] weights, double costBps, double driftThreshold) {
    this.prices = prices;
    this.weights = weights;
    this.costBps = costBps;
    this.driftThreshold = driftThreshold;
  }

  /** Whether symbols held are both shares and other assets, so that they are split. */
  static boolean split(List<String> held, Map<String, AssetClass> assetClasses) {
    long shares = shares(held, assetClasses);
    return shares > 0 && shares < held.size();
  }

  /**
   * Weights by symbol: shares at the equity weight and all else at the rest, each part spread
   * equally; equal weights where there is only one kind.
   *
   * @param held symbols with a weight; the others get 0
   */
  static double[] weights(
      List<String> symbols,
      List<String> held,
      Map<String, AssetClass> assetClasses,
      double equityWeight) {
    boolean split = split(held, assetClasses);
    long shares = shares(held, assetClasses);
    double[] weights = new double[symbols.size()];
    for (int s = 0; s < weights.length; s++) {
      if (held.contains(symbols.get(s))) {
        boolean share = assetClasses.get(symbols.get(s)) == AssetClass.EQUITY;
        weights[s] =
            !split
                ? 1.0 / held.size()
                : share ? equityWeight / shares : (1 - equityWeight) / (held.size() - shares);
      }
    }
    return weights;
  }

  /** Runs from one day to another, both included. */
  Track run(int from, int to) {
    Account account = new Account(DynamicPortfolio.CAPITAL, weights.length, costBps);
    Track.Recorder recorder = new Track.Recorder(to - from + 1, DynamicPortfolio.CAPITAL);
    for (int day = from; day <= to; day++) {
      BigDecimal[] marks = prices.marks()[day];
      BigDecimal traded = BigDecimal.ZERO;
      BigDecimal fees = BigDecimal.ZERO;
      BigDecimal equity = account.equity(marks);
      if (day < to && (day == from || drift(account.weights(marks, equity)) > driftThreshold)) {
        for (int s = 0; s < weights.length; s++) {
          Account.Trade trade = account.towards(s, weights[s], equity, marks[s]);
          if (trade != null) {
            account.book(trade);
            traded = traded.add(trade.notional());
            fees = fees.add(trade.fee());
          }
        }
      }
      BigDecimal after = account.equity(marks);
      recorder.day(after, traded, fees, account.invested(after));
    }
    return recorder.track();
  }

  private double drift(double[] current) {
    double drift = 0;
    for (int s = 0; s < weights.length; s++) {
      drift += Math.abs(current[s] - weights[s]) / 2;
    }
    return drift;
  }

  private static long shares(List<String> held, Map<String, AssetClass> assetClasses) {
    return held.stream().filter(symbol -> assetClasses.get(symbol) == AssetClass.EQUITY).count();
  }
}
