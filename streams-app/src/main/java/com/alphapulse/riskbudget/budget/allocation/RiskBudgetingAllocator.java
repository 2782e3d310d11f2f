package com.alphapulse.riskbudget.budget.allocation;

import static com.alphapulse.riskbudget.budget.solver.BudgetFailedException.Reason.NOT_CONVERGED;
import static com.alphapulse.riskbudget.budget.solver.BudgetFailedException.Reason.NO_RISK;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;
import com.alphapulse.riskbudget.budget.solver.CoordinateDescent;
import com.alphapulse.riskbudget.budget.solver.GroupedRiskBudgeting;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import com.alphapulse.riskbudget.budget.solver.RiskyPart;

/**
 * Risk budgeting: weights whose contributions to the volatility, {@code wᵢ(Σw)ᵢ/w'Σw}, are the
 * given shares; equal shares make equal risk contribution. Solved as the convex log-barrier problem
 * {@code min ½y'Σy − λ Σ bᵢ ln yᵢ} (Spinu 2013; Richard and Roncalli 2019, "Constrained Risk
 * Budgeting Portfolios", section 3), whose solution is unique.
 *
 * <p>Bounds: the same problem over the box, with the λ that makes the weights sum to 1, so that the
 * assets strictly within their bounds keep the proportions of their shares. Where even λ → 0 sums
 * to more than 1, λ stays at its unbounded value and a multiplier on the sum takes its place, so
 * that feasible bounds always have an answer. Limits on groups are met in the same way, see {@link
 * GroupedRiskBudgeting}.
 *
 * <p>Riskless assets (see {@link Matrices#RISKLESS}) cannot carry a share of risk: they get their
 * lower bound, and more only where the others are full. If all are riskless, capital follows the
 * shares.
 */
public final class RiskBudgetingAllocator implements Allocator {
  private final double tolerance;
  private final double[] start;

  /** To the accuracy that budgets are made with, from a cold start. */
  public RiskBudgetingAllocator() {
    this(CoordinateDescent.TOLERANCE, new double[0]);
  }

  /**
   * @param tolerance relative error of the weights, as long as no bound is met
   * @param start weights of a similar covariance, from which the descent starts; empty for none.
   *     The answer is the same to the tolerance, since the solution is unique
   */
  public RiskBudgetingAllocator(double tolerance, double[] start) {
    this.tolerance = tolerance;
    this.start = start.clone();
  }

  @Override
  public double[] weights(double[][] covariance, double[] shares, CapitalBounds bounds)
      throws BudgetFailedException {
    if (!bounds.feasible()) {
      throw CapitalBounds.infeasible();
    }
    double[] volatilities = Matrices.volatilities(covariance);
    int[] risky = Matrices.risky(volatilities);
    if (risky.length == 0) {
      return bounds.fit(shares, 1);
    }
    double largest = Matrices.largest(volatilities);
    double[] sigma = Matrices.pick(volatilities, risky);
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] /= largest;
    }
    double[] budgets = normalised(Matrices.pick(shares, risky));
    RiskyPart part = RiskyPart.of(risky, shares, bounds);
    CoordinateDescent descent =
        new CoordinateDescent(
            Matrices.correlations(covariance, volatilities, risky), budgets, sigma);
    if (start.length == volatilities.length) {
      descent.startAt(Matrices.pick(start, risky), tolerance);
    }
    return part.spread(solve(descent, budgets, sigma, part));
  }

  private double[] solve(
      CoordinateDescent descent, double[] budgets, double[] sigma, RiskyPart part)
      throws BudgetFailedException {
    if (!descent.solveUnbounded(tolerance)) {
      throw new BudgetFailedException(NO_RISK, "a combination of the assets has no risk");
    }
    double scale = part.total() / descent.sum();
    double[] weights = new double[sigma.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = descent.z()[i] / sigma[i] * scale;
      if (!(descent.z()[i] <= 1 / Matrices.RISKLESS)) {
        throw new BudgetFailedException(NO_RISK, "a combination of the assets has no risk");
      }
    }
    if (part.bounds().contain(weights)) {
      return weights;
    }
    return part.bounds().groups().isEmpty()
        ? new BoundedSearch(descent, sigma, part.bounds(), part.total(), scale * scale).weights()
        : new GroupedRiskBudgeting(descent.covariance(sigma), budgets, part, scale * scale)
            .weights();
  }

  private static double[] normalised(double[] shares) throws BudgetFailedException {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    double[] budgets = new double[shares.length];
    for (int i = 0; i < shares.length; i++) {
      if (!(shares[i] > 0 && sum < Double.POSITIVE_INFINITY)) {
        throw new BudgetFailedException(
            BudgetFailedException.Reason.NOT_FINITE, "a risk share is not above 0 and finite");
      }
      budgets[i] = shares[i] / sum;
    }
    return budgets;
  }

  /** Finds the λ, or failing that the multiplier on the sum, at which the weights sum to total. */
  private static final class BoundedSearch {
    private static final int STEPS = 200;
    private static final double SUM_TOLERANCE = 1e-10;

    /** Error of the sum that is evened out where the bracket closes before it is smaller. */
    private static final double ACCEPTED_ERROR = 1e-7;

    private static final double SMALLEST_LAMBDA = 1e-14;

    private final CoordinateDescent descent;
    private final double[] sigma;
    private final CapitalBounds bounds;
    private final double total;
    private final double unboundedLambda;

    BoundedSearch(
        CoordinateDescent descent,
        double[] sigma,
        CapitalBounds bounds,
        double total,
        double unboundedLambda) {
      this.descent = descent;
      this.sigma = sigma;
      this.bounds = bounds;
      this.total = total;
      this.unboundedLambda = unboundedLambda;
      double[] low = new double[sigma.length];
      double[] high = new double[sigma.length];
      for (int i = 0; i < sigma.length; i++) {
        low[i] = bounds.lower()[i] * sigma[i];
        high[i] = bounds.upper()[i] * sigma[i];
      }
      descent.box(low, high);
    }

    double[] weights() throws BudgetFailedException {
      double low = unboundedLambda;
      while (excess(low, 0) > SUM_TOLERANCE && low > SMALLEST_LAMBDA * unboundedLambda) {
        low /= 16;
      }
      if (excess(low, 0) > SUM_TOLERANCE) {
        return onMultiplier();
      }
      double high = Math.max(low, unboundedLambda);
      for (int i = 0; i < STEPS && excess(high, 0) < -SUM_TOLERANCE; i++) {
        low = high;
        high *= 16;
      }
      for (int i = 0; i < STEPS; i++) {
        double middle = Math.sqrt(low * high);
        double excess = excess(middle, 0);
        if (accepted(excess, high - low, high)) {
          return current();
        }
        if (excess < 0) {
          low = middle;
        } else {
          high = middle;
        }
      }
      throw notConverged();
    }

    private double[] onMultiplier() throws BudgetFailedException {
      double low = 0;
      double high = Math.max(unboundedLambda, 1e-8);
      for (int i = 0; i < STEPS && excess(unboundedLambda, high) > SUM_TOLERANCE; i++) {
        high *= 4;
      }
      while (excess(unboundedLambda, low) < -SUM_TOLERANCE && low > -1e12) {
        low = low == 0 ? -high : 4 * low;
      }
      for (int i = 0; i < STEPS; i++) {
        double middle = 0.5 * (low + high);
        double excess = excess(unboundedLambda, middle);
        if (accepted(excess, high - low, Math.max(Math.abs(high), Math.abs(low)))) {
          return current();
        }
        if (excess > 0) {
          low = middle;
        } else {
          high = middle;
        }
      }
      throw notConverged();
    }

    private double excess(double lambda, double mu) throws BudgetFailedException {
      if (!descent.solveBounded(lambda, mu)) {
        throw notConverged();
      }
      return descent.sum() - total;
    }

    private static boolean accepted(double excess, double width, double scale) {
      return Math.abs(excess) <= SUM_TOLERANCE
          || (width <= 1e-14 * scale && Math.abs(excess) <= ACCEPTED_ERROR);
    }

    /** The weights, evened out in proportion so that they sum to the total exactly. */
    private double[] current() throws BudgetFailedException {
      double[] weights = new double[sigma.length];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = descent.z()[i] / sigma[i];
      }
      return bounds.fit(weights, total);
    }

    private static BudgetFailedException notConverged() {
      return new BudgetFailedException(
          NOT_CONVERGED, "no risk budgeting weights were found within the bounds");
    }
  }
}
