package com.alphapulse.riskbudget.budget.solver;

import java.util.Arrays;
import java.util.List;

/**
 * Lower and upper bounds of weights that sum to 1, and of sums over groups of them.
 *
 * @param lower n values, 0 to 1
 * @param upper n values, at least the lower ones
 * @param groups without a common member
 */
public record CapitalBounds(double[] lower, double[] upper, List<Group> groups) {

  /** Slack within which sums of bounds count as 1. */
  static final double TOLERANCE = 1e-12;

  /** Distance from a bound that is the solver's error. */
  private static final double SNAP = 1e-10;

  private static final int BISECTIONS = 200;

  /**
   * Bounds of the sum over some of the weights.
   *
   * @param members indices of the weights, at least one
   */
  public record Group(int[] members, double lower, double upper) {

    public double sum(double[] values) {
      double sum = 0;
      for (int i : members) {
        sum += values[i];
      }
      return sum;
    }
  }

  public CapitalBounds {
    groups = List.copyOf(groups);
  }

  /** Without groups. */
  public CapitalBounds(double[] lower, double[] upper) {
    this(lower, upper, List.of());
  }

  /** No bounds beyond long-only. */
  public static CapitalBounds none(int n) {
    double[] upper = new double[n];
    Arrays.fill(upper, 1);
    return new CapitalBounds(new double[n], upper);
  }

  /** Whether weights exist that sum to 1 within the bounds; exact, since groups do not overlap. */
  public boolean feasible() {
    for (int i = 0; i < lower.length; i++) {
      if (!(lower[i] >= 0 && lower[i] <= upper[i] && upper[i] <= 1)) {
        return false;
      }
    }
    for (Group group : groups) {
      if (!(least(group) <= most(group) + TOLERANCE)) {
        return false;
      }
    }
    return reachable(1);
  }

  /** Whether every weight, and every sum over a group, lies within its bounds. */
  public boolean contain(double[] weights) {
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] < lower[i] || weights[i] > upper[i]) {
        return false;
      }
    }
    for (Group group : groups) {
      double sum = group.sum(weights);
      if (sum < group.lower() - TOLERANCE || sum > group.upper() + TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  /** Smallest sum over a group that its own and its members' bounds allow. */
  double least(Group group) {
    return Math.max(group.lower(), group.sum(lower));
  }

  /** Largest sum over a group that its own and its members' bounds allow. */
  double most(Group group) {
    return Math.min(group.upper(), group.sum(upper));
  }

  /**
   * The weights nearest in proportion to {@code raw}, that is in relative entropy: each is {@code
   * clamp(t · raw)} for the one t that makes them sum to {@code total}. Where a group's sum would
   * leave its bounds it is held there, and its members share one t of their own. An asset with raw
   * 0 stays at its lower bound unless the others are full.
   *
   * @throws BudgetFailedException if no weights within the bounds sum to {@code total}
   */
  public double[] fit(double[] raw, double total) throws BudgetFailedException {
    double sum = 0;
    for (double value : raw) {
      sum += value;
    }
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new BudgetFailedException(
          BudgetFailedException.Reason.NOT_FINITE, "the raw weights have no finite positive sum");
    }
    if (!reachable(total)) {
      throw infeasible();
    }
    double[] scaled = new double[raw.length];
    for (int i = 0; i < raw.length; i++) {
      scaled[i] = Math.max(raw[i] / sum, 1e-15);
    }
    double[] weights = new double[raw.length];
    clamp(scaled, factor(scaled, total, weights), weights);
    for (Group group : groups) {
      fitGroup(group, scaled, weights);
    }
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == 0 && weights[i] <= lower[i] + TOLERANCE) {
        weights[i] = lower[i];
      }
    }
    return weights;
  }

  /**
   * A numerical solution with what is next to a bound put on it, and the sum made exact.
   *
   * @throws BudgetFailedException if no weights within the bounds sum to {@code total}
   */
  public double[] settled(double[] solution, double total) throws BudgetFailedException {
    double[] weights = new double[solution.length];
    for (int i = 0; i < weights.length; i++) {
      boolean atLower = solution[i] - lower[i] <= SNAP;
      weights[i] = atLower ? lower[i] : upper[i] - solution[i] <= SNAP ? upper[i] : solution[i];
    }
    return fit(weights, total);
  }

  public static BudgetFailedException infeasible() {
    return new BudgetFailedException(
        BudgetFailedException.Reason.INFEASIBLE_BOUNDS, "no weights within the bounds sum to 1");
  }

  /** The same bounds for some of the weights, without groups. */
  CapitalBounds pick(int[] chosen) {
    return new CapitalBounds(Matrices.pick(lower, chosen), Matrices.pick(upper, chosen));
  }

  private boolean reachable(double total) {
    double low = 0;
    double high = 0;
    for (int i = 0; i < lower.length; i++) {
      low += lower[i];
      high += upper[i];
    }
    for (Group group : groups) {
      low += least(group) - group.sum(lower);
      high += most(group) - group.sum(upper);
    }
    return low <= total + TOLERANCE && high >= total - TOLERANCE;
  }

  private double factor(double[] scaled, double total, double[] scratch) {
    double low = 0;
    double high = total;
    while (clamp(scaled, high, scratch) < total - TOLERANCE && high < 1e20) {
      high *= 2;
    }
    for (int i = 0; i < BISECTIONS && high - low > 1e-16 * high; i++) {
      double middle = 0.5 * (low + high);
      if (clamp(scaled, middle, scratch) < total) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The sum that counts a group at its bound where its members sum to more or less. */
  private double clamp(double[] scaled, double factor, double[] into) {
    double sum = 0;
    for (int i = 0; i < scaled.length; i++) {
      into[i] = Math.min(Math.max(factor * scaled[i], lower[i]), upper[i]);
      sum += into[i];
    }
    for (Group group : groups) {
      double own = group.sum(into);
      sum += Math.min(Math.max(own, group.lower()), group.upper()) - own;
    }
    return sum;
  }

  private void fitGroup(Group group, double[] scaled, double[] weights)
      throws BudgetFailedException {
    double sum = group.sum(weights);
    double wanted = Math.min(Math.max(sum, group.lower()), group.upper());
    if (wanted == sum) {
      return;
    }
    double[] own = pick(group.members()).fit(Matrices.pick(scaled, group.members()), wanted);
    for (int i = 0; i < own.length; i++) {
      weights[group.members()[i]] = own[i];
    }
  }
}
