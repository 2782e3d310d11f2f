package com.alphapulse.riskbudget.budget.allocation;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;
import com.alphapulse.riskbudget.budget.solver.Cholesky;
import com.alphapulse.riskbudget.budget.solver.FeasibleSet;
import com.alphapulse.riskbudget.budget.solver.InteriorPoint;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import com.alphapulse.riskbudget.budget.solver.RiskyPart;
import java.util.OptionalDouble;

/**
 * Mean-variance weights: {@code max μ'w − γ/2 · w'Σw} within the bounds (Markowitz 1952, "Portfolio
 * Selection"), by {@link InteriorPoint}. Without any expected return it is minimum variance, and
 * then riskless assets are left out unless there are no others or the bounds ask for them, since no
 * leverage follows from a portfolio without risk.
 *
 * <p>The method knows no shares of risk. Where several weights are equally good, as of a singular
 * covariance, the answer is in the middle of them.
 */
public final class MeanVarianceAllocator implements Allocator {

  /** Share of the diagonal by which rounding may make a covariance indefinite. */
  private static final double INDEFINITE = 1e-9;

  private final double[] expectedReturns;
  private final double riskAversion;

  /**
   * @param expectedReturns μ, annualised, as fractions; empty for minimum variance
   * @param riskAversion γ, above 0
   */
  public MeanVarianceAllocator(double[] expectedReturns, double riskAversion) {
    this.expectedReturns = expectedReturns.clone();
    this.riskAversion = riskAversion;
  }

  /** The weights of least variance. */
  public static MeanVarianceAllocator minimumVariance() {
    return new MeanVarianceAllocator(new double[0], 1);
  }

  @Override
  public double[] weights(double[][] covariance, double[] shares, CapitalBounds bounds)
      throws BudgetFailedException {
    if (!bounds.feasible()) {
      throw CapitalBounds.infeasible();
    }
    double[] volatilities = Matrices.volatilities(covariance);
    checkPositiveSemiDefinite(covariance);
    if (expectedReturns.length > 0) {
      return solve(covariance, expectedReturns, bounds, 1);
    }
    int[] risky = Matrices.risky(volatilities);
    if (risky.length == 0) {
      return bounds.fit(shares, 1);
    }
    RiskyPart part = RiskyPart.of(risky, shares, bounds);
    return part.spread(
        solve(
            Matrices.pick(covariance, risky),
            new double[risky.length],
            part.bounds(),
            part.total()));
  }

  private double[] solve(
      double[][] covariance, double[] returns, CapitalBounds bounds, double total)
      throws BudgetFailedException {
    double scale = 0;
    for (int i = 0; i < returns.length; i++) {
      if (!Double.isFinite(returns[i])) {
        throw new BudgetFailedException(
            BudgetFailedException.Reason.NOT_FINITE, "an expected return is not finite");
      }
      scale = Math.max(scale, Math.max(riskAversion * covariance[i][i], Math.abs(returns[i])));
    }
    if (!(scale > 0)) {
      throw new BudgetFailedException(
          BudgetFailedException.Reason.NO_RISK,
          "nothing has a volatility or an expected return, so that all weights are equally good");
    }
    double[][] quadratic = new double[returns.length][returns.length];
    double[] linear = new double[returns.length];
    for (int i = 0; i < returns.length; i++) {
      linear[i] = -returns[i] / scale;
      for (int j = 0; j < returns.length; j++) {
        quadratic[i][j] = riskAversion * covariance[i][j] / scale;
      }
    }
    double[] weights =
        InteriorPoint.minimise(
            quadratic, linear, new double[0], new FeasibleSet(bounds, OptionalDouble.of(total)));
    return bounds.settled(weights, total);
  }

  private static void checkPositiveSemiDefinite(double[][] covariance)
      throws BudgetFailedException {
    double[][] matrix = new double[covariance.length][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = covariance[i].clone();
      // A riskless asset adds nothing but must not fail the factorisation.
      matrix[i][i] = matrix[i][i] > 0 ? matrix[i][i] * (1 + INDEFINITE) : Double.MIN_NORMAL;
    }
    if (!Cholesky.factorise(matrix)) {
      throw Matrices.notFinite();
    }
  }
}
