package com.alphapulse.riskbudget.budget.solver;

import java.util.Arrays;

/**
 * One damped Newton step on {@code ½ z'Cz − λ Σ bᵢ ln zᵢ + μ Σ zᵢ/σᵢ} within a box, for the
 * ill-conditioned matrices on which coordinate descent crawls (Spinu 2013, "An Algorithm for
 * Computing Risk Parity Weights"; Bertsekas 1982, "Projected Newton Methods", for the box). The
 * Hessian {@code C + λ diag(b/z²)} is positive definite even where C is singular. Coordinates at a
 * bound that the gradient pushes against stay there.
 */
final class ProjectedNewton {

  /** Largest share of a coordinate that one step may take away, since the logarithm ends at 0. */
  private static final double SHRINKAGE = 0.99;

  private static final int HALVINGS = 40;

  private final double[][] correlations;
  private final double[] budgets;
  private final double[] inverseVolatilities;
  private final double[] lower;
  private final double[] upper;

  ProjectedNewton(
      double[][] correlations,
      double[] budgets,
      double[] inverseVolatilities,
      double[] lower,
      double[] upper) {
    this.correlations = correlations;
    this.budgets = budgets;
    this.inverseVolatilities = inverseVolatilities;
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * Moves {@code z}.
   *
   * @param cz {@code C · z}, exact; not changed
   * @throws BudgetFailedException if the Hessian is not positive definite: C is no correlation
   *     matrix
   */
  void step(double[] z, double[] cz, double lambda, double mu) throws BudgetFailedException {
    int n = z.length;
    double[] gradient = new double[n];
    int[] free = new int[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      gradient[i] = cz[i] - lambda * budgets[i] / z[i] + mu * inverseVolatilities[i];
      boolean held = z[i] <= lower[i] ? gradient[i] > 0 : z[i] >= upper[i] && gradient[i] < 0;
      if (!held) {
        free[count++] = i;
      }
    }
    double[] direction = direction(Arrays.copyOf(free, count), gradient, z, lambda);
    double start = objective(z, lambda, mu);
    double[] candidate = new double[n];
    double length = 1;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double decrease = 0;
      for (int i = 0; i < n; i++) {
        double value = Math.max(z[i] - length * direction[i], (1 - SHRINKAGE) * z[i]);
        candidate[i] = Math.min(Math.max(value, lower[i]), upper[i]);
        decrease += gradient[i] * (z[i] - candidate[i]);
      }
      // So near the minimum that the objective cannot tell, the full step is the better point.
      boolean near = Math.abs(decrease) <= 1e-14 * (lambda + Math.abs(start));
      if (near || objective(candidate, lambda, mu) <= start - 1e-4 * decrease) {
        System.arraycopy(candidate, 0, z, 0, n);
        return;
      }
      length /= 2;
    }
  }

  private double[] direction(int[] free, double[] gradient, double[] z, double lambda)
      throws BudgetFailedException {
    double[][] hessian = new double[free.length][free.length];
    double[] right = new double[free.length];
    for (int i = 0; i < free.length; i++) {
      for (int j = 0; j < free.length; j++) {
        hessian[i][j] = correlations[free[i]][free[j]];
      }
      hessian[i][i] += lambda * budgets[free[i]] / (z[free[i]] * z[free[i]]);
      right[i] = gradient[free[i]];
    }
    double[] solved = Cholesky.solve(hessian, right);
    double[] direction = new double[z.length];
    for (int i = 0; i < free.length; i++) {
      direction[free[i]] = solved[i];
    }
    return direction;
  }

  private double objective(double[] z, double lambda, double mu) {
    double value = 0;
    for (int i = 0; i < z.length; i++) {
      value +=
          z[i] * (0.5 * Matrices.dot(correlations[i], z) + mu * inverseVolatilities[i])
              - lambda * budgets[i] * Math.log(z[i]);
    }
    return value;
  }
}
