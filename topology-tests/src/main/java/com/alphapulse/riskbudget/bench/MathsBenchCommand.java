package com.alphapulse.riskbudget.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code riskbudget bench maths}. */
@Command(
    name = "maths",
    description =
        "Measures time and allocation of covariance, risk budgeting, hierarchical risk parity and a backtest. Takes about three minutes.",
    mixinStandardHelpOptions = true)
final class MathsBenchCommand implements Callable<Integer> {
  @Option(names = "--quick", description = "Shorter and rougher: about one and a half minutes.")
  private boolean quick;

  @Mixin private Reports reports;

  @Override
  public Integer call() throws Exception {
    reports.check();
    MathsReport figures = new MathsBench(quick, reports.progress()).run();
    reports.tell(figures.lines(), figures);
    return 0;
  }
}
