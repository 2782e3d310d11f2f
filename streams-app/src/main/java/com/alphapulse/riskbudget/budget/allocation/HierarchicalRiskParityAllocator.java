package com.alphapulse.riskbudget.budget.allocation;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Hierarchical risk parity (López de Prado 2016, "Building Diversified Portfolios that Outperform
 * Out of Sample"): assets are ordered by single-linkage clustering on the distance {@code sqrt((1 −
 * ρ)/2)}; capital is then split by recursive bisection in inverse proportion to the variance of
 * each half, itself weighted by inverse variances.
 *
 * <p>The method knows no shares of risk: its weights are multiplied by the shares and scaled back.
 * Riskless assets are left out unless there are no others.
 *
 * <p>Which half is left and which is right, and with it the split of a cluster of odd size, follows
 * from the order of the assets. So that the answer does not depend on the order in which they are
 * named, they are first put in order of volatility, and of their correlations where that is equal.
 * Assets that are equal in all of this are alike, unless two clusters mirror each other.
 */
public final class HierarchicalRiskParityAllocator implements Allocator {

  private record Edge(double distance, int a, int b) {}

  @Override
  public double[] weights(double[][] covariance, double[] shares, CapitalBounds bounds)
      throws BudgetFailedException {
    double[] volatilities = Matrices.volatilities(covariance);
    int[] risky = Matrices.risky(volatilities);
    if (risky.length == 0) {
      return bounds.fit(shares, 1);
    }
    int[] ordered = byValue(covariance, volatilities, risky);
    int[] order = quasiDiagonal(Matrices.correlations(covariance, volatilities, ordered));
    int[] assets = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      assets[i] = ordered[order[i]];
    }
    double[] raw = new double[shares.length];
    bisect(covariance, assets, 1, raw);
    for (int i = 0; i < raw.length; i++) {
      raw[i] *= shares[i];
    }
    return bounds.fit(raw, 1);
  }

  private static int[] byValue(double[][] covariance, double[] volatilities, int[] chosen) {
    double[][] rows = new double[covariance.length][];
    for (int i : chosen) {
      rows[i] = Matrices.pick(covariance[i], chosen);
      Arrays.sort(rows[i]);
    }
    return Arrays.stream(chosen)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(i -> volatilities[i])
                .thenComparing(i -> rows[i], Arrays::compare))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Leaves of the single-linkage tree from left to right; the older cluster is on the left. */
  public static int[] quasiDiagonal(double[][] correlations) {
    int n = correlations.length;
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        edges.add(new Edge(Math.sqrt(Math.max(0, 0.5 * (1 - correlations[i][j]))), i, j));
      }
    }
    edges.sort((x, y) -> Double.compare(x.distance(), y.distance()));
    int[] cluster = new int[n];
    int[][] leaves = new int[2 * n][];
    for (int i = 0; i < n; i++) {
      cluster[i] = i;
      leaves[i] = new int[] {i};
    }
    int next = n;
    for (Edge edge : edges) {
      int left = Math.min(cluster[edge.a()], cluster[edge.b()]);
      int right = Math.max(cluster[edge.a()], cluster[edge.b()]);
      if (left != right) {
        leaves[next] = concatenated(leaves[left], leaves[right]);
        for (int leaf : leaves[next]) {
          cluster[leaf] = next;
        }
        next++;
      }
    }
    return leaves[next - 1];
  }

  public static void bisect(double[][] covariance, int[] assets, double weight, double[] into) {
    if (assets.length == 1) {
      into[assets[0]] = weight;
      return;
    }
    int[] left = Arrays.copyOfRange(assets, 0, assets.length / 2);
    int[] right = Arrays.copyOfRange(assets, assets.length / 2, assets.length);
    double leftVariance = clusterVariance(covariance, left);
    double rightVariance = clusterVariance(covariance, right);
    double sum = leftVariance + rightVariance;
    // Two clusters without risk, as of perfect hedges, share alike.
    double leftShare = sum > 0 ? rightVariance / sum : 0.5;
    bisect(covariance, left, weight * leftShare, into);
    bisect(covariance, right, weight * (1 - leftShare), into);
  }

  /** Variance of the inverse-variance portfolio of the assets. */
  public static double clusterVariance(double[][] covariance, int[] assets) {
    double sum = 0;
    for (int asset : assets) {
      sum += 1 / covariance[asset][asset];
    }
    double variance = 0;
    for (int i : assets) {
      for (int j : assets) {
        variance += covariance[i][j] / (covariance[i][i] * covariance[j][j]);
      }
    }
    return Math.max(0, variance / (sum * sum));
  }

  private static int[] concatenated(int[] left, int[] right) {
    int[] joined = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, joined, left.length, right.length);
    return joined;
  }
}
