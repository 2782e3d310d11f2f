package com.alphapulse.riskbudget.bench.jmh;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.market.risk.EwmaCovariance;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One bar of the covariance estimate. */
@State(Scope.Thread)
public class CovarianceBenchmark {
  private static final int BARS = 64;
  private static final long SEED = 20_240_607L;

  /** Instruments. */
  @Param({"10"})
  public int n;

  private EwmaCovariance covariance;
  private double[][] returns;
  private int bar;

  /** Makes returns of a percent a bar, and an estimate that has seen some. */
  @Setup
  public void prepare() {
    Random random = new Random(SEED);
    returns = new double[BARS][n];
    for (double[] row : returns) {
      double market = random.nextGaussian();
      for (int i = 0; i < n; i++) {
        row[i] = 0.01 * (0.5 * market + random.nextGaussian());
      }
    }
    covariance =
        new EwmaCovariance(21, 63, MarketSettings.ShrinkageTarget.CONSTANT_CORRELATION, 0.1, 252);
    for (int i = 0; i < n; i++) {
      covariance.add();
    }
    for (double[] row : returns) {
      covariance.update(row);
    }
  }

  /** Takes in a bar. */
  @Benchmark
  public double update() {
    bar = (bar + 1) % BARS;
    covariance.update(returns[bar]);
    return covariance.volatility(0);
  }
}
