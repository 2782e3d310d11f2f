package com.alphapulse.riskbudget.backtest.replay;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * What a portfolio did, day by day over the measured period.
 *
 * @param returns simple, after costs; the first day's holds only the cost of the first purchase
 * @param traded notional bought and sold divided by equity
 * @param costs divided by equity
 * @param invested value of the positions divided by equity, with which the day began; above 1 the
 *     rest was borrowed
 */
public record Track(double[] returns, double[] traded, double[] costs, double[] invested) {

  /** Takes down a track while it happens. */
  static final class Recorder {
    private final double[] returns;
    private final double[] traded;
    private final double[] costs;
    private final double[] invested;
    private BigDecimal before;
    private int day;

    Recorder(int days, BigDecimal capital) {
      returns = new double[days];
      traded = new double[days];
      costs = new double[days];
      invested = new double[days];
      before = capital;
    }

    /**
     * Ends a day.
     *
     * @param equity after its trades
     * @param investedAfter value of the positions divided by equity, after its trades
     */
    void day(BigDecimal equity, BigDecimal notionalTraded, BigDecimal fees, double investedAfter) {
      double base = before.doubleValue();
      returns[day] = base > 0 ? equity.doubleValue() / base - 1 : 0;
      traded[day] = base > 0 ? notionalTraded.doubleValue() / base : 0;
      costs[day] = base > 0 ? fees.doubleValue() / base : 0;
      before = equity;
      day++;
      if (day < invested.length) {
        invested[day] = investedAfter;
      }
    }

    Track track() {
      return new Track(returns, traded, costs, invested);
    }
  }

  /**
   * The same with interest on the equity that is not invested, which is paid where more than the
   * equity is.
   *
   * @param rate simple, a bar
   */
  Track financed(double rate) {
    double[] financed = new double[returns.length];
    Arrays.setAll(financed, i -> returns[i] + rate * (1 - invested[i]));
    return new Track(financed, traded, costs, invested);
  }

  /** The same with a constant share of it held and the rest in cash, or borrowed above 1. */
  Track scaled(double factor) {
    return new Track(
        times(returns, factor),
        times(traded, factor),
        times(costs, factor),
        times(invested, factor));
  }

  public Track slice(int from, int to) {
    return new Track(
        Arrays.copyOfRange(returns, from, to),
        Arrays.copyOfRange(traded, from, to),
        Arrays.copyOfRange(costs, from, to),
        Arrays.copyOfRange(invested, from, to));
  }

  private static double[] times(double[] values, double factor) {
    return Arrays.stream(values).map(value -> value * factor).toArray();
  }
}
