package com.alphapulse.riskbudget.budget.allocation;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;
import com.alphapulse.riskbudget.budget.solver.Matrices;

/**
 * Capital in proportion to share divided by volatility: the same risk for equal shares if nothing
 * were correlated. Riskless assets are left out unless there are no others.
 */
public final class VolatilityWeightedAllocator implements Allocator {

  @Override
  public double[] weights(double[][] covariance, double[] shares, CapitalBounds bounds)
      throws BudgetFailedException {
    double[] volatilities = Matrices.volatilities(covariance);
    int[] risky = Matrices.risky(volatilities);
    if (risky.length == 0) {
      return bounds.fit(shares, 1);
    }
    double[] raw = new double[shares.length];
    double largest = Matrices.largest(volatilities);
    for (int i : risky) {
      raw[i] = shares[i] * largest / volatilities[i];
    }
    return bounds.fit(raw, 1);
  }
}
