package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.alphapulse.riskbudget.cli.base.Version;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.runtime.Platform;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code riskbudget run}. */
@Command(
    name = "run",
    description = "Runs the stages against a Kafka cluster until it is ended.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {
  private static final long CHECK_SECONDS = 1;

  private final Platform.Starter starter;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "Configuration, as YAML.")
  private Path config;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      split = ",",
      description = "Which of ${COMPLETION-CANDIDATES} this process runs. Default: all.")
  private Set<Platform.Part> stages = EnumSet.allOf(Platform.Part.class);

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the API, in place of the configured one; 0 picks a free one.")
  private Integer port;

  RunCommand(Platform.Starter starter) {
    this.starter = starter;
  }

  @Override
  public Integer call() throws InterruptedException {
    Configuration configuration = withPort(Configuration.load(config));
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  awaitQuietly(stopped);
                },
                "run-shutdown"));
    try (Platform platform = starter.start(configuration, stages, false, InstantSource.system())) {
      Logger log = LoggerFactory.getLogger(RunCommand.class);
      log.info("Running: {}{}", stages, platform.page().map(page -> ", page " + page).orElse(""));
      while (!stop.await(CHECK_SECONDS, TimeUnit.SECONDS)) {
        Optional<String> failure = platform.failure();
        if (failure.isPresent()) {
          log.error("A stage stopped: {}", failure.get());
          return ExitCode.FOUND_A_PROBLEM;
        }
      }
      return 0;
    } finally {
      stopped.countDown();
    }
  }

  private Configuration withPort(Configuration configuration) {
    if (port == null) {
      return configuration;
    }
    return new Configuration(
        configuration.riskBudgeting(),
        configuration.market(),
        configuration.gate(),
        configuration.kafka(),
        configuration.registry(),
        configuration.api().withPort(port),
        configuration.management(),
        configuration.alerts(),
        configuration.backtest());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
