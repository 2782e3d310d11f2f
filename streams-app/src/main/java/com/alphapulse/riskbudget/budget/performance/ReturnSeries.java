package com.alphapulse.riskbudget.budget.performance;

import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Running statistics of the returns of bars, O(1) each (Welford's update for the variance). */
final class ReturnSeries {
  private long count;
  private double mean;
  private double sumOfSquares;
  private double growth = 1;
  private double peak = 1;
  private double maxDrawdown;

  /**
   * Adds the return of one bar.
   *
   * @param value as a fraction, finite
   */
  void add(double value) {
    count++;
    double fromOldMean = value - mean;
    mean += fromOldMean / count;
    sumOfSquares += fromOldMean * (value - mean);
    growth *= 1 + value;
    peak = Math.max(peak, growth);
    maxDrawdown = Math.max(maxDrawdown, drawdown());
  }

  long count() {
    return count;
  }

  /** What there is so far. */
  Performance.Returns summary(double barsPerYear) {
    return new Performance.Returns(
        growth - 1, volatility(barsPerYear), sharpe(barsPerYear), drawdown(), maxDrawdown);
  }

  /** Sample standard deviation, annualised; 0 before the second return. */
  private double volatility(double barsPerYear) {
    return count < 2 ? 0 : Math.sqrt(sumOfSquares / (count - 1) * barsPerYear);
  }

  /** Mean divided by volatility, annualised; 0 while the volatility is 0. */
  private double sharpe(double barsPerYear) {
    double volatility = volatility(barsPerYear);
    return volatility > 0 ? mean * barsPerYear / volatility : 0;
  }

  private double drawdown() {
    return 1 - growth / peak;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeLong(count);
    StateIo.writeDoubles(out, new double[] {mean, sumOfSquares, growth, peak, maxDrawdown});
  }

  static ReturnSeries readFrom(DataInput in) throws IOException {
    ReturnSeries series = new ReturnSeries();
    series.count = in.readLong();
    double[] values = StateIo.readDoubles(in);
    series.mean = values[0];
    series.sumOfSquares = values[1];
    series.growth = values[2];
    series.peak = values[3];
    series.maxDrawdown = values[4];
    return series;
  }
}
