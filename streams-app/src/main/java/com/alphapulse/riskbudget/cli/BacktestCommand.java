package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.backtest.Backtests;
import com.alphapulse.riskbudget.backtest.replay.Variant;
import com.alphapulse.riskbudget.cli.base.Terminal;
import com.alphapulse.riskbudget.cli.base.Version;
import com.alphapulse.riskbudget.config.Configuration;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riskbudget backtest}. */
@Command(
    name = "backtest",
    description = {
      "Holds dynamic risk budgets against a static allocation on the same prices, walk-forward;",
      "prints a table and writes report.json and report.html."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class BacktestCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @Spec private CommandSpec spec;

  @Option(
      names = "--prices",
      required = true,
      paramLabel = "FILE.csv",
      description =
          "Closing levels: date, then a column per symbol; NA where one is not available.")
  private Path prices;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration. Default: every default.")
  private Path config;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "First day measured. Default, and at the earliest: after the years of warm-up.")
  private LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "Last day measured. Default: the last.")
  private LocalDate to;

  @Option(
      names = "--costs-bps",
      paramLabel = "BPS",
      description = "Cost of trading in basis points of notional. Default: ${DEFAULT-VALUE}.")
  private double costsBps = 10;

  @Option(
      names = "--detector",
      paramLabel = "NAME",
      description =
          "Regime detector (market.regime.detector): rules, hidden_markov or jump_model. Default: as configured.")
  private String detector;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "Allocation method of every regime, such as risk_budgeting or equal_weight. Default: as configured.")
  private String method;

  @Option(
      names = "--compare",
      arity = "0..1",
      split = ",",
      fallbackValue = ALL,
      paramLabel = "NAMES",
      description =
          "Holds detectors and methods side by side, in all combinations: those named, with commas between, or all.")
  private List<String> compare;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the reports. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("backtest");

  @Override
  public Integer call() throws Exception {
    if (!(costsBps >= 0 && costsBps <= 1000)) {
      throw new ParameterException(spec.commandLine(), "--costs-bps must be from 0 to 1000");
    }
    TerminalScreen screen = new TerminalScreen(spec.commandLine().getOut(), Terminal.isThere());
    ProgressBar bar = new ProgressBar(screen, System::nanoTime);
    List<String> lines =
        Backtests.run(
            new Backtests.Request(
                prices,
                this::configuration,
                new Variant(Optional.ofNullable(detector), Optional.ofNullable(method)),
                Optional.ofNullable(compare).map(n -> n.equals(List.of(ALL)) ? List.of() : n),
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                costsBps,
                out),
            bar::at);
    lines.forEach(screen::line);
    screen.line("reports   " + out.resolve("report.html") + ", " + out.resolve("report.json"));
    return 0;
  }

  private Configuration configuration(Map<String, String> overrides) {
    return config == null
        ? Configuration.parse("defaults", "", overrides)
        : Configuration.load(config, overrides);
  }
}
