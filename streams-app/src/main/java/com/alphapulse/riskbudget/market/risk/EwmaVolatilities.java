package com.alphapulse.riskbudget.market.risk;

import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Exponentially weighted variances of log-returns with a mean of zero, one an instrument.
 *
 * <p>The volatility of instrument i is {@code sqrt(Σ λ^k r² / Σ λ^k)} over its own observations,
 * newest first (RiskMetrics Technical Document, 1996, section 5.2; divided by the sum of the
 * weights, so that early estimates are not pulled towards zero). A bar without an observation
 * leaves it as it is.
 *
 * <p>It is at least {@link #FLOOR} times that of half-life {@link #SLOW_HALF_LIFE}. A price that
 * freezes or is pegged would otherwise look ever calmer and draw all capital, weeks before it moves
 * again. The slow one does not count bars in which a price has not moved for more than {@link
 * #FROZEN_BARS} on end, so that nothing comes of freezing for years.
 *
 * <p>Not thread-safe.
 */
final class EwmaVolatilities {

  /**
   * Weight, in observations, of the volatility that a later instrument starts with: the highest of
   * the others'. Without it, one quiet first return would pass for a volatility near zero.
   */
  static final double PRIOR_OBSERVATIONS = 10;

  /** Half-life, in observations, of the volatility that the floor is taken from. */
  static final double SLOW_HALF_LIFE = 252;

  /** Smallest volatility, as a share of the slow one. */
  static final double FLOOR = 0.5;

  /** Observations without any move after which a price counts as frozen. */
  static final int FROZEN_BARS = 10;

  private static final double SLOW_DECAY = EwmaCovariance.decay(SLOW_HALF_LIFE);

  private final double decay;
  private double[] squares = new double[8];
  private double[] weights = new double[8];
  private double[] slowSquares = new double[8];
  private double[] slowWeights = new double[8];
  private int[] still = new int[8];

  /**
   * @param halfLife in observations, above 0
   */
  EwmaVolatilities(double halfLife) {
    this.decay = EwmaCovariance.decay(halfLife);
  }

  /** Of the first {@code count} instruments the one of the highest variance; -1 without any. */
  int riskiest(int count) {
    int riskiest = -1;
    for (int i = 0; i < count; i++) {
      if (riskiest < 0 || variance(i) > variance(riskiest)) {
        riskiest = i;
      }
    }
    return riskiest;
  }

  /** Has an instrument start with what is known of another one, unless that is -1. */
  void start(int instrument, int like) {
    if (like >= 0) {
      // No surer of it than of the instrument that it is taken from.
      weights[instrument] = Math.min(PRIOR_OBSERVATIONS, weights[like]);
      squares[instrument] = weights[instrument] * variance(like);
      slowWeights[instrument] = Math.min(PRIOR_OBSERVATIONS, slowWeights[like]);
      slowSquares[instrument] = slowWeights[instrument] * slowVariance(like);
    }
  }

  /** Takes in an observation, and returns it divided by the volatility of its bar. */
  double devolatilised(int i, double value) {
    squares[i] = decay * squares[i] + value * value;
    weights[i] = decay * weights[i] + 1;
    still[i] = value == 0 ? still[i] + 1 : 0;
    if (still[i] <= FROZEN_BARS) {
      slowSquares[i] = SLOW_DECAY * slowSquares[i] + value * value;
      slowWeights[i] = SLOW_DECAY * slowWeights[i] + 1;
    }
    double variance = variance(i);
    // With the bar itself in the volatility, an outlier is at most the root of the weights' sum.
    return variance < EwmaCovariance.MIN_VARIANCE ? 0 : value / Math.sqrt(variance);
  }

  /** Variance of a bar. */
  double variance(int instrument) {
    return weights[instrument] == 0 ? 0 : squares[instrument] / weights[instrument];
  }

  /** The same, at least as high as the floor. */
  double floored(int instrument) {
    return Math.max(variance(instrument), FLOOR * FLOOR * slowVariance(instrument));
  }

  private double slowVariance(int instrument) {
    return slowWeights[instrument] == 0 ? 0 : slowSquares[instrument] / slowWeights[instrument];
  }

  /** Latest observations of an instrument, one after the other, without any move. */
  int still(int instrument) {
    return still[instrument];
  }

  /** Makes room for as many instruments. */
  void grow(int capacity) {
    squares = Arrays.copyOf(squares, capacity);
    weights = Arrays.copyOf(weights, capacity);
    slowSquares = Arrays.copyOf(slowSquares, capacity);
    slowWeights = Arrays.copyOf(slowWeights, capacity);
    still = Arrays.copyOf(still, capacity);
  }

  void writeTo(DataOutput out, int size) throws IOException {
    StateIo.writeDoubles(out, squares, 0, size);
    StateIo.writeDoubles(out, weights, 0, size);
    StateIo.writeDoubles(out, slowSquares, 0, size);
    StateIo.writeDoubles(out, slowWeights, 0, size);
    for (int i = 0; i < size; i++) {
      out.writeInt(still[i]);
    }
  }

  void readFrom(DataInput in, int count) throws IOException {
    squares = Arrays.copyOf(StateIo.readDoubles(in, count), count + 8);
    weights = Arrays.copyOf(StateIo.readDoubles(in, count), count + 8);
    slowSquares = Arrays.copyOf(StateIo.readDoubles(in, count), count + 8);
    slowWeights = Arrays.copyOf(StateIo.readDoubles(in, count), count + 8);
    still = new int[count + 8];
    for (int i = 0; i < count; i++) {
      still[i] = in.readInt();
    }
  }
}
