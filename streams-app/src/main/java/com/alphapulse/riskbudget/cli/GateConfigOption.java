package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.demo.Demo;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The gate settings that decisions are taken again with. */
final class GateConfigOption {
  /** Names the configuration of the demonstration. */
  private static final String DEMO = "demo";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Configuration that the gate had, as YAML, or '" + DEMO + "'. Default: every default.")
  private String config;

  /**
   * The gate's part of it.
   *
   * @throws ConfigurationException if it cannot be read, or with everything that is wrong in it
   */
  GateSettings settings() {
    if (config == null) {
      return Configuration.defaults().gate();
    }
    return config.equals(DEMO)
        ? Demo.configuration().gate()
        : Configuration.load(Path.of(config)).gate();
  }

  /** Where they are from. */
  String source() {
    return config == null ? "defaults" : config;
  }
}
