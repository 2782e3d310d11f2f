package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.market.risk.EwmaCovariance;
import java.util.Arrays;
import java.util.Optional;

/**
 * Fits a {@link GaussianHmm} to a series by expectation maximisation (Baum, Petrie, Soules and
 * Weiss, "A Maximization Technique Occurring in the Statistical Analysis of Probabilistic Functions
 * of Markov Chains", 1970). The state of the first value is taken as uniform.
 *
 * <p>The likelihood of a normal mixture has no maximum: it grows without bound as a state shrinks
 * to one value. So the fit maximises it together with a weak conjugate prior (as in Fraley and
 * Raftery, "Bayesian Regularization for Normal Mixture Estimation and Model-Based Clustering",
 * 2007): each state has seen {@link #PRIOR_VALUES} further values with the mean and the variance of
 * the series, and has stayed {@link #PRIOR_STAYS} times more. A state that explains nothing stays a
 * state, of average volatility.
 */
final class BaumWelch {

  /** Values of the series' own mean and variance that each state is taken to have seen. */
  static final double PRIOR_VALUES = 10;

  /** Times that each state is taken to have stayed. */
  static final double PRIOR_STAYS = 20;

  /** Times that each transition is taken to have been seen, so that none is impossible. */
  static final double PRIOR_COUNT = 0.1;

  /** Gain of log-likelihood per value below which the fit ends. */
  private static final double TOLERANCE = 1e-6;

  private static final int MAX_ITERATIONS = 100;

  /** Volatilities of the calmest and the most turbulent state at the start, against the series'. */
  private static final double CALMEST = 0.6;

  private static final double MOST_TURBULENT = 2;
  private static final double STAY = 0.95;

  private final double[] values;
  private final int states;
  private final double mean;
  private final double variance;
  private final double[] filtered;
  private final double[] predicted;
  private final double[] smoothed;
  private GaussianHmm model;
  private double logLikelihood;

  private BaumWelch(double[] values, GaussianHmm start, double mean, double variance) {
    this.values = values;
    this.states = start.states();
    this.mean = mean;
    this.variance = variance;
    this.model = start;
    filtered = new double[values.length * states];
    predicted = new double[values.length * states];
    smoothed = new double[values.length * states];
  }

  /**
   * Fits a model.
   *
   * @param values oldest first, at least two, finite
   * @param start the model to start from; empty to start from the spread of the values
   * @return the model with its states ordered by volatility; empty if the values do not vary
   */
  static Optional<GaussianHmm> fit(double[] values, int states, Optional<GaussianHmm> start) {
    double mean = Arrays.stream(values).average().orElse(0);
    double variance = 0;
    for (double value : values) {
      variance += (value - mean) * (value - mean) / values.length;
    }
    if (!(variance >= EwmaCovariance.MIN_VARIANCE)) {
      return Optional.empty();
    }
    double deviation = Math.sqrt(variance);
    BaumWelch fit =
        new BaumWelch(
            values, start.orElseGet(() -> spread(states, mean, deviation)), mean, variance);
    fit.climb();
    return Optional.of(fit.model.ordered());
  }

  private static GaussianHmm spread(int states, double mean, double deviation) {
    double[] means = new double[states];
    double[] deviations = new double[states];
    double[][] transitions = new double[states][states];
    for (int k = 0; k < states; k++) {
      means[k] = mean;
      deviations[k] =
          deviation
              * CALMEST
              * StrictMath.pow(MOST_TURBULENT / CALMEST, k / Math.max(1.0, states - 1.0));
      Arrays.fill(transitions[k], (1 - STAY) / Math.max(1, states - 1));
      transitions[k][k] = states == 1 ? 1 : STAY;
    }
    return new GaussianHmm(means, deviations, transitions);
  }

  private void climb() {
    forwards();
    for (int i = 0; i < MAX_ITERATIONS; i++) {
      double before = logLikelihood;
      maximise(backwards());
      forwards();
      if (logLikelihood - before < TOLERANCE * values.length) {
        return;
      }
    }
  }

  private void forwards() {
    logLikelihood = 0;
    Arrays.fill(predicted, 0, states, 1.0 / states);
    for (int t = 0; t < values.length; t++) {
      if (t > 0) {
        model.predict(filtered, (t - 1) * states, predicted, t * states);
      }
      logLikelihood += model.update(predicted, t * states, values[t], filtered, t * states);
    }
  }

  /**
   * Smoothed probabilities of the states, and the expected number of each transition.
   *
   * <p>A density divided by that of the value is {@code filtered / predicted}, so no density need
   * be computed again.
   */
  private double[][] backwards() {
    double[][] counts = new double[states][states];
    double[] beta = new double[states];
    double[] next = new double[states];
    Arrays.fill(beta, 1);
    int last = (values.length - 1) * states;
    System.arraycopy(filtered, last, smoothed, last, states);
    for (int at = last - states; at >= 0; at -= states) {
      for (int j = 0; j < states; j++) {
        double prior = predicted[at + states + j];
        next[j] = prior == 0 ? 0 : filtered[at + states + j] / prior * beta[j];
      }
      for (int i = 0; i < states; i++) {
        double sum = 0;
        for (int j = 0; j < states; j++) {
          double term = model.transition(i, j) * next[j];
          counts[i][j] += filtered[at + i] * term;
          sum += term;
        }
        beta[i] = sum;
        smoothed[at + i] = filtered[at + i] * sum;
      }
    }
    return counts;
  }

  private void maximise(double[][] counts) {
    double[] means = new double[states];
    double[] deviations = new double[states];
    for (int k = 0; k < states; k++) {
      double weight = PRIOR_VALUES;
      double sum = PRIOR_VALUES * mean;
      for (int t = 0; t < values.length; t++) {
        weight += smoothed[t * states + k];
        sum += smoothed[t * states + k] * values[t];
      }
      means[k] = sum / weight;
      double squares = PRIOR_VALUES * (variance + (mean - means[k]) * (mean - means[k]));
      for (int t = 0; t < values.length; t++) {
        double deviation = values[t] - means[k];
        squares += smoothed[t * states + k] * deviation * deviation;
      }
      deviations[k] = Math.sqrt(squares / weight);
      counts[k][k] += PRIOR_STAYS;
      double total = Arrays.stream(counts[k]).sum() + PRIOR_COUNT * states;
      for (int j = 0; j < states; j++) {
        counts[k][j] = (counts[k][j] + PRIOR_COUNT) / total;
      }
    }
    model = new GaussianHmm(means, deviations, counts);
  }
}
