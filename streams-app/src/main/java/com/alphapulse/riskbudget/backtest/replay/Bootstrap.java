package com.alphapulse.riskbudget.backtest.replay;

import com.alphapulse.riskbudget.config.BacktestSettings;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How far the cut in drawdown may be luck: histories drawn as circular blocks of days, the same
 * days for both portfolios (Politis and Romano, 1992), each with its own cut.
 *
 * @param cut by draw, ascending: 1 less dynamic divided by static drawdown
 * @param cutAtEqualVolatility the same against the static portfolio at equal volatility
 */
public record Bootstrap(int seed, int blockBars, double[] cut, double[] cutAtEqualVolatility) {

  /** Cut that is claimed. */
  public static final double TARGET = 0.30;

  /** Cut that is claimed against the static portfolio at equal volatility. */
  public static final double TARGET_AT_EQUAL_VOLATILITY = 0.20;

  static Bootstrap of(double[] dynamic, double[] fixed, double[] equal, BacktestSettings settings) {
    SplittableRandom random = new SplittableRandom(settings.bootstrapSeed());
    int draws = settings.bootstrapDraws();
    double[] cut = new double[draws];
    double[] cutAtEqual = new double[draws];
    int[] days = new int[dynamic.length];
    for (int draw = 0; draw < draws; draw++) {
      for (int i = 0; i < days.length; i++) {
        boolean newBlock = i % settings.bootstrapBlockBars() == 0;
        days[i] = newBlock ? random.nextInt(days.length) : (days[i - 1] + 1) % days.length;
      }
      double fall = Figures.maxDrawdown(pick(dynamic, days));
      cut[draw] = cut(fall, Figures.maxDrawdown(pick(fixed, days)));
      cutAtEqual[draw] = cut(fall, Figures.maxDrawdown(pick(equal, days)));
    }
    Arrays.sort(cut);
    Arrays.sort(cutAtEqual);
    return new Bootstrap(settings.bootstrapSeed(), settings.bootstrapBlockBars(), cut, cutAtEqual);
  }

  /** Share by which a drawdown is smaller than another; 0 where there is none to cut. */
  static double cut(double dynamic, double fixed) {
    return fixed > 0 ? 1 - dynamic / fixed : 0;
  }

  /** Share of the draws that reach a level. */
  public static double shareFrom(double[] sorted, double level) {
    return Arrays.stream(sorted).filter(value -> value >= level).count() / (double) sorted.length;
  }

  private static double[] pick(double[] values, int[] days) {
    return Arrays.stream(days).mapToDouble(day -> values[day]).toArray();
  }
}
