package com.alphapulse.riskbudget.backtest;

import java.util.Arrays;

/**
 * What a track amounts to, as fractions.
 *
 * @param maxDrawdown largest fall from a peak
 * @param volatility annualised, sample standard deviation of daily returns
 * @param annualReturn compound
 * @param sharpe mean of the daily returns divided by their deviation, annualised; cash earns 0
 * @param utilization mean divided by 95th percentile of the volatility over {@link #WINDOW} days:
 *     how evenly the risk that must be provided for is used
 * @param turnover notional bought and sold divided by equity, a year
 * @param costs divided by equity, a year
 */
record Figures(
    double maxDrawdown,
    double volatility,
    double annualReturn,
    double sharpe,
    double utilization,
    double turnover,
    double costs) {

  /** Days over which realised volatility is measured for the utilisation. */
  static final int WINDOW = 21;

  static Figures of(Track track, double barsPerYear) {
    double[] returns = track.returns();
    double deviation = deviation(returns, 0, returns.length);
    double years = returns.length / barsPerYear;
    double growth = 1;
    for (double each : returns) {
      growth *= 1 + each;
    }
    return new Figures(
        maxDrawdown(returns),
        deviation * Math.sqrt(barsPerYear),
        growth > 0 ? Math.pow(growth, 1 / years) - 1 : -1,
        deviation > 0
            ? Arrays.stream(returns).average().orElseThrow() / deviation * Math.sqrt(barsPerYear)
            : 0,
        utilization(returns),
        Arrays.stream(track.traded()).sum() / years,
        Arrays.stream(track.costs()).sum() / years);
  }

  /** Largest fall from a peak of the compounded returns. */
  static double maxDrawdown(double[] returns) {
    double largest = 0;
    for (double drawdown : drawdowns(returns)) {
      largest = Math.max(largest, drawdown);
    }
    return largest;
  }

  /** Fall from the peak so far, by day; the start counts as a peak. */
  static double[] drawdowns(double[] returns) {
    double[] drawdowns = new double[returns.length];
    double level = 1;
    double peak = 1;
    for (int i = 0; i < returns.length; i++) {
      level *= 1 + returns[i];
      peak = Math.max(peak, level);
      drawdowns[i] = 1 - level / peak;
    }
    return drawdowns;
  }

  /** Sample standard deviation of part of the values; 0 for fewer than two. */
  static double deviation(double[] values, int from, int to) {
    if (to - from < 2) {
      return 0;
    }
    double mean = Arrays.stream(values, from, to).average().orElseThrow();
    double squares = Arrays.stream(values, from, to).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (to - from - 1));
  }

  /**
   * Linearly interpolated quantile.
   *
   * @param sorted ascending, at least one
   */
  static double quantile(double[] sorted, double level) {
    double position = level * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static double utilization(double[] returns) {
    if (returns.length < WINDOW) {
      return 0;
    }
    double[] volatilities = new double[returns.length - WINDOW + 1];
    for (int i = 0; i < volatilities.length; i++) {
      volatilities[i] = deviation(returns, i, i + WINDOW);
    }
    Arrays.sort(volatilities);
    double high = quantile(volatilities, 0.95);
    return high > 0 ? Arrays.stream(volatilities).average().orElseThrow() / high : 0;
  }
}
