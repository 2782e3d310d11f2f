package com.alphapulse.riskbudget.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riskbudget bench maths}. */
@Command(
    name = "maths",
    description =
        "Measures time and allocation of covariance, risk budgeting, hierarchical risk parity and a backtest. Takes about three minutes.",
    mixinStandardHelpOptions = true)
final class MathsBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Shorter and rougher: about one and a half minutes.")
  private boolean quick;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Writes the figures as JSON, too.")
  private Path report;

  @Override
  public Integer call() throws Exception {
    Reports.requireFolder(spec, "--report", report);
    PrintWriter out = spec.commandLine().getOut();
    MathsReport figures = new MathsBench(quick, Reports.progress(out)).run();
    figures.lines().forEach(out::println);
    out.flush();
    Reports.write(report, figures);
    return 0;
  }
}
