package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.runtime.LocalPlatform;
import com.alphapulse.riskbudget.runtime.Platform;
import java.util.List;
import picocli.CommandLine;

/**
 * The command line with the demonstration. What runs in production goes without: its jar has
 * neither the replay nor an embedded broker.
 */
public final class DemoMain {
  private DemoMain() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(Main.execute(args, () -> commandLine(LocalPlatform::start)));
  }

  static CommandLine commandLine(Platform.Starter starter) {
    return Main.commandLine(starter, List.of(new DemoCommand(starter)));
  }
}
