package com.alphapulse.riskbudget.budget.solver;

import java.util.Arrays;

/** Dense linear algebra on covariance matrices, without allocation where it is called often. */
public final class Matrices {

  /**
   * Volatility, relative to the largest of its group, below which an asset counts as riskless:
   * correlations with it are noise, and a share of risk cannot be reached with it.
   */
  public static final double RISKLESS = 1e-6;

  private Matrices() {}

  /**
   * Square roots of the diagonal.
   *
   * @throws BudgetFailedException if an element is not finite or a variance is negative
   */
  public static double[] volatilities(double[][] covariance) throws BudgetFailedException {
    double[] volatilities = new double[covariance.length];
    for (int i = 0; i < covariance.length; i++) {
      for (double element : covariance[i]) {
        if (!Double.isFinite(element)) {
          throw notFinite();
        }
      }
      volatilities[i] = Math.sqrt(covariance[i][i]);
      if (!Double.isFinite(volatilities[i])) {
        throw notFinite();
      }
    }
    return volatilities;
  }

  /** Indices of the assets that carry risk, ascending. */
  public static int[] risky(double[] volatilities) {
    double floor = RISKLESS * largest(volatilities);
    int[] indices = new int[volatilities.length];
    int n = 0;
    for (int i = 0; i < volatilities.length; i++) {
      if (volatilities[i] > floor) {
        indices[n++] = i;
      }
    }
    return Arrays.copyOf(indices, n);
  }

  /** Correlations of the chosen assets, with an exact unit diagonal. */
  public static double[][] correlations(
      double[][] covariance, double[] volatilities, int[] chosen) {
    double[][] correlations = new double[chosen.length][chosen.length];
    double[] inverse = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      inverse[i] = 1 / volatilities[chosen[i]];
    }
    for (int i = 0; i < chosen.length; i++) {
      for (int j = 0; j < i; j++) {
        correlations[i][j] = covariance[chosen[i]][chosen[j]] * inverse[i] * inverse[j];
        correlations[j][i] = correlations[i][j];
      }
      correlations[i][i] = 1;
    }
    return correlations;
  }

  /** The largest of values that are at least 0; 0 for none. */
  public static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  /** The chosen values. */
  public static double[] pick(double[] values, int[] chosen) {
    double[] picked = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      picked[i] = values[chosen[i]];
    }
    return picked;
  }

  /** The chosen rows and columns. */
  public static double[][] pick(double[][] matrix, int[] chosen) {
    double[][] picked = new double[chosen.length][];
    for (int i = 0; i < chosen.length; i++) {
      picked[i] = pick(matrix[chosen[i]], chosen);
    }
    return picked;
  }

  /** {@code matrix · vector}. */
  public static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      product[i] = dot(matrix[i], vector);
    }
    return product;
  }

  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /**
   * Volatility of a portfolio: {@code sqrt(w'Σw)}.
   *
   * @throws BudgetFailedException if it is not finite; a sum that is negative by rounding is 0
   */
  public static double volatility(double[][] covariance, double[] weights)
      throws BudgetFailedException {
    double variance = dot(weights, times(covariance, weights));
    double scale = 0;
    for (int i = 0; i < weights.length; i++) {
      scale += weights[i] * weights[i] * covariance[i][i];
    }
    if (variance < 0 && variance >= -1e-12 * scale) {
      return 0;
    }
    double volatility = Math.sqrt(variance);
    if (!Double.isFinite(volatility)) {
      throw notFinite();
    }
    return volatility;
  }

  public static BudgetFailedException notFinite() {
    return new BudgetFailedException(
        BudgetFailedException.Reason.NOT_FINITE,
        "the covariance is not finite or not positive semi-definite");
  }
}
