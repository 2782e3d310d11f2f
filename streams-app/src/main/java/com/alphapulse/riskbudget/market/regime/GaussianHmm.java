package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Hidden Markov model of a series: in state k a value is normal with mean {@code μ_k} and standard
 * deviation {@code σ_k}, and states follow a Markov chain. Filtered forwards (Hamilton, "A New
 * Approach to the Economic Analysis of Nonstationary Time Series and the Business Cycle", 1989).
 *
 * <p>Densities are kept as logarithms and taken relative to the largest, so that no outlier makes
 * them all zero.
 */
final class GaussianHmm {

  private static final double HALF_LOG_2_PI = 0.5 * StrictMath.log(2 * Math.PI);
  private static final double TOLERANCE = 1e-9;

  private final double[] means;
  private final double[] deviations;
  private final double[] logDeviations;
  private final double[][] transitions;
  private final double[] predicted;

  /**
   * A model of K states; the arrays are taken over.
   *
   * @param means K, finite
   * @param deviations K standard deviations, above 0
   * @param transitions K × K probabilities, from row to column
   * @throws IllegalArgumentException if sizes differ, a value is out of range, or a row does not
   *     sum to 1
   */
  GaussianHmm(double[] means, double[] deviations, double[][] transitions) {
    int states = means.length;
    boolean sensible =
        states > 0
            && deviations.length == states
            && transitions.length == states
            && Arrays.stream(means).allMatch(Double::isFinite)
            && Arrays.stream(deviations).allMatch(d -> d > 0 && Double.isFinite(d))
            && Arrays.stream(transitions)
                .allMatch(
                    row ->
                        row.length == states
                            && Arrays.stream(row).allMatch(p -> p >= 0)
                            && Math.abs(Arrays.stream(row).sum() - 1) <= TOLERANCE);
    if (!sensible) {
      throw new IllegalArgumentException("no hidden Markov model");
    }
    this.means = means;
    this.deviations = deviations;
    this.transitions = transitions;
    logDeviations = Arrays.stream(deviations).map(StrictMath::log).toArray();
    predicted = new double[states];
  }

  int states() {
    return means.length;
  }

  double mean(int state) {
    return means[state];
  }

  double deviation(int state) {
    return deviations[state];
  }

  double transition(int from, int to) {
    return transitions[from][to];
  }

  /**
   * One step of the filter.
   *
   * @param probabilities of the states before the value; replaced by those after it
   * @return log-density of the value given all earlier ones
   */
  double step(double[] probabilities, double value) {
    predict(probabilities, 0, predicted, 0);
    return update(predicted, 0, value, probabilities, 0);
  }

  /** Probabilities one step on, into an array at an offset. */
  void predict(double[] probabilities, int from, double[] into, int at) {
    for (int j = 0; j < means.length; j++) {
      double sum = 0;
      for (int i = 0; i < means.length; i++) {
        sum += probabilities[from + i] * transitions[i][j];
      }
      into[at + j] = sum;
    }
  }

  /**
   * Probabilities given a value too (Bayes), into an array at an offset.
   *
   * @return log-density of the value under the prior
   */
  double update(double[] prior, int from, double value, double[] into, int at) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < means.length; k++) {
      double z = (value - means[k]) / deviations[k];
      into[at + k] =
          StrictMath.log(prior[from + k]) - 0.5 * z * z - logDeviations[k] - HALF_LOG_2_PI;
      largest = Math.max(largest, into[at + k]);
    }
    double sum = 0;
    for (int k = 0; k < means.length; k++) {
      into[at + k] = StrictMath.exp(into[at + k] - largest);
      sum += into[at + k];
    }
    for (int k = 0; k < means.length; k++) {
      into[at + k] /= sum;
    }
    return largest + StrictMath.log(sum);
  }

  void writeTo(DataOutput out) throws IOException {
    StateIo.writeDoubles(out, means, 0, means.length);
    StateIo.writeDoubles(out, deviations, 0, means.length);
    for (double[] row : transitions) {
      StateIo.writeDoubles(out, row, 0, means.length);
    }
  }

  static GaussianHmm readFrom(DataInput in, int states) throws IOException {
    double[] means = StateIo.readDoubles(in, states);
    double[] deviations = StateIo.readDoubles(in, states);
    double[][] transitions = new double[states][];
    for (int i = 0; i < states; i++) {
      transitions[i] = StateIo.readDoubles(in, states);
    }
    try {
      return new GaussianHmm(means, deviations, transitions);
    } catch (IllegalArgumentException e) {
      throw new IOException("the market state is damaged", e);
    }
  }

  /** The same model with its states in the order of their volatility, the calmest first. */
  GaussianHmm ordered() {
    int states = means.length;
    int[] order = StateOrder.by(deviations);
    double[] orderedMeans = new double[states];
    double[] orderedDeviations = new double[states];
    double[][] orderedTransitions = new double[states][states];
    for (int i = 0; i < states; i++) {
      orderedMeans[i] = means[order[i]];
      orderedDeviations[i] = deviations[order[i]];
      for (int j = 0; j < states; j++) {
        orderedTransitions[i][j] = transitions[order[i]][order[j]];
      }
    }
    return new GaussianHmm(orderedMeans, orderedDeviations, orderedTransitions);
  }
}
