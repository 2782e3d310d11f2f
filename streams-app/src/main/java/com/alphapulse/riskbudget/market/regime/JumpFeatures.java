package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.market.risk.EwmaCovariance;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What the jump model sees of a series of simple returns, at half-lives of 5, 20 and 60 bars each:
 * the exponentially weighted mean return, the logarithm of the exponentially weighted downside
 * deviation {@code sqrt(Σ λ^k min(r, 0)² / Σ λ^k)}, and their quotient (Shu, Yu and Mulvey,
 * "Downside Risk Reduction Using Regime-Switching Signals: A Statistical Jump Model Approach",
 * 2024).
 */
final class JumpFeatures {

  /** Number of features. */
  static final int COUNT = 9;

  /** Least downside deviation, so that a series without a loss has features too. */
  static final double MIN_DEVIATION = 1e-8;

  private static final double[] DECAYS = {
    EwmaCovariance.decay(5), EwmaCovariance.decay(20), EwmaCovariance.decay(60)
  };

  private final double[] sums = new double[DECAYS.length];
  private final double[] squares = new double[DECAYS.length];
  private final double[] weights = new double[DECAYS.length];

  /** Takes in the return of one bar. */
  void add(double value) {
    double loss = Math.min(value, 0);
    for (int i = 0; i < DECAYS.length; i++) {
      sums[i] = DECAYS[i] * sums[i] + value;
      squares[i] = DECAYS[i] * squares[i] + loss * loss;
      weights[i] = DECAYS[i] * weights[i] + 1;
    }
  }

  /**
   * The features after the last bar: mean, log deviation and quotient of the shortest half-life
   * first.
   *
   * @param into at least {@link #COUNT} values
   */
  void read(double[] into) {
    for (int i = 0; i < DECAYS.length; i++) {
      double mean = sums[i] / weights[i];
      double deviation = Math.max(MIN_DEVIATION, Math.sqrt(squares[i] / weights[i]));
      into[3 * i] = mean;
      into[3 * i + 1] = StrictMath.log(deviation);
      into[3 * i + 2] = mean / deviation;
    }
  }

  /** The same sums, to be gone on with apart. */
  JumpFeatures copy() {
    JumpFeatures copy = new JumpFeatures();
    System.arraycopy(sums, 0, copy.sums, 0, sums.length);
    System.arraycopy(squares, 0, copy.squares, 0, squares.length);
    System.arraycopy(weights, 0, copy.weights, 0, weights.length);
    return copy;
  }

  void writeTo(DataOutput out) throws IOException {
    for (int i = 0; i < DECAYS.length; i++) {
      out.writeDouble(sums[i]);
      out.writeDouble(squares[i]);
      out.writeDouble(weights[i]);
    }
  }

  void readFrom(DataInput in) throws IOException {
    for (int i = 0; i < DECAYS.length; i++) {
      sums[i] = in.readDouble();
      squares[i] = in.readDouble();
      weights[i] = in.readDouble();
    }
  }
}
