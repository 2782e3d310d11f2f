package com.alphapulse.riskbudget.budget;

import java.util.Arrays;

/**
 * Lower and upper bounds of weights that sum to 1.
 *
 * @param lower n values, 0 to 1
 * @param upper n values, at least the lower ones
 */
record Bounds(double[] lower, double[] upper) {

  /** Slack within which sums of bounds count as 1. */
  static final double TOLERANCE = 1e-12;

  private static final int BISECTIONS = 200;

  /** No bounds beyond long-only. */
  static Bounds none(int n) {
    double[] upper = new double[n];
    Arrays.fill(upper, 1);
    return new Bounds(new double[n], upper);
  }

  /** Whether weights exist that sum to 1 within the bounds. */
  boolean feasible() {
    double low = 0;
    double high = 0;
    for (int i = 0; i < lower.length; i++) {
      if (!(lower[i] >= 0 && lower[i] <= upper[i] && upper[i] <= 1)) {
        return false;
      }
      low += lower[i];
      high += upper[i];
    }
    return low <= 1 + TOLERANCE && high >= 1 - TOLERANCE;
  }

  /** Whether every weight lies within its bounds. */
  boolean contain(double[] weights) {
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] < lower[i] || weights[i] > upper[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The weights nearest in proportion to {@code raw}: each is {@code clamp(t · raw)} for the one t
   * that makes them sum to {@code total}. An asset with raw 0 stays at its lower bound unless the
   * others are full.
   *
   * @throws BudgetFailedException if no weights within the bounds sum to {@code total}
   */
  double[] fit(double[] raw, double total) throws BudgetFailedException {
    double sum = Arrays.stream(raw).sum();
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new BudgetFailedException(
          BudgetFailedException.Reason.NOT_FINITE, "the raw weights have no finite positive sum");
    }
    if (Arrays.stream(lower).sum() > total + TOLERANCE
        || Arrays.stream(upper).sum() < total - TOLERANCE) {
      throw infeasible();
    }
    double[] scaled = new double[raw.length];
    for (int i = 0; i < raw.length; i++) {
      scaled[i] = Math.max(raw[i] / sum, 1e-15);
    }
    double[] weights = new double[raw.length];
    double low = 0;
    double high = total;
    while (clamp(scaled, high, weights) < total - TOLERANCE && high < 1e20) {
      high *= 2;
    }
    for (int i = 0; i < BISECTIONS && high - low > 1e-16 * high; i++) {
      double middle = 0.5 * (low + high);
      if (clamp(scaled, middle, weights) < total) {
        low = middle;
      } else {
        high = middle;
      }
    }
    clamp(scaled, high, weights);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == 0 && weights[i] <= lower[i] + TOLERANCE) {
        weights[i] = lower[i];
      }
    }
    return weights;
  }

  static BudgetFailedException infeasible() {
    return new BudgetFailedException(
        BudgetFailedException.Reason.INFEASIBLE_BOUNDS, "no weights within the bounds sum to 1");
  }

  private double clamp(double[] scaled, double factor, double[] into) {
    double sum = 0;
    for (int i = 0; i < scaled.length; i++) {
      into[i] = Math.min(Math.max(factor * scaled[i], lower[i]), upper[i]);
      sum += into[i];
    }
    return sum;
  }
}
