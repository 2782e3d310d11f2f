package com.alphapulse.riskbudget.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the commands have in common: progress, and files that figures go to. */
final class Reports {

  private Reports() {}

  /**
   * Makes sure that a file can be written before anything is measured; null is no file.
   *
   * @throws ParameterException if its folder does not exist
   */
  static void requireFolder(CommandSpec spec, String option, Path file) {
    if (file != null && !Files.isDirectory(file.toAbsolutePath().getParent())) {
      throw new ParameterException(
          spec.commandLine(), option + ": the folder of " + file + " does not exist");
    }
  }

  /** Writes figures as JSON; null is no file. */
  static void write(Path file, Object figures) throws IOException {
    if (file != null) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(file.toFile(), figures);
    }
  }

  /** Shows each text as a line with the seconds since now. */
  static Consumer<String> progress(PrintWriter out) {
    long start = System.nanoTime();
    return text -> {
      out.printf("[%4d s] %s%n", (System.nanoTime() - start) / 1_000_000_000L, text);
      out.flush();
    };
  }
}
