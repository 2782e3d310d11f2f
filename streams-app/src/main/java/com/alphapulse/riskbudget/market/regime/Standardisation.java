package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Clips features at three standard deviations from their mean over a sample, and standardises what
 * is left; standard deviations are divided by the number of rows. A feature that does not vary
 * counts as 0.
 */
final class Standardisation {

  private static final double CLIP = 3;

  private final double[] lower;
  private final double[] upper;
  private final double[] centre;
  private final double[] inverseScale;

  private Standardisation(double[] lower, double[] upper, double[] centre, double[] inverseScale) {
    this.lower = lower;
    this.upper = upper;
    this.centre = centre;
    this.inverseScale = inverseScale;
  }

  /** Learns from rows of features, at least one. */
  static Standardisation of(double[][] rows) {
    int count = rows[0].length;
    double[] lower = new double[count];
    double[] upper = new double[count];
    double[] centre = new double[count];
    double[] inverseScale = new double[count];
    for (int f = 0; f < count; f++) {
      int feature = f;
      double[] column = Arrays.stream(rows).mapToDouble(row -> row[feature]).toArray();
      double mean = mean(column);
      double deviation = deviation(column, mean);
      lower[f] = mean - CLIP * deviation;
      upper[f] = mean + CLIP * deviation;
      for (int t = 0; t < column.length; t++) {
        column[t] = Math.max(lower[f], Math.min(upper[f], column[t]));
      }
      centre[f] = mean(column);
      double scale = deviation(column, centre[f]);
      // Rounding alone makes the deviation of a constant column some 1e-16 of its size.
      inverseScale[f] = scale > 1e-12 * Math.max(1e-12, Math.abs(mean)) ? 1 / scale : 0;
    }
    return new Standardisation(lower, upper, centre, inverseScale);
  }

  /** Replaces the features of a row. */
  void apply(double[] row) {
    for (int f = 0; f < centre.length; f++) {
      row[f] = (Math.max(lower[f], Math.min(upper[f], row[f])) - centre[f]) * inverseScale[f];
    }
  }

  void writeTo(DataOutput out) throws IOException {
    for (double[] each : new double[][] {lower, upper, centre, inverseScale}) {
      StateIo.writeDoubles(out, each, 0, each.length);
    }
  }

  static Standardisation readFrom(DataInput in, int count) throws IOException {
    return new Standardisation(
        StateIo.readDoubles(in, count),
        StateIo.readDoubles(in, count),
        StateIo.readDoubles(in, count),
        StateIo.readDoubles(in, count));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double deviation(double[] values, double mean) {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }
}
