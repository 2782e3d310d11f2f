package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.alphapulse.riskbudget.cli.base.LogFile;
import com.alphapulse.riskbudget.cli.base.Terminal;
import com.alphapulse.riskbudget.cli.base.Version;
import com.alphapulse.riskbudget.demo.Demo;
import com.alphapulse.riskbudget.demo.DemoOptions;
import com.alphapulse.riskbudget.runtime.Platform;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riskbudget demo}. */
@Command(
    name = "demo",
    description = {
      "Runs everything on an embedded broker and registry: replays real prices, sends orders of",
      "sample strategies through the gate, executes them, and checks the decisions from outside."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class DemoCommand implements Callable<Integer> {
  private final Platform.Starter starter;

  @Spec private CommandSpec spec;

  @Option(
      names = "--prices",
      paramLabel = "FILE.csv",
      description = "Closing levels to replay: date, then a column per symbol. Default: bundled.")
  private Path prices;

  @Option(
      names = "--speed",
      paramLabel = "BARS",
      description = "Bars a second. Default: ${DEFAULT-VALUE}.")
  private double speed = DemoOptions.DEFAULT_SPEED;

  @Option(
      names = "--broker-port",
      paramLabel = "PORT",
      description = "Port of the embedded broker. Default: a free one.")
  private Integer brokerPort;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Port of page, API and registry; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
  private int port = DemoOptions.DEFAULT_PORT;

  @Option(
      names = "--no-feed",
      description = "Produce nothing: topics, registry, stages and API are up for your producers.")
  private boolean noFeed;

  @Option(
      names = "--headless",
      description = "Show progress as plain lines instead of rewriting one.")
  private boolean headless;

  @Option(names = "--exit-when-done", description = "End after the replay.")
  private boolean exitWhenDone;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Write the figures to this file after the replay.")
  private Path report;

  DemoCommand(Platform.Starter starter) {
    this.starter = starter;
  }

  @Override
  public Integer call() throws Exception {
    DemoOptions options =
        new DemoOptions(
            Optional.ofNullable(prices),
            speed,
            brokerPort == null ? OptionalInt.empty() : OptionalInt.of(brokerPort),
            port,
            noFeed,
            exitWhenDone,
            Optional.ofNullable(report));
    TerminalScreen screen =
        new TerminalScreen(spec.commandLine().getOut(), Terminal.isThere() && !headless);
    Demo demo = new Demo(options, starter, screen);
    Thread onInterrupt = new Thread(demo::close, "demo-shutdown");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    screen.line("log       " + LogFile.path());
    boolean good = demo.run();
    return good ? 0 : ExitCode.FOUND_A_PROBLEM;
  }
}
