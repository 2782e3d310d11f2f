package com.alphapulse.riskbudget.backtest.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The values that an axis spans, with round ones marked on it.
 *
 * @param marks within the span, ascending
 */
public record Scale(double low, double high, List<Double> marks) {
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};
  private static final double[] LEVELS = {1, 1.5, 2, 3, 5, 7};

  /** Distances between marks aimed at. */
  private static final int DISTANCES = 5;

  /** From a mark at or below {@code low} to one at or above {@code high}. */
  public static Scale linear(double low, double high) {
    double span = high > low ? high - low : 1;
    double power = Math.pow(10, Math.floor(Math.log10(span / DISTANCES)));
    double step =
        power * DoubleStream.of(STEPS).filter(s -> s * power * DISTANCES >= span).min().orElse(10);
    int first = (int) Math.floor(low / step);
    int last = Math.max(first + 1, (int) Math.ceil(high / step));
    List<Double> marks = IntStream.rangeClosed(first, last).mapToObj(i -> i * step).toList();
    return new Scale(first * step, last * step, marks);
  }

  /**
   * For logarithms of values.
   *
   * @param low logarithm of the lowest
   * @param high logarithm of the highest
   */
  public static Scale logarithmic(double low, double high) {
    double top = high > low ? high : low + 1;
    int from = (int) Math.floor(low / Math.log(10)) - 1;
    int to = (int) Math.ceil(top / Math.log(10));
    List<Double> marks =
        IntStream.rangeClosed(from, to)
            .boxed()
            .flatMap(p -> DoubleStream.of(LEVELS).mapToObj(l -> Math.log(l * Math.pow(10, p))))
            .filter(mark -> mark >= low && mark <= top)
            .toList();
    return new Scale(low, top, marks);
  }
}
