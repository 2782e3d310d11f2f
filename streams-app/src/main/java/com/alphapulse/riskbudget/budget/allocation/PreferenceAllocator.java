package com.alphapulse.riskbudget.budget.allocation;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;
import com.alphapulse.riskbudget.budget.solver.Matrices;

/**
 * Capital in proportion to share times preference, whatever the risk. Where nothing is preferred
 * there is no capital at all: that is an answer, and bounds do not turn it round.
 */
public final class PreferenceAllocator implements Allocator {
  private final double[] preferences;

  /**
   * @param preferences n values, finite and at least 0
   */
  public PreferenceAllocator(double[] preferences) {
    this.preferences = preferences.clone();
  }

  @Override
  public double[] weights(double[][] covariance, double[] shares, CapitalBounds bounds)
      throws BudgetFailedException {
    double[] raw = new double[shares.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = shares[i] * preferences[i];
    }
    return Matrices.largest(preferences) == 0 ? raw : bounds.fit(raw, 1);
  }
}
