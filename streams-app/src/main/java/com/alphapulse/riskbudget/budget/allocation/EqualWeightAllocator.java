package com.alphapulse.riskbudget.budget.allocation;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;

/**
 * Capital in proportion to the shares, whatever the risk: equal weights where the shares are equal.
 */
public final class EqualWeightAllocator implements Allocator {

  @Override
  public double[] weights(double[][] covariance, double[] shares, CapitalBounds bounds)
      throws BudgetFailedException {
    return bounds.fit(shares, 1);
  }
}
