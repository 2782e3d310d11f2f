package com.alphapulse.riskbudget.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands have in common: how figures are told, and the file that they go to, too. */
final class Reports {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Writes the figures as JSON, too.")
  private Path report;

  /**
   * Makes sure that the file can be written before anything is measured.
   *
   * @throws ParameterException if its folder does not exist
   */
  void check() {
    requireFolder(command, "--report", report);
  }

  /** The same of another file; null is no file. */
  static void requireFolder(CommandSpec command, String option, Path file) {
    if (file != null && !Files.isDirectory(file.toAbsolutePath().getParent())) {
      throw new ParameterException(
          command.commandLine(), option + ": the folder of " + file + " does not exist");
    }
  }

  /** Shows each text as a line with the seconds since now. */
  Consumer<String> progress() {
    return progress(command.commandLine().getOut());
  }

  static Consumer<String> progress(PrintWriter out) {
    long start = System.nanoTime();
    return text -> {
      out.printf("[%4d s] %s%n", (System.nanoTime() - start) / 1_000_000_000L, text);
      out.flush();
    };
  }

  /**
   * Shows figures, and writes them to the file, where there is one.
   *
   * @param lines for people
   * @param figures as JSON
   */
  void tell(List<String> lines, Object figures) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
    if (report != null) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(report.toFile(), figures);
    }
  }
}
