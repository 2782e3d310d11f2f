package com.alphapulse.riskbudget.bench.jmh;

import com.alphapulse.riskbudget.budget.allocation.HierarchicalRiskParityAllocator;
import com.alphapulse.riskbudget.budget.allocation.RiskBudgetingAllocator;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;
import com.alphapulse.riskbudget.budget.solver.CoordinateDescent;
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

  /** Bars that correlations are estimated from, a year; with fewer than assets, as in practice. */
  private static final int BARS = 252;

  private static final int SECTORS = 5;

  /** Weight of the mean correlation in the estimate; the default of the configuration. */
  private static final double SHRINKAGE = 0.1;

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

  /** Makes assets of a market and some sectors, and the estimate of the next bar. */
  @Setup
  public void prepare() throws BudgetFailedException {
    Random random = new Random(SEED);
    shares = new double[n];
    Arrays.fill(shares, 1.0 / n);
    volatilities = new double[n];
    for (int i = 0; i < n; i++) {
      volatilities[i] = 0.25 + 0.75 * random.nextDouble();
    }
    double[][] returns = new double[n][BARS + 1];
    for (int bar = 0; bar <= BARS; bar++) {
      double market = random.nextGaussian();
      double[] sectors = random.doubles(SECTORS, -1.7, 1.7).toArray();
      for (int i = 0; i < n; i++) {
        returns[i][bar] = 0.5 * market + 0.5 * sectors[i % SECTORS] + random.nextGaussian();
      }
    }
    correlations = correlations(returns, 0);
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
          new CoordinateDescent(correlations(returns, 1), shares, volatilities)
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
    return new RiskBudgetingAllocator().weights(covariance, shares, CapitalBounds.none(n));
  }

  /** Hierarchical risk parity. */
  @Benchmark
  public double[] hierarchical() throws BudgetFailedException {
    return new HierarchicalRiskParityAllocator().weights(covariance, shares, CapitalBounds.none(n));
  }

  private static double solved(CoordinateDescent descent) throws BudgetFailedException {
    if (!descent.solveUnbounded(TOLERANCE)) {
      throw new IllegalStateException("the solver did not converge");
    }
    return descent.sum();
  }

  /** Sample correlations over a year, shrunk towards their mean. */
  private static double[][] correlations(double[][] returns, int from) {
    int n = returns.length;
    double[][] correlations = new double[n][n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double correlation =
            product(returns[i], returns[j], from)
                / Math.sqrt(
                    product(returns[i], returns[i], from) * product(returns[j], returns[j], from));
        correlations[i][j] = correlation;
        sum += correlation;
      }
    }
    double mean = Math.max(0, 2 * sum / ((double) n * (n - 1)));
    for (int i = 0; i < n; i++) {
      correlations[i][i] = 1;
      for (int j = 0; j < i; j++) {
        correlations[i][j] = (1 - SHRINKAGE) * correlations[i][j] + SHRINKAGE * mean;
        correlations[j][i] = correlations[i][j];
      }
    }
    return correlations;
  }

  private static double product(double[] a, double[] b, int from) {
    double sum = 0;
    for (int bar = from; bar < from + BARS; bar++) {
      sum += a[bar] * b[bar];
    }
    return sum;
  }
}
