package com.alphapulse.riskbudget.backtest.replay;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a symbol was to the dynamic portfolio over the measured period.
 *
 * @param autocorrelation of its daily returns with those of the day before; well above 0, its
 *     prices are stale, so that its risk is higher than it looks and its next return can be
 *     foretold
 * @param averageWeight notional held divided by equity
 * @param contribution to the portfolio's return a year, before costs
 */
public record SymbolFigures(
    String symbol, double autocorrelation, double averageWeight, double contribution) {

  /** Autocorrelation from which prices are called stale. */
  static final double STALE = 0.1;

  /**
   * Figures of all symbols, in order.
   *
   * @param marks day × symbol, of the measured period
   * @param weights day × symbol, held from the close of the day
   */
  static List<SymbolFigures> of(
      List<String> symbols, BigDecimal[][] marks, double[][] weights, double barsPerYear) {
    List<SymbolFigures> figures = new ArrayList<>();
    for (int s = 0; s < symbols.size(); s++) {
      double[] returns = new double[marks.length - 1];
      double weight = 0;
      double contribution = 0;
      for (int day = 0; day < returns.length; day++) {
        returns[day] = marks[day + 1][s].doubleValue() / marks[day][s].doubleValue() - 1;
        weight += weights[day][s];
        contribution += weights[day][s] * returns[day];
      }
      figures.add(
          new SymbolFigures(
              symbols.get(s),
              autocorrelation(returns),
              weight / returns.length,
              contribution / returns.length * barsPerYear));
    }
    return figures;
  }

  public boolean stale() {
    return autocorrelation >= STALE;
  }

  /** Correlation of each value with the one before; 0 where they do not move. */
  static double autocorrelation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = 0;
    double products = 0;
    for (int i = 0; i < values.length; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
      products += i == 0 ? 0 : (values[i] - mean) * (values[i - 1] - mean);
    }
    return squares > 0 ? products / squares : 0;
  }
}
