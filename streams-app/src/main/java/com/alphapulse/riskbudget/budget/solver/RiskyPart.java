package com.alphapulse.riskbudget.budget.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The assets that carry risk, for methods that leave out the riskless ones. Those get the least
 * that the bounds allow, and more only where the others are full.
 *
 * @param risky indices of the assets that carry risk, ascending
 * @param rest weights of all assets; 0 for those that carry risk
 * @param bounds of the risky assets, with what the riskless ones take of a group taken out
 * @param total what the risky assets get together
 */
public record RiskyPart(int[] risky, double[] rest, CapitalBounds bounds, double total) {

  /**
   * Splits the assets.
   *
   * @param shares that the risky assets are wanted in, only to find out whether they are full
   * @throws BudgetFailedException if no weights within the bounds sum to 1
   */
  public static RiskyPart of(int[] risky, double[] shares, CapitalBounds all)
      throws BudgetFailedException {
    int n = shares.length;
    if (risky.length == n) {
      return new RiskyPart(risky, new double[n], all, 1);
    }
    int[] position = new int[n];
    double[] wanted = new double[n];
    for (int k = 0; k < risky.length; k++) {
      position[risky[k]] = k + 1;
      wanted[risky[k]] = shares[risky[k]];
    }
    double[] rest = all.fit(wanted, 1);
    double total = 1;
    for (int i = 0; i < n; i++) {
      rest[i] = position[i] > 0 ? 0 : rest[i];
      total -= rest[i];
    }
    List<CapitalBounds.Group> groups = new ArrayList<>();
    for (CapitalBounds.Group group : all.groups()) {
      int[] members = new int[group.members().length];
      int count = 0;
      for (int i : group.members()) {
        if (position[i] > 0) {
          members[count++] = position[i] - 1;
        }
      }
      if (count > 0) {
        double taken = group.sum(rest);
        groups.add(
            new CapitalBounds.Group(
                Arrays.copyOf(members, count),
                Math.max(0, group.lower() - taken),
                Math.max(0, group.upper() - taken)));
      }
    }
    CapitalBounds bounds = all.pick(risky);
    return new RiskyPart(
        risky, rest, new CapitalBounds(bounds.lower(), bounds.upper(), groups), Math.max(0, total));
  }

  /** Weights of all assets, from those of the risky ones. */
  public double[] spread(double[] weights) {
    if (weights.length == rest.length) {
      return weights;
    }
    double[] all = rest.clone();
    for (int k = 0; k < risky.length; k++) {
      all[risky[k]] = weights[k];
    }
    return all;
  }
}
