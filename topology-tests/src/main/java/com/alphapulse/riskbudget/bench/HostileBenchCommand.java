package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riskbudget bench hostile}. */
@Command(
    name = "hostile",
    description =
        "Sends records that nobody should send to every input of the stages, with good orders between them, and counts what came of all.",
    mixinStandardHelpOptions = true)
final class HostileBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--records",
      paramLabel = "N",
      description = "Hostile records. Default: ${DEFAULT-VALUE}.")
  private long records = 1_000_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "What they follow from. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("riskbudget-hostile");
    try (EmbeddedBroker broker = EmbeddedBroker.start(OptionalInt.empty(), folder)) {
      HostileReport report =
          new HostileRun(records, seed, Reports.progress(out))
              .run(broker.bootstrapServers(), folder.resolve("streams"));
      report.lines().forEach(out::println);
      out.flush();
      return report.isGood() ? 0 : 1;
    }
  }
}
