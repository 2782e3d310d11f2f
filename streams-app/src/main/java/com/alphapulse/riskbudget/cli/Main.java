package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.alphapulse.riskbudget.cli.base.Failure;
import com.alphapulse.riskbudget.cli.base.LogFile;
import com.alphapulse.riskbudget.cli.base.Version;
import com.alphapulse.riskbudget.cli.operate.HaltCommand;
import com.alphapulse.riskbudget.cli.operate.HeadroomCommand;
import com.alphapulse.riskbudget.cli.operate.OverrideCommand;
import com.alphapulse.riskbudget.cli.operate.RebalanceCommand;
import com.alphapulse.riskbudget.cli.operate.ResumeCommand;
import com.alphapulse.riskbudget.cli.operate.StatusCommand;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.runtime.LocalPlatform;
import com.alphapulse.riskbudget.runtime.Platform;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line. Exit codes: 0 all is well, 1 it ran and found a problem, 2 bad usage or
 * configuration, told in one line.
 */
@Command(
    name = "riskbudget",
    description = "Dynamic risk budgets and an order gate, on Kafka.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is well",
      "1:it ran and found a problem",
      "2:bad usage or configuration"
    })
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(args, () -> commandLine(LocalPlatform::start)));
  }

  /**
   * Runs a command.
   *
   * @param made once it is settled where logging goes
   * @return the exit code
   */
  static int execute(String[] args, Supplier<CommandLine> made) {
    try {
      LogFile.choose(args);
    } catch (IllegalArgumentException e) {
      System.err.println("riskbudget: " + e.getMessage());
      return ExitCode.BAD_USAGE;
    }
    return made.get().execute(args);
  }

  /**
   * The command line, without ending the process.
   *
   * @param starter starts the stages
   */
  static CommandLine commandLine(Platform.Starter starter) {
    return commandLine(starter, List.of());
  }

  /**
   * The same with further commands.
   *
   * @param first shown before the others
   */
  static CommandLine commandLine(Platform.Starter starter, List<Object> first) {
    CommandLine commandLine = new CommandLine(new Main());
    first.forEach(commandLine::addSubcommand);
    commandLine
        .addSubcommand(new RunCommand(starter))
        .addSubcommand(new BacktestCommand())
        .addSubcommand(new TopicsCommand())
        .addSubcommand(new SchemasCommand())
        .addSubcommand(new TailCommand())
        .addSubcommand(new ExplainCommand())
        .addSubcommand(new AuditCommand())
        .addSubcommand(new TokenCommand())
        .addSubcommand(new BenchCommand())
        .addSubcommand(new StatusCommand())
        .addSubcommand(new HeadroomCommand())
        .addSubcommand(new HaltCommand())
        .addSubcommand(new ResumeCommand())
        .addSubcommand(new OverrideCommand())
        .addSubcommand(new RebalanceCommand());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(
        (problem, args) -> {
          String name = problem.getCommandLine().getCommandSpec().qualifiedName();
          return fail(
              commandLine, problem.getMessage() + " (see " + name + " --help)", ExitCode.BAD_USAGE);
        });
    commandLine.setExecutionExceptionHandler(
        (problem, command, parsed) -> {
          if (problem instanceof ConfigurationException) {
            return fail(commandLine, problem.getMessage(), ExitCode.BAD_USAGE);
          }
          if (problem instanceof Failure) {
            return fail(commandLine, problem.getMessage(), ExitCode.FOUND_A_PROBLEM);
          }
          LoggerFactory.getLogger(Main.class).error("The command failed", problem);
          return fail(
              commandLine,
              Optional.ofNullable(problem.getMessage()).orElse(problem.getClass().getSimpleName())
                  + LogFile.hint(),
              ExitCode.FOUND_A_PROBLEM);
        });
    return commandLine;
  }

  /** Tells a problem in one line. */
  private static int fail(CommandLine commandLine, String message, int exitCode) {
    PrintWriter err = commandLine.getErr();
    err.println("riskbudget: " + message.strip().replaceAll("\\s*\\R\\s*", "; "));
    err.flush();
    return exitCode;
  }
}
