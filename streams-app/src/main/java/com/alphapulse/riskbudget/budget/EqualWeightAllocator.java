package com.alphapulse.riskbudget.budget;

/**
 * Capital in proportion to the shares, whatever the risk: equal weights where the shares are equal.
 */
final class EqualWeightAllocator implements Allocator {

  @Override
  public double[] weights(double[][] covariance, double[] shares, Bounds bounds)
      throws BudgetFailedException {
    return bounds.fit(shares, 1);
  }
}
