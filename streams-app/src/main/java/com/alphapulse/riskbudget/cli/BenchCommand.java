package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.cli.base.Version;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code riskbudget bench}, where it was not started by the launcher: the benchmarks are in a
 * module of their own, which only the launcher finds.
 */
@Command(
    name = "bench",
    description = "Measures gate and mathematics; to be started as ./riskbudget bench.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Unmatched private List<String> arguments;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "the benchmarks are not in this jar; start them with the launcher: "
            + String.join(" ", "./riskbudget bench", String.join(" ", given())).strip());
  }

  private List<String> given() {
    return arguments == null ? List.of() : arguments;
  }
}
