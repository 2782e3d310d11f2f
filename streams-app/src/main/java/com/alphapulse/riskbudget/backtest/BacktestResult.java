package com.alphapulse.riskbudget.backtest;

import com.alphapulse.riskbudget.domain.Regime;
import java.time.LocalDate;
import java.util.List;

/**
 * All that a backtest found, by day of the measured period where it is an array.
 *
 * @param volatilityTarget the static portfolio's own during the warm-up
 * @param volatilityTargeting the dynamic portfolio without regimes: fully in risk assets, at that
 *     target at all times
 * @param leverage gross exposure held divided by equity
 * @param leverageLimit of the budget in force; 0 before the first
 * @param regimes of the latest snapshot
 * @param weights day × symbol
 */
record BacktestResult(
    String source,
    List<String> symbols,
    boolean splitStatic,
    double costBps,
    double barsPerYear,
    int holes,
    List<LocalDate> dates,
    double volatilityTarget,
    Track fixed,
    Track dynamic,
    Track equalVolatility,
    Track volatilityTargeting,
    double[] leverage,
    double[] leverageLimit,
    Regime[] regimes,
    double[][] weights,
    Bootstrap bootstrap) {

  /** A claim about dynamic budgets, held against these prices. */
  record Claim(String text, double observed, double target) {

    boolean holds() {
      return observed >= target;
    }
  }

  Figures of(Track track) {
    return Figures.of(track, barsPerYear);
  }

  double regimeSwitchesPerYear() {
    int switches = 0;
    for (int i = 1; i < regimes.length; i++) {
      switches += regimes[i] != regimes[i - 1] ? 1 : 0;
    }
    return switches * barsPerYear / regimes.length;
  }

  /** What is claimed, in order, whether or not it holds here. */
  List<Claim> claims() {
    double drawdown = of(dynamic).maxDrawdown();
    double utilization = of(fixed).utilization();
    return List.of(
        new Claim(
            "maximum drawdown cut against static",
            Bootstrap.cut(drawdown, of(fixed).maxDrawdown()),
            0.30),
        new Claim(
            "maximum drawdown cut against static at equal volatility",
            Bootstrap.cut(drawdown, of(equalVolatility).maxDrawdown()),
            0.20),
        new Claim(
            "utilisation of volatility targeting divided by static",
            utilization > 0 ? of(volatilityTargeting).utilization() / utilization : 0,
            1.15),
        new Claim(
            "utilisation of dynamic budgets, regimes included, divided by static",
            utilization > 0 ? of(dynamic).utilization() / utilization : 0,
            1.15));
  }

  /** First days of the sub-periods and, last, the end: equal parts of two years or more. */
  int[] subPeriods() {
    int parts = (int) Math.max(1, Math.min(6, dates.size() / (2 * barsPerYear)));
    int[] bounds = new int[parts + 1];
    for (int i = 0; i <= parts; i++) {
      bounds[i] = (int) ((long) dates.size() * i / parts);
    }
    return bounds;
  }
}
