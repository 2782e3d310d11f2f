package com.alphapulse.riskbudget.backtest.replay;

import java.util.Arrays;

/**
 * What a track amounts to, as fractions.
 *
 * @param maxDrawdown largest fall from a peak
 * @param volatility annualised, sample standard deviation of daily returns
 * @param annualReturn compound
 * @param sharpe mean of the daily returns above that of cash divided by their deviation, annualised
 * @param sharpeMonthly the same of returns over {@link #WINDOW} days, one after the other: stale
 *     prices make daily returns look smoother than they are, and this one less so (Lo, The
 *     Statistics of Sharpe Ratios, 2002)
 * @param utilization mean divided by 95th percentile of the volatility over {@link #WINDOW} days:
 *     how evenly the risk that must be provided for is used
 * @param turnover notional bought and sold divided by equity, a year
 * @param costs divided by equity, a year
 */
public record Figures(
    double maxDrawdown,
    double volatility,
    double annualReturn,
    double sharpe,
    double sharpeMonthly,
    double utilization,
    double turnover,
    double costs) {

  /** Days over which realised volatility is measured for the utilisation. */
  static final int WINDOW = 21;

  /** Of a track with cash that earns nothing. */
  static Figures of(Track track, double barsPerYear) {
    return of(track, barsPerYear, 0);
  }

  /**
   * Of a track.
   *
   * @param cashRate simple, a year; the track is {@linkplain Track#financed financed} at it
   */
  static Figures of(Track track, double barsPerYear, double cashRate) {
    double[] returns = track.returns();
    double years = returns.length / barsPerYear;
    double growth = 1;
    for (double each : returns) {
      growth *= 1 + each;
    }
    return new Figures(
        maxDrawdown(returns),
        deviation(returns, 0, returns.length) * Math.sqrt(barsPerYear),
        growth > 0 ? Math.pow(growth, 1 / years) - 1 : -1,
        sharpe(returns, barsPerYear, cashRate),
        sharpe(compounded(returns, WINDOW), barsPerYear / WINDOW, cashRate),
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
  public static double[] drawdowns(double[] returns) {
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
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    double mean = sum / (to - from);
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return Math.sqrt(squares / (to - from - 1));
  }

  /**
   * Linearly interpolated quantile.
   *
   * @param sorted ascending, at least one
   */
  public static double quantile(double[] sorted, double level) {
    double position = level * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** A figure divided by another; 0 where there is nothing to divide by. */
  static double ratio(double value, double base) {
    return base > 0 ? value / base : 0;
  }

  private static double sharpe(double[] returns, double perYear, double cashRate) {
    double deviation = deviation(returns, 0, returns.length);
    return deviation > 0
        ? (Arrays.stream(returns).average().orElseThrow() - cashRate / perYear)
            / deviation
            * Math.sqrt(perYear)
        : 0;
  }

  /** Returns over several days, one after the other; days left over at the end are not counted. */
  private static double[] compounded(double[] returns, int days) {
    double[] longer = new double[returns.length / days];
    for (int i = 0; i < longer.length; i++) {
      double growth = 1;
      for (int day = i * days; day < (i + 1) * days; day++) {
        growth *= 1 + returns[day];
      }
      longer[i] = growth - 1;
    }
    return longer;
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
