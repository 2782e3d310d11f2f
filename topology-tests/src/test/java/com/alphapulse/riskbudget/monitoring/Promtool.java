package com.alphapulse.riskbudget.monitoring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's promtool. Where there is none, whoever needs it is skipped. */
final class Promtool {
  private static final File PROGRAM = new File("/usr/bin/promtool");

  private Promtool() {}

  /**
   * What came of a run.
   *
   * @param text of both outputs
   */
  record Ran(int exit, String text) {}

  /**
   * Runs it in the folder of the rules.
   *
   * @param input what it reads
   */
  static Ran run(String input, String... arguments) throws IOException, InterruptedException {
    assumeTrue(PROGRAM.canExecute(), "skipped: no promtool here (Debian package prometheus)");
    Path file = Files.createTempFile("promtool", ".txt");
    try {
      Files.writeString(file, input);
      List<String> command = new ArrayList<>(List.of(PROGRAM.getPath()));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command)
              .directory(MonitoringFiles.PROMETHEUS.toFile())
              .redirectInput(file.toFile())
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), text);
    } finally {
      Files.delete(file);
    }
  }
}
