package com.alphapulse.riskbudget.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riskbudget bench market}. */
@Command(
    name = "market",
    description =
        "Measures what a price and the close of a bar cost the market stage, by the number of instruments.",
    mixinStandardHelpOptions = true)
final class MarketBenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--instruments",
      paramLabel = "N",
      split = ",",
      description = "Sizes of the markets, smallest first. Default: ${DEFAULT-VALUE}.")
  private List<Integer> instruments = List.of(10, 500, 2_000);

  @Option(
      names = "--ticks",
      paramLabel = "N",
      description = "Prices that are measured, for each market. Default: ${DEFAULT-VALUE}.")
  private int ticks = 200_000;

  @Mixin private Reports reports;

  @Override
  public Integer call() throws Exception {
    reports.check();
    if (ticks < 1 || instruments.stream().anyMatch(n -> n < 1)) {
      throw new ParameterException(spec.commandLine(), "numbers must be above 0");
    }
    Path folder = Files.createTempDirectory("riskbudget-market");
    MarketReport figures = new MarketBench(ticks, reports.progress()).run(instruments, folder);
    reports.tell(figures.lines(), figures);
    return 0;
  }
}
