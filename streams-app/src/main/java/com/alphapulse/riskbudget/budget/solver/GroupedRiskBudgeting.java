package com.alphapulse.riskbudget.budget.solver;

import java.util.OptionalDouble;

/**
 * Risk budgeting with limits on groups: {@code min ½w'Σw − λ Σ bᵢ ln wᵢ} over the bounds of weights
 * and groups, with the λ that makes the weights sum to the total (Richard and Roncalli 2019,
 * "Constrained Risk Budgeting Portfolios", section 3). Weights that meet no bound keep the
 * proportions of their shares; those of a group at its limit share one multiplier on its sum.
 *
 * <p>Each λ is one convex problem for {@link InteriorPoint}. Where even λ → 0 sums to more than the
 * total, λ stays at its unbounded value and a multiplier on the sum takes its place.
 */
public final class GroupedRiskBudgeting {
  private static final double SUM_TOLERANCE = 1e-11;
  private static final double SMALLEST = 1e-14;
  private static final double LARGEST = 1e14;
  private static final double STRIDE = 16;
  private static final int STEPS = 200;

  private final double[][] covariance;
  private final double[] budgets;
  private final CapitalBounds bounds;
  private final double total;
  private final FeasibleSet anySum;

  /**
   * @param covariance of assets that carry risk; not kept as it is
   * @param budgets n values above 0 that sum to 1
   * @param unboundedLambda λ of the solution without bounds, by which everything is scaled
   */
  public GroupedRiskBudgeting(
      double[][] covariance, double[] budgets, RiskyPart part, double unboundedLambda) {
    this.covariance = new double[covariance.length][];
    for (int i = 0; i < covariance.length; i++) {
      this.covariance[i] = covariance[i].clone();
      for (int j = 0; j < covariance.length; j++) {
        this.covariance[i][j] /= unboundedLambda;
      }
    }
    this.budgets = budgets;
    this.bounds = part.bounds();
    this.total = part.total();
    this.anySum = new FeasibleSet(bounds, OptionalDouble.empty());
  }

  /**
   * The weights.
   *
   * @throws BudgetFailedException if the covariance is not positive semi-definite, or the accuracy
   *     is not reached
   */
  public double[] weights() throws BudgetFailedException {
    // At the λ found the sum holds by itself; asking for it takes out the last rounding.
    FeasibleSet summed = new FeasibleSet(bounds, OptionalDouble.of(total));
    return bounds.settled(minimise(lambda(), summed), total);
  }

  private double lambda() throws BudgetFailedException {
    double low = 1;
    double below = excess(low);
    double high = low;
    double above = below;
    while (below > SUM_TOLERANCE && low > SMALLEST) {
      high = low;
      above = below;
      low /= STRIDE;
      below = excess(low);
    }
    if (below > SUM_TOLERANCE) {
      return 1;
    }
    while (above < -SUM_TOLERANCE && high < LARGEST) {
      low = high;
      below = above;
      high *= STRIDE;
      above = excess(high);
    }
    return above <= SUM_TOLERANCE ? high : root(low, below, high, above);
  }

  /** By the Illinois variant of false position, on the logarithm of λ. */
  private double root(double low, double below, double high, double above)
      throws BudgetFailedException {
    double a = Math.log(low);
    double b = Math.log(high);
    double fa = below;
    double fb = above;
    int side = 0;
    for (int i = 0; i < STEPS && b - a > SUM_TOLERANCE; i++) {
      double middle = b - fb * (b - a) / (fb - fa);
      double excess = excess(Math.exp(middle));
      if (Math.abs(excess) <= SUM_TOLERANCE) {
        return Math.exp(middle);
      }
      if (excess < 0) {
        a = middle;
        fa = excess;
        fb = side < 0 ? fb / 2 : fb;
        side = -1;
      } else {
        b = middle;
        fb = excess;
        fa = side > 0 ? fa / 2 : fa;
        side = 1;
      }
    }
    return Math.exp(b);
  }

  private double excess(double lambda) throws BudgetFailedException {
    double sum = -total;
    for (double weight : minimise(lambda, anySum)) {
      sum += weight;
    }
    return sum;
  }

  private double[] minimise(double lambda, FeasibleSet set) throws BudgetFailedException {
    double scale = 1 / Math.max(1, lambda);
    double[][] quadratic = new double[budgets.length][budgets.length];
    double[] logs = new double[budgets.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = scale * lambda * budgets[i];
      for (int j = 0; j < logs.length; j++) {
        quadratic[i][j] = scale * covariance[i][j];
      }
    }
    return InteriorPoint.minimise(quadratic, new double[logs.length], logs, set);
  }
}
