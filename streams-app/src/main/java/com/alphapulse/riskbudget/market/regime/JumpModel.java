package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A fitted statistical jump model: a row of features {@code x} costs {@code ½‖x − μ_k‖²} in state
 * k, and each change of state costs the jump penalty (Nystrup, Lindström and Madsen, "Learning
 * Hidden Markov Models with Persistent States by Penalizing Jumps", 2020).
 *
 * @param scaling of raw features
 * @param centroids by state, then feature, of standardised features
 * @param volatilities by state, ascending: root mean square of its returns per bar
 * @param meanVolatility mean of the volatilities, weighted by the bars in each state
 */
record JumpModel(
    Standardisation scaling, double[][] centroids, double[] volatilities, double meanVolatility) {

  int states() {
    return centroids.length;
  }

  /**
   * Takes a standardised row into the least costs of ending in each state, less the least of all so
   * that they stay small.
   *
   * @param costs by state; replaced
   */
  void advance(double[] costs, double[] row, double jumpPenalty) {
    double jump = least(costs) + jumpPenalty;
    for (int k = 0; k < costs.length; k++) {
      costs[k] = Math.min(costs[k], jump) + loss(centroids[k], row);
    }
    double least = least(costs);
    for (int k = 0; k < costs.length; k++) {
      costs[k] -= least;
    }
  }

  /** Half the squared distance of a row from a centroid. */
  static double loss(double[] centroid, double[] row) {
    double sum = 0;
    for (int f = 0; f < row.length; f++) {
      double distance = row[f] - centroid[f];
      sum += distance * distance;
    }
    return sum / 2;
  }

  void writeTo(DataOutput out) throws IOException {
    scaling.writeTo(out);
    for (double[] centroid : centroids) {
      StateIo.writeDoubles(out, centroid, 0, centroid.length);
    }
    StateIo.writeDoubles(out, volatilities, 0, volatilities.length);
    out.writeDouble(meanVolatility);
  }

  static JumpModel readFrom(DataInput in, int states) throws IOException {
    Standardisation scaling = Standardisation.readFrom(in, JumpFeatures.COUNT);
    double[][] centroids = new double[states][];
    for (int k = 0; k < states; k++) {
      centroids[k] = StateIo.readDoubles(in, JumpFeatures.COUNT);
    }
    return new JumpModel(scaling, centroids, StateIo.readDoubles(in, states), in.readDouble());
  }

  private static double least(double[] costs) {
    double least = costs[0];
    for (double cost : costs) {
      least = Math.min(least, cost);
    }
    return least;
  }
}
