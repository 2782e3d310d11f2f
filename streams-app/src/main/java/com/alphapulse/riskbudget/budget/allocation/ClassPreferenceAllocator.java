package com.alphapulse.riskbudget.budget.allocation;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import com.alphapulse.riskbudget.domain.AssetClass;
import java.util.Arrays;

/**
 * Capital over asset classes in proportion to their preferences, and within a class by share
 * divided by volatility. Classes that nobody prefers get nothing; where that is all of them they
 * count alike, so that the strategy can still be weighed: its own preference is then 0.
 */
public final class ClassPreferenceAllocator implements Allocator {
  private static final Allocator WITHIN_CLASS = new VolatilityWeightedAllocator();

  private final AssetClass[] classes;
  private final double[] preferences;

  /**
   * @param classes of the n assets
   * @param preferences of their classes, n values, finite and at least 0
   */
  public ClassPreferenceAllocator(AssetClass[] classes, double[] preferences) {
    this.classes = classes.clone();
    this.preferences = preferences.clone();
  }

  @Override
  public double[] weights(double[][] covariance, double[] shares, CapitalBounds bounds)
      throws BudgetFailedException {
    boolean nothingPreferred = Matrices.largest(preferences) == 0;
    double[] raw = new double[shares.length];
    for (AssetClass assetClass : AssetClass.values()) {
      int[] members = members(assetClass);
      if (members.length > 0) {
        double preference = nothingPreferred ? 1 : preferences[members[0]];
        double[] own =
            WITHIN_CLASS.weights(
                Matrices.pick(covariance, members),
                Matrices.pick(shares, members),
                CapitalBounds.none(members.length));
        for (int i = 0; i < own.length; i++) {
          raw[members[i]] = preference * own[i];
        }
      }
    }
    return bounds.fit(raw, 1);
  }

  private int[] members(AssetClass assetClass) {
    int[] members = new int[classes.length];
    int n = 0;
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] == assetClass) {
        members[n++] = i;
      }
    }
    return Arrays.copyOf(members, n);
  }
}
