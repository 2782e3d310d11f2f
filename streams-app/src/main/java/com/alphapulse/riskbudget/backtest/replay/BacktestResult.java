package com.alphapulse.riskbudget.backtest.replay;

import java.time.LocalDate;
import java.util.List;

/**
 * All that a backtest found, by day of the measured period where it is an array.
 *
 * @param volatilityTarget the static portfolio's own during the warm-up
 * @param volatilityTargeting the dynamic portfolio without regimes: fully in risk assets, at that
 *     target at all times
 * @param dynamicNextClose the dynamic portfolio, trading at the close after the one that it decided
 *     on
 * @param budgetFailures times that the dynamic portfolio began to be without a new budget
 * @param diary of the dynamic portfolio
 * @param priceWarnings what the market model found odd about the prices
 */
public record BacktestResult(
    String source,
    List<String> symbols,
    boolean splitStatic,
    double costBps,
    double barsPerYear,
    double cashRate,
    int holes,
    List<LocalDate> dates,
    double volatilityTarget,
    Track fixed,
    Track dynamic,
    Track equalVolatility,
    Track volatilityTargeting,
    Track dynamicNextClose,
    int budgetFailures,
    Diary diary,
    List<SymbolFigures> symbolFigures,
    List<String> priceWarnings,
    Bootstrap bootstrap) {

  /** A claim about dynamic budgets, held against these prices. */
  public record Claim(String text, double observed, double target) {

    public boolean holds() {
      return observed >= target;
    }
  }

  public Figures of(Track track) {
    return Figures.of(track, barsPerYear, cashRate);
  }

  public double regimeSwitchesPerYear() {
    return diary.regimeSwitches() * barsPerYear / dates.size();
  }

  /** What is claimed, in order, whether or not it holds here. */
  public List<Claim> claims() {
    double drawdown = of(dynamic).maxDrawdown();
    double utilization = of(fixed).utilization();
    return List.of(
        new Claim(
            "maximum drawdown cut against static",
            Bootstrap.cut(drawdown, of(fixed).maxDrawdown()),
            Bootstrap.TARGET),
        new Claim(
            "maximum drawdown cut against static at equal volatility",
            Bootstrap.cut(drawdown, of(equalVolatility).maxDrawdown()),
            Bootstrap.TARGET_AT_EQUAL_VOLATILITY),
        new Claim(
            "utilisation of volatility targeting divided by static",
            Figures.ratio(of(volatilityTargeting).utilization(), utilization),
            1.15),
        new Claim(
            "utilisation of dynamic budgets, regimes included, divided by static",
            Figures.ratio(of(dynamic).utilization(), utilization),
            1.15));
  }

  /** First days of the sub-periods and, last, the end: equal parts of two years or more. */
  public int[] subPeriods() {
    int parts = (int) Math.max(1, Math.min(6, dates.size() / (2 * barsPerYear)));
    int[] bounds = new int[parts + 1];
    for (int i = 0; i <= parts; i++) {
      bounds[i] = (int) ((long) dates.size() * i / parts);
    }
    return bounds;
  }
}
