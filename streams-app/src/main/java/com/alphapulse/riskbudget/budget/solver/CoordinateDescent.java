package com.alphapulse.riskbudget.budget.solver;

/**
 * Minimises {@code ½ z'Cz − λ Σ bᵢ ln zᵢ + μ Σ zᵢ/σᵢ} over a box, with C a correlation matrix, by
 * cyclical coordinate descent: each coordinate has the positive root of a quadratic as its exact
 * minimum (Griveau-Billion, Richard and Roncalli 2013, "A Fast Algorithm for Computing
 * High-dimensional Risk Parity Portfolios", section 2).
 *
 * <p>Where it has not converged within a number of sweeps the matrix is ill-conditioned, and {@link
 * ProjectedNewton} steps come in between.
 *
 * <p>In {@code z = σ·y} the diagonal is 1, so that neither units nor the scale of the covariance
 * matter. Keeps its vectors between runs, so that a further run starts warm; nothing is allocated
 * per sweep.
 */
public final class CoordinateDescent {

  /** Relative error left, judged by how fast the sweeps converge, at which a solution is taken. */
  public static final double TOLERANCE = 1e-9;

  /** The same within a box, where the sum of the weights is searched on and must not be noisy. */
  static final double BOX_TOLERANCE = 1e-12;

  /** Change within a sweep, by which nothing is left to gain. */
  private static final double ROUNDING = 1e-15;

  private static final double SETTLED = 1e-9;
  private static final int ROUNDS = 50;
  private static final int SWEEPS_PER_ROUND = 100;

  private final double[][] correlations;
  private final double[] budgets;
  private final double[] inverseVolatilities;
  private final double[] lower;
  private final double[] upper;
  private final double[] z;
  private final double[] cz;
  private final ProjectedNewton newton;

  /**
   * @param correlations n × n with unit diagonal
   * @param budgets n values above 0 that sum to 1
   * @param volatilities n values above 0, scaled so that the largest is of order 1
   */
  public CoordinateDescent(double[][] correlations, double[] budgets, double[] volatilities) {
    int n = budgets.length;
    this.correlations = correlations;
    this.budgets = budgets;
    this.inverseVolatilities = new double[n];
    this.lower = new double[n];
    this.upper = new double[n];
    this.z = new double[n];
    this.cz = new double[n];
    for (int i = 0; i < n; i++) {
      inverseVolatilities[i] = 1 / volatilities[i];
      upper[i] = Double.POSITIVE_INFINITY;
      z[i] = Math.sqrt(budgets[i]);
    }
    refresh();
    this.newton = new ProjectedNewton(correlations, budgets, inverseVolatilities, lower, upper);
  }

  public double[] z() {
    return z;
  }

  /**
   * Moves to the direction of some weights, unless one is not above the smallest that can be told
   * from 0.
   */
  public void startAt(double[] weights, double smallest) {
    for (double weight : weights) {
      if (!(weight > smallest && weight < Double.POSITIVE_INFINITY)) {
        return;
      }
    }
    for (int i = 0; i < z.length; i++) {
      z[i] = weights[i] / inverseVolatilities[i];
    }
    refresh();
  }

  /** Covariance of the assets, for volatilities {@code sigma}. */
  public double[][] covariance(double[] sigma) {
    double[][] covariance = new double[sigma.length][sigma.length];
    for (int i = 0; i < sigma.length; i++) {
      for (int j = 0; j < sigma.length; j++) {
        covariance[i][j] = correlations[i][j] * sigma[i] * sigma[j];
      }
    }
    return covariance;
  }

  /** Sets the box, in units of z, and moves the current point into it. */
  public void box(double[] low, double[] high) {
    System.arraycopy(low, 0, lower, 0, low.length);
    System.arraycopy(high, 0, upper, 0, high.length);
    clampAndRefresh();
  }

  /**
   * Runs without a box at λ = 1 and μ = 0. Between sweeps the point is moved to the best multiple
   * of itself, {@code z / sqrt(z'Cz)}, which is where the descent is slowest.
   *
   * @param tolerance relative error left of the weights, and error of the shares of risk
   * @return whether it converged; it does not where a combination of the assets has no risk
   * @throws BudgetFailedException if the correlations are not positive semi-definite
   */
  public boolean solveUnbounded(double tolerance) throws BudgetFailedException {
    double change = Double.NaN;
    for (int round = 0; round < ROUNDS; round++) {
      for (int sweep = 0; sweep < SWEEPS_PER_ROUND; sweep++) {
        double variance = Matrices.dot(z, cz);
        if (!(variance > 0)) {
          return false;
        }
        double factor = 1 / Math.sqrt(variance);
        for (int i = 0; i < z.length; i++) {
          z[i] *= factor;
          cz[i] *= factor;
        }
        double last = change;
        change = sweep(1, 0);
        if (errorLeft(change, last) <= tolerance && shareError() <= tolerance) {
          return true;
        }
      }
      newtonStep(1, 0);
      change = Double.NaN;
    }
    return false;
  }

  /**
   * Runs within the box; returns whether it converged.
   *
   * @throws BudgetFailedException if the correlations are not positive semi-definite
   */
  public boolean solveBounded(double lambda, double mu) throws BudgetFailedException {
    double change = Double.NaN;
    for (int round = 0; round < ROUNDS; round++) {
      for (int sweep = 0; sweep < SWEEPS_PER_ROUND; sweep++) {
        double last = change;
        change = sweep(lambda, mu);
        if (errorLeft(change, last) <= BOX_TOLERANCE) {
          return true;
        }
      }
      newtonStep(lambda, mu);
    }
    // Rounding may keep the last digits of an ill-conditioned problem from settling.
    return change <= SETTLED;
  }

  /** {@code Σ zᵢ/σᵢ}: the sum of the weights that the point stands for. */
  public double sum() {
    return Matrices.dot(z, inverseVolatilities);
  }

  /** What a linear convergence at the rate of the last two sweeps would still change. */
  private static double errorLeft(double change, double last) {
    if (change <= ROUNDING) {
      return 0;
    }
    double rate = change / last;
    return rate < 1 ? change * rate / (1 - rate) : Double.POSITIVE_INFINITY;
  }

  /** Largest difference between a share of the risk and what it should be. */
  private double shareError() {
    double variance = Matrices.dot(z, cz);
    double largest = 0;
    for (int i = 0; i < z.length; i++) {
      largest = Math.max(largest, Math.abs(z[i] * cz[i] / variance - budgets[i]));
    }
    return largest;
  }

  private double sweep(double lambda, double mu) {
    double change = 0;
    for (int i = 0; i < z.length; i++) {
      double old = z[i];
      double beta = cz[i] - old + mu * inverseVolatilities[i];
      double root = Math.sqrt(beta * beta + 4 * lambda * budgets[i]);
      // Both forms are the same root; each is taken where it does not cancel.
      double value = beta > 0 ? 2 * lambda * budgets[i] / (beta + root) : 0.5 * (root - beta);
      value = Math.min(Math.max(value, lower[i]), upper[i]);
      double step = value - old;
      if (step != 0) {
        z[i] = value;
        addScaled(correlations[i], step);
        change = Math.max(change, Math.abs(step) / Math.max(value, old));
      }
    }
    return change;
  }

  private void addScaled(double[] row, double step) {
    for (int j = 0; j < cz.length; j++) {
      cz[j] += step * row[j];
    }
  }

  private void newtonStep(double lambda, double mu) throws BudgetFailedException {
    refresh();
    newton.step(z, cz, lambda, mu);
    refresh();
  }

  private void clampAndRefresh() {
    for (int i = 0; i < z.length; i++) {
      z[i] = Math.min(Math.max(z[i], lower[i]), upper[i]);
    }
    refresh();
  }

  private void refresh() {
    for (int i = 0; i < z.length; i++) {
      cz[i] = Matrices.dot(correlations[i], z);
    }
  }
}
