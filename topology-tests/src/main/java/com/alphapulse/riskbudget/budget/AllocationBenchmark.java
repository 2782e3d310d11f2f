package com.alphapulse.riskbudget.budget;

import java.util.Arrays;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Risk budgeting with equal shares, its solver alone, and hierarchical risk parity. */
@State(Scope.Thread)
public class AllocationBenchmark {
  /** That of the published figures; budgets are made with {@link CoordinateDescent#TOLERANCE}. */
  private static final double TOLERANCE = 1e-6;

  private static final long SEED = 20_240_607L;

  /** Change of a bar in an asset's dependence on the market. */
  private static final double CHANGE = 0.01;

  /** Assets. */
  @Param({"10"})
  public int n;

  private double[] shares;
  private double[] volatilities;
  private double[][] covariance;
  private double[][] correlations;
  private double[] low;
  private double[] high;
  private CoordinateDescent[] bars;
  private int bar;

  /** Makes assets of one market factor, and the same a bar later. */
  @Setup
  public void prepare() throws BudgetFailedException {
    Random random = new Random(SEED);
    shares = new double[n];
    Arrays.fill(shares, 1.0 / n);
    volatilities = new double[n];
    double[] loadings = new double[n];
    double[] later = new double[n];
    for (int i = 0; i < n; i++) {
      volatilities[i] = 0.25 + 0.75 * random.nextDouble();
      loadings[i] = 0.3 + 0.5 * random.nextDouble();
      later[i] = loadings[i] * (1 + CHANGE * random.nextGaussian());
    }
    correlations = correlations(loadings);
    covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance[i][j] = correlations[i][j] * volatilities[i] * volatilities[j];
      }
    }
    low = new double[n];
    high = new double[n];
    Arrays.fill(high, Double.POSITIVE_INFINITY);
    bars =
        new CoordinateDescent[] {
          new CoordinateDescent(correlations, shares, volatilities),
          new CoordinateDescent(correlations(later), shares, volatilities)
        };
    bars[0].solveUnbounded(TOLERANCE);
  }

  /** The solver from scratch. */
  @Benchmark
  public double cold() throws BudgetFailedException {
    CoordinateDescent descent = new CoordinateDescent(correlations, shares, volatilities);
    return solved(descent);
  }

  /** The solver from the solution of the bar before. */
  @Benchmark
  public double warm() throws BudgetFailedException {
    CoordinateDescent before = bars[bar];
    bar = 1 - bar;
    CoordinateDescent now = bars[bar];
    System.arraycopy(before.z(), 0, now.z(), 0, n);
    now.box(low, high);
    return solved(now);
  }

  /** What a budget costs: the method with its checks, to its own tolerance. */
  @Benchmark
  public double[] allocator() throws BudgetFailedException {
    return new RiskBudgetingAllocator().weights(covariance, shares, Bounds.none(n));
  }

  /** Hierarchical risk parity. */
  @Benchmark
  public double[] hierarchical() throws BudgetFailedException {
    return new HierarchicalRiskParityAllocator().weights(covariance, shares, Bounds.none(n));
  }

  private static double solved(CoordinateDescent descent) throws BudgetFailedException {
    if (!descent.solveUnbounded(TOLERANCE)) {
      throw new IllegalStateException("the solver did not converge");
    }
    return descent.sum();
  }

  private static double[][] correlations(double[] loadings) {
    int n = loadings.length;
    double[][] correlations = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        correlations[i][j] = i == j ? 1 : loadings[i] * loadings[j];
      }
    }
    return correlations;
  }
}
