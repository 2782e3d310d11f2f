package com.alphapulse.riskbudget.budget;

/**
 * Damped Newton iteration on {@code ½ z'Cz − Σ bᵢ ln zᵢ} (Spinu 2013, "An Algorithm for Computing
 * Risk Parity Weights"), for the ill-conditioned matrices on which coordinate descent crawls. The
 * Hessian {@code C + diag(b/z²)} is positive definite even where C is singular.
 */
final class NewtonRiskBudgeting {
  private static final int ITERATIONS = 300;
  private static final double DECREMENT = 1e-20;

  private NewtonRiskBudgeting() {}

  /**
   * The minimum.
   *
   * @param correlations n × n with unit diagonal
   * @param budgets n values above 0 that sum to 1
   * @throws BudgetFailedException with NO_RISK if a long-only combination has no risk, so that
   *     there is no minimum; with NOT_CONVERGED if it was not reached
   */
  static double[] solve(double[][] correlations, double[] budgets) throws BudgetFailedException {
    int n = budgets.length;
    double[] z = new double[n];
    for (int i = 0; i < n; i++) {
      z[i] = Math.sqrt(budgets[i]);
    }
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] cz = Matrices.times(correlations, z);
      double[] gradient = new double[n];
      double[][] hessian = new double[n][];
      for (int i = 0; i < n; i++) {
        gradient[i] = cz[i] - budgets[i] / z[i];
        hessian[i] = correlations[i].clone();
        hessian[i][i] += budgets[i] / (z[i] * z[i]);
      }
      double[] step = Cholesky.solve(hessian, gradient);
      double decrement = Matrices.dot(step, gradient);
      if (!Double.isFinite(decrement) || decrement < 0) {
        throw Matrices.notFinite();
      }
      double length = stepLength(correlations, budgets, z, step, decrement);
      for (int i = 0; i < n; i++) {
        z[i] -= length * step[i];
        if (z[i] > 1e8) {
          throw new BudgetFailedException(
              BudgetFailedException.Reason.NO_RISK, "a combination of the assets has no risk");
        }
      }
      if (decrement <= DECREMENT) {
        return z;
      }
    }
    throw new BudgetFailedException(
        BudgetFailedException.Reason.NOT_CONVERGED, "risk budgeting did not converge");
  }

  private static double stepLength(
      double[][] correlations, double[] budgets, double[] z, double[] step, double decrement) {
    double length = 1;
    for (int i = 0; i < z.length; i++) {
      if (step[i] > 0) {
        length = Math.min(length, 0.99 * z[i] / step[i]);
      }
    }
    if (decrement < 1e-12) {
      // So near the minimum the objective cannot be compared in double; Newton is safe there.
      return length;
    }
    double start = objective(correlations, budgets, z);
    double[] candidate = new double[z.length];
    for (int halving = 0; halving < 60; halving++) {
      for (int i = 0; i < z.length; i++) {
        candidate[i] = z[i] - length * step[i];
      }
      if (objective(correlations, budgets, candidate) <= start - 1e-4 * length * decrement) {
        return length;
      }
      length /= 2;
    }
    return length;
  }

  private static double objective(double[][] correlations, double[] budgets, double[] z) {
    double value = 0.5 * Matrices.dot(z, Matrices.times(correlations, z));
    for (int i = 0; i < z.length; i++) {
      value -= budgets[i] * Math.log(z[i]);
    }
    return value;
  }
}
