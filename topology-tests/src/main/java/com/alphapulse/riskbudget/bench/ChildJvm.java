package com.alphapulse.riskbudget.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of the benchmark, which answers each line on its input with one line on its output. It
 * ends by itself when its input ends, so also when this process is killed. For one thread.
 */
final class ChildJvm implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(6);
  private static final int LOG_TAIL = 15;

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedWriter input;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /**
   * Starts it.
   *
   * @param name also of its log file
   * @param heap for example {@code 1g}
   */
  ChildJvm(String name, Class<?> main, Path folder, String heap, String... arguments) {
    this.name = name;
    this.log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:-UsePerfData",
            "-Driskbudget.log.file=" + folder.resolve(name + "-app.log"),
            "-Driskbudget.log.level=WARN",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    try {
      process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the " + name + " could not be started", e);
    }
    input = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "bench-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Sends a line and waits for the answer.
   *
   * @return the answer without its {@code ok}
   * @throws BenchFailedException if it failed, ended or did not answer
   */
  String ask(String line) {
    try {
      input.write(line);
      input.newLine();
      input.flush();
    } catch (IOException e) {
      throw new BenchFailedException("the " + name + " has ended: " + tail(), e);
    }
    return answer();
  }

  /** Waits for a line that it sends unasked; as {@link #ask} otherwise. */
  String answer() {
    String answer;
    try {
      answer = answers.poll(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailedException("interrupted", e);
    }
    if (answer == null || !answer.startsWith("ok")) {
      throw new BenchFailedException(
          "the %s answered %s: %s".formatted(name, answer == null ? "nothing" : answer, tail()));
    }
    return answer.substring(2).strip();
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    try {
      input.close();
    } catch (IOException e) {
      kill();
    }
    try {
      if (!process.waitFor(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      // The end is told below, whatever caused it.
    }
    answers.add("its end");
  }

  /** What it logged last, on one line. */
  private String tail() {
    List<String> lines = new ArrayList<>();
    for (Path file : List.of(log, log.resolveSibling(name + "-app.log"))) {
      try {
        if (Files.exists(file)) {
          List<String> all = Files.readAllLines(file);
          lines.addAll(all.subList(Math.max(0, all.size() - LOG_TAIL), all.size()));
        }
      } catch (IOException e) {
        lines.add("its log cannot be read");
      }
    }
    return lines.isEmpty() ? "no log" : String.join("; ", lines);
  }
}
