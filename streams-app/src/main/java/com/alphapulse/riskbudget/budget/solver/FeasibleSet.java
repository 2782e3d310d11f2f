package com.alphapulse.riskbudget.budget.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Bounds drawn as tight as they bind together, so that what is not fixed has room on both sides.
 * Since groups do not overlap the bounds form a tree, on which one pass up and one down is exact.
 */
public final class FeasibleSet {

  /** Width below which an interval is a point. */
  static final double FIXED = 1e-12;

  /** {@code sign · (Σ of members − bound) ≥ 0}. */
  record Inequality(int[] members, double bound, int sign) {

    boolean single() {
      return members.length == 1;
    }

    double slack(double[] x) {
      return sign * (sum(x) - bound);
    }

    /** What a step adds to the slack. */
    double change(double[] direction) {
      return sign * sum(direction);
    }

    private double sum(double[] values) {
      double sum = 0;
      for (int i : members) {
        sum += values[i];
      }
      return sum;
    }
  }

  private final CapitalBounds given;
  private final double[] lower;
  private final double[] upper;
  private final List<CapitalBounds.Group> groups = new ArrayList<>();
  private final OptionalDouble total;

  /**
   * @param bounds feasible
   * @param total what the weights sum to; empty where they need not sum to anything
   */
  public FeasibleSet(CapitalBounds bounds, OptionalDouble total) {
    this.given = bounds;
    this.lower = bounds.lower().clone();
    this.upper = bounds.upper().clone();
    this.total = total;
    double[] low = new double[bounds.groups().size()];
    double[] high = new double[low.length];
    for (int g = 0; g < low.length; g++) {
      low[g] = bounds.least(bounds.groups().get(g));
      high[g] = bounds.most(bounds.groups().get(g));
    }
    total.ifPresent(sum -> tightenToTotal(low, high, sum));
    for (int g = 0; g < low.length; g++) {
      CapitalBounds.Group group =
          new CapitalBounds.Group(bounds.groups().get(g).members(), low[g], high[g]);
      groups.add(group);
      double[] spans = {group.sum(lower), group.sum(upper)};
      for (int i : group.members()) {
        tighten(i, group.lower() - spans[1], group.upper() - spans[0]);
      }
    }
  }

  public double[] lower() {
    return lower;
  }

  public double[] upper() {
    return upper;
  }

  /** The groups with the bounds that their sums can reach. */
  public List<CapitalBounds.Group> groups() {
    return groups;
  }

  /** Whether the bounds leave a weight no room. */
  public boolean fixed(int i) {
    return upper[i] - lower[i] <= FIXED;
  }

  /** Whether the bounds leave a group's sum no room. */
  public static boolean fixed(CapitalBounds.Group group) {
    return group.upper() - group.lower() <= FIXED;
  }

  /** Sums that must hold exactly, without a common member: fixed groups, and all else together. */
  List<CapitalBounds.Group> equalities() {
    List<CapitalBounds.Group> equalities = new ArrayList<>();
    boolean[] elsewhere = new boolean[lower.length];
    double rest = total.orElse(0);
    for (CapitalBounds.Group group : groups) {
      if (fixed(group)) {
        equalities.add(group);
        rest -= group.lower();
        for (int i : group.members()) {
          elsewhere[i] = true;
        }
      }
    }
    if (total.isPresent()) {
      int[] others = new int[lower.length];
      int n = 0;
      for (int i = 0; i < lower.length; i++) {
        if (!elsewhere[i]) {
          others[n++] = i;
        }
      }
      equalities.add(new CapitalBounds.Group(Arrays.copyOf(others, n), rest, rest));
    }
    return equalities;
  }

  /**
   * The bounds that some point of the set meets; leaving out the others changes nothing, and those
   * that only repeat what others imply would cost accuracy.
   */
  List<Inequality> inequalities() {
    List<Inequality> inequalities = new ArrayList<>();
    for (int i = 0; i < lower.length; i++) {
      if (!fixed(i)) {
        int[] alone = {i};
        addReachable(inequalities, alone, given.lower()[i], lower[i], 1);
        addReachable(inequalities, alone, given.upper()[i], upper[i], -1);
      }
    }
    for (int g = 0; g < groups.size(); g++) {
      CapitalBounds.Group own = given.groups().get(g);
      CapitalBounds.Group tight = groups.get(g);
      if (!fixed(tight) && own.lower() > own.sum(given.lower()) + FIXED) {
        addReachable(inequalities, own.members(), own.lower(), tight.lower(), 1);
      }
      if (!fixed(tight) && own.upper() < own.sum(given.upper()) - FIXED) {
        addReachable(inequalities, own.members(), own.upper(), tight.upper(), -1);
      }
    }
    return inequalities;
  }

  private static void addReachable(
      List<Inequality> inequalities, int[] members, double bound, double tight, int sign) {
    if (Math.abs(tight - bound) <= FIXED) {
      inequalities.add(new Inequality(members, bound, sign));
    }
  }

  /** A point strictly inside, wherever there is an inside. */
  public double[] interior() {
    double fraction = total.isPresent() ? fraction(total.getAsDouble()) : 0.5;
    double[] x = new double[lower.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = lower[i] + fraction * (upper[i] - lower[i]);
    }
    for (CapitalBounds.Group group : groups) {
      double wanted = group.lower() + fraction * (group.upper() - group.lower());
      double low = group.sum(lower);
      double high = group.sum(upper);
      double own = high > low ? (wanted - low) / (high - low) : 0;
      for (int i : group.members()) {
        x[i] = lower[i] + own * (upper[i] - lower[i]);
      }
    }
    return x;
  }

  /** How far between the smallest and the largest sum the total lies, 0 to 1. */
  private double fraction(double sum) {
    double low = 0;
    double high = 0;
    for (int i = 0; i < lower.length; i++) {
      low += lower[i];
      high += upper[i];
    }
    for (CapitalBounds.Group group : groups) {
      low += group.lower() - group.sum(lower);
      high += group.upper() - group.sum(upper);
    }
    return high > low ? Math.min(Math.max((sum - low) / (high - low), 0), 1) : 0;
  }

  private void tightenToTotal(double[] groupLower, double[] groupUpper, double sum) {
    boolean[] grouped = new boolean[lower.length];
    double low = Arrays.stream(groupLower).sum();
    double high = Arrays.stream(groupUpper).sum();
    for (CapitalBounds.Group group : given.groups()) {
      for (int i : group.members()) {
        grouped[i] = true;
      }
    }
    for (int i = 0; i < lower.length; i++) {
      low += grouped[i] ? 0 : lower[i];
      high += grouped[i] ? 0 : upper[i];
    }
    for (int g = 0; g < groupLower.length; g++) {
      double least = Math.max(groupLower[g], sum - high + groupUpper[g]);
      groupUpper[g] = Math.max(least, Math.min(groupUpper[g], sum - low + groupLower[g]));
      groupLower[g] = least;
    }
    for (int i = 0; i < lower.length; i++) {
      if (!grouped[i]) {
        tighten(i, sum - high, sum - low);
      }
    }
  }

  /** Takes away what the others, at their other ends, do not leave. */
  private void tighten(int i, double belowOthers, double aboveOthers) {
    double least = Math.max(lower[i], belowOthers + upper[i]);
    upper[i] = Math.max(least, Math.min(upper[i], aboveOthers + lower[i]));
    lower[i] = least;
  }
}
