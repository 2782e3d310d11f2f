package com.alphapulse.riskbudget.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riskbudget bench gate}. */
@Command(
    name = "gate",
    description =
        "Measures throughput, latency, CPU and growth of the gate against two pass-throughs on the same embedded broker. Takes about 15 minutes, some 6 GB of disk and 4 GB of memory.",
    mixinStandardHelpOptions = true)
final class GateBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Fewer and shorter rounds: under four minutes.")
  private boolean quick;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Writes the figures as JSON, too.")
  private Path report;

  @Option(
      names = "--profile",
      paramLabel = "FILE.jfr",
      description = "Records where the gate's CPU time goes, in one more round.")
  private Path profile;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Order of the rounds, to repeat a run. Default: a new one.")
  private Long seed;

  @Override
  public Integer call() throws Exception {
    Reports.requireFolder(spec, "--report", report);
    Reports.requireFolder(spec, "--profile", profile);
    PrintWriter out = spec.commandLine().getOut();
    long chosen = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    out.printf("seed %d%n", chosen);
    out.flush();
    GateReport figures;
    try (Processes processes = Processes.open()) {
      figures =
          new GateBench(
                  processes, quick ? GatePlan.QUICK : GatePlan.FULL, chosen, Reports.progress(out))
              .run(Optional.ofNullable(profile).map(Path::toAbsolutePath));
    }
    GateTable.of(figures).forEach(out::println);
    if (profile != null) {
      GateProfile.of(profile).lines().forEach(out::println);
    }
    out.flush();
    Reports.write(report, figures);
    return 0;
  }
}
