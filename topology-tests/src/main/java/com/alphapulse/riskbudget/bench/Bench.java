package com.alphapulse.riskbudget.bench;

import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code riskbudget bench}. Prints figures beside their targets and judges nothing: exit codes are
 * 0 if it measured, 1 if a run failed, 2 on bad usage.
 */
@Command(
    name = "riskbudget bench",
    description = "Measures; prints each figure beside its target.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it measured, whether targets are met or not",
      "1:a run failed, for example an order was not answered",
      "2:bad usage"
    })
public final class Bench implements Runnable {
  private static final int FAILED = 1;
  private static final int BAD_USAGE = 2;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Bench() {}

  /** Runs a benchmark and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, without ending the process. */
  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new Bench())
            .addSubcommand(new GateBenchCommand())
            .addSubcommand(new MathsBenchCommand())
            .addSubcommand(new MarketBenchCommand())
            .addSubcommand(new HostileBenchCommand());
    commandLine.setParameterExceptionHandler(
        (problem, args) -> {
          CommandLine failed = problem.getCommandLine();
          String name = failed.getCommandSpec().qualifiedName();
          tell(commandLine, problem.getMessage() + " (see " + name + " --help)");
          if (failed == commandLine) {
            failed.usage(commandLine.getErr());
          }
          return BAD_USAGE;
        });
    commandLine.setExecutionExceptionHandler(
        (problem, command, parsed) -> {
          tell(
              commandLine,
              Optional.ofNullable(problem.getMessage()).orElse(problem.getClass().getSimpleName()));
          return FAILED;
        });
    return commandLine;
  }

  /** Without a sub-command there is nothing to do. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a benchmark must be named");
  }

  private static void tell(CommandLine commandLine, String message) {
    PrintWriter err = commandLine.getErr();
    err.println("riskbudget: " + message.strip().replaceAll("\\s*\\R\\s*", "; "));
    err.flush();
  }
}
