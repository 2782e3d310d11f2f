package com.alphapulse.riskbudget.budget.allocation;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;

/** A method of spreading capital over assets: symbols within a strategy, or strategies. */
public interface Allocator {

  /**
   * Long-only weights that sum to 1 and lie within the bounds.
   *
   * @param covariance n × n, symmetric, annualised; not changed
   * @param shares n values above 0: each asset's share of the risk, or of the capital where the
   *     method knows no risk; normalised by the method
   * @param bounds of the weights
   * @throws BudgetFailedException if the input is not finite, the bounds cannot be met or no
   *     solution is found; never anything half-done
   */
  double[] weights(double[][] covariance, double[] shares, CapitalBounds bounds)
      throws BudgetFailedException;
}
