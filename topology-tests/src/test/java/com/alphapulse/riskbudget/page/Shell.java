package com.alphapulse.riskbudget.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Commands in processes of their own, as a user types them. */
final class Shell {
  private static final String MAIN = "com.alphapulse.riskbudget.cli.Main";

  private final Path log;

  /** What a command left behind: its exit code, and all that it printed. */
  record Ran(int exit, String text) {}

  /**
   * @param log file for what the commands log
   */
  Shell(Path log) {
    this.log = log;
  }

  Ran run(Optional<String> token, List<String> arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Driskbudget.log.file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    token.ifPresent(text -> builder.environment().put("RISKBUDGET_TOKEN", text));
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), text);
  }
}
