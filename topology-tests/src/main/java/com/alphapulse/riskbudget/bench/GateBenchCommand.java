package com.alphapulse.riskbudget.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riskbudget bench gate}. */
@Command(
    name = "gate",
    description =
        "Measures throughput, latency, CPU and growth of the gate against two pass-throughs on the same embedded broker. Takes about 20 minutes, some 6 GB of disk and 4 GB of memory.",
    mixinStandardHelpOptions = true)
final class GateBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Fewer and shorter rounds: about six minutes.")
  private boolean quick;

  @Mixin private Reports reports;

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
    reports.check();
    Reports.requireFolder(spec, "--profile", profile);
    PrintWriter out = spec.commandLine().getOut();
    long chosen = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    out.printf("seed %d%n", chosen);
    out.flush();
    GateReport figures;
    try (Processes processes = Processes.open()) {
      figures =
          new GateBench(
                  processes, quick ? GatePlan.QUICK : GatePlan.FULL, chosen, reports.progress())
              .run(Optional.ofNullable(profile).map(Path::toAbsolutePath));
    }
    List<String> lines = new ArrayList<>(GateTable.of(figures));
    if (profile != null) {
      lines.addAll(GateProfile.of(profile).lines());
    }
    reports.tell(lines, figures);
    return 0;
  }
}
