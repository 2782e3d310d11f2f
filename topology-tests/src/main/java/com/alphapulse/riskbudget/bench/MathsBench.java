package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.bench.MathsReport.Figure;
import com.alphapulse.riskbudget.bench.jmh.AllocationBenchmark;
import com.alphapulse.riskbudget.bench.jmh.BacktestBenchmark;
import com.alphapulse.riskbudget.bench.jmh.CovarianceBenchmark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Time and allocation of the mathematics, each in a JVM of its own, by JMH. */
final class MathsBench {
  private static final int[] SIZES = {10, 50, 200, 500, 1000};
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final int BACKTEST_SYMBOLS = 10;

  /**
   * Microseconds by size: what the formulas were measured at before the product was built, on one
   * core of a shared machine.
   */
  private static final double[] COVARIANCE = {0.24, 0.84, 9.1, 39, 159};

  private static final double[] COLD = {2.1, 30, 410, 2424, 12_600};
  private static final double[] WARM = {1.6, 22, 294, 1526, 8500};

  /** Seconds that a backtest may take once the program runs. */
  private static final double BACKTEST_MICROS = 2e6;

  private final boolean quick;
  private final Consumer<String> progress;
  private final List<Figure> figures = new ArrayList<>();

  MathsBench(boolean quick, Consumer<String> progress) {
    this.quick = quick;
    this.progress = progress;
  }

  /**
   * Measures everything.
   *
   * @throws BenchFailedException if a benchmark failed
   */
  MathsReport run() {
    Map<String, Object> machine = Machine.facts();
    sizes("covariance, one bar", CovarianceBenchmark.class, "update", COVARIANCE);
    sizes("risk budgeting, cold", AllocationBenchmark.class, "cold", COLD);
    sizes("risk budgeting, warm", AllocationBenchmark.class, "warm", WARM);
    sizes("risk budgeting, whole call", AllocationBenchmark.class, "allocator", new double[0]);
    sizes("hierarchical risk parity", AllocationBenchmark.class, "hierarchical", new double[0]);
    ChainedOptionsBuilder options =
        options(BacktestBenchmark.class, "decade")
            .mode(Mode.SingleShotTime)
            .warmupIterations(1)
            .measurementIterations(quick ? 1 : 3);
    add("backtest, ten years", BACKTEST_SYMBOLS, BACKTEST_MICROS, options);
    return new MathsReport(figures, machine);
  }

  private void sizes(String title, Class<?> type, String method, double[] targets) {
    for (int i = 0; i < SIZES.length; i++) {
      ChainedOptionsBuilder options =
          options(type, method)
              .mode(Mode.AverageTime)
              .param("n", Integer.toString(SIZES[i]))
              .warmupIterations(quick ? 1 : 3)
              .warmupTime(time())
              .measurementIterations(3)
              .measurementTime(time());
      add(title, SIZES[i], targets.length == 0 ? null : targets[i], options);
    }
  }

  private TimeValue time() {
    return TimeValue.milliseconds(quick ? 300 : 800);
  }

  private static ChainedOptionsBuilder options(Class<?> type, String method) {
    return new OptionsBuilder()
        .include(type.getName().replace(".", "\\.") + "\\." + method + "$")
        .timeUnit(TimeUnit.MICROSECONDS)
        .forks(1)
        .jvmArgs("-Xmx2g")
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private void add(String title, int size, Double target, ChainedOptionsBuilder options) {
    Collection<RunResult> results;
    try {
      results = new Runner(options.build()).run();
    } catch (RunnerException e) {
      throw new BenchFailedException("%s failed at %d".formatted(title, size), e);
    }
    RunResult result = results.iterator().next();
    Map<String, Result<?>> others = new LinkedHashMap<>();
    result.getSecondaryResults().forEach((name, value) -> others.put(name.replace("·", ""), value));
    Figure figure =
        new Figure(
            title,
            size,
            result.getPrimaryResult().getScore(),
            Math.round(others.get(ALLOCATED).getScore()),
            target);
    figures.add(figure);
    progress.accept("%s, N = %d: %,.2f µs".formatted(title, size, figure.micros()));
  }
}
