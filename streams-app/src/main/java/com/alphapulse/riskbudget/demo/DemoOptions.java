package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the demonstration is asked to do.
 *
 * @param prices file to replay instead of the bundled ones
 * @param speed bars a second
 * @param brokerPort of the embedded broker; empty picks a free one
 * @param port of the page and the registry; 0 picks a free one
 * @param noFeed whether nothing is produced
 * @param exitWhenDone whether everything stops after the replay
 * @param report file for the figures, written after the replay
 */
public record DemoOptions(
    Optional<Path> prices,
    double speed,
    OptionalInt brokerPort,
    int port,
    boolean noFeed,
    boolean exitWhenDone,
    Optional<Path> report) {

  /** Bars a second with which the bundled prices take about 100 seconds. */
  public static final double DEFAULT_SPEED = 22;

  /** Port of the page and the registry, unless another is asked for. */
  public static final int DEFAULT_PORT = 8080;

  private static final double FASTEST = 10_000;

  /**
   * Checks what can be checked before anything starts.
   *
   * @throws ConfigurationException with everything that is wrong
   */
  public DemoOptions {
    List<String> errors = new ArrayList<>();
    if (!(speed >= 0.01 && speed <= FASTEST)) {
      errors.add("--speed must be from 0.01 to 10000 bars a second, not " + speed);
    }
    if (port < 0 || port > 65_535) {
      errors.add("--port must be from 0 to 65535, not " + port);
    }
    if (brokerPort.isPresent() && (brokerPort.getAsInt() < 0 || brokerPort.getAsInt() > 65_535)) {
      errors.add("--broker-port must be from 0 to 65535, not " + brokerPort.getAsInt());
    }
    if (noFeed && exitWhenDone) {
      errors.add("--exit-when-done makes no sense with --no-feed, which is never done");
    }
    report.ifPresent(
        file -> {
          Path folder = file.toAbsolutePath().getParent();
          if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
            errors.add("--report " + file + " cannot be written");
          }
        });
    if (!errors.isEmpty()) {
      throw new ConfigurationException("demo", errors);
    }
  }
}
