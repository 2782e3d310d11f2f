package com.alphapulse.riskbudget.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs of one language in {@code clients}, as a user runs them. */
final class ClientPrograms {
  private static final int TRADER_SECONDS = 60;

  /** Where no package registry answers, this is how long npm tries. */
  private static final int INSTALL_SECONDS = 60;

  private final String language;
  private final String trader;
  private final String engine;
  private final Path folder;

  /** What runs a program: the command, and what comes before the file. */
  private List<String> interpreter = List.of();

  private ClientPrograms(String language, String trader, String engine) {
    this.language = language;
    this.trader = trader;
    this.engine = engine;
    this.folder = Path.of("target", "clients", language);
  }

  static ClientPrograms java() {
    return new ClientPrograms("java", "Trader", "Engine");
  }

  static ClientPrograms javaScript() {
    return new ClientPrograms("js", "trader.js", "engine.js");
  }

  static ClientPrograms python() {
    return new ClientPrograms("python", "trader.py", "engine.py");
  }

  /**
   * Copies them to a folder of their own, with the packages that they need.
   *
   * @return why they cannot be run here; empty if they can
   */
  Optional<String> prepare() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(Path.of("..", "clients", language))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return switch (language) {
      case "js" -> prepareNode();
      case "python" -> preparePython();
      default -> prepareJava();
    };
  }

  /** Compiled once: from its source, as a user starts it, each start takes seconds. */
  private Optional<String> prepareJava() throws IOException, InterruptedException {
    Path tools = Path.of(System.getProperty("java.home"), "bin");
    String libraries = System.getProperty("java.class.path");
    interpreter =
        List.of(
            tools.resolve("java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            "." + File.pathSeparator + libraries);
    String compiler = tools.resolve("javac").toString();
    assertThat(succeeds(60, compiler, "-proc:none", "-cp", libraries, "Trader.java", "Engine.java"))
        .as("%s", folder)
        .isTrue();
    return Optional.empty();
  }

  private Optional<String> prepareNode() throws IOException, InterruptedException {
    interpreter = List.of("node");
    if (!succeeds(10, "node", "--version") || !succeeds(10, "npm", "--version")) {
      return Optional.of("node and npm do not answer");
    }
    return succeeds(
            INSTALL_SECONDS, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock")
        ? Optional.empty()
        : Optional.of("its packages cannot be installed");
  }

  /** Debian's own Python first: another one does not see Debian's packages. */
  private Optional<String> preparePython() throws IOException, InterruptedException {
    for (String python : List.of("/usr/bin/python3", "python3")) {
      if (succeeds(10, python, "-c", "import avro.schema, confluent_kafka")) {
        interpreter = List.of(python);
        return Optional.empty();
      }
    }
    return Optional.of("there is no Python with confluent_kafka and avro");
  }

  /** Runs the trading service to its end. */
  String trade(List<String> arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("trader.out");
    Process process = start(trader, output, arguments);
    boolean ended = process.waitFor(TRADER_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended && process.exitValue() == 0)
        .as("%s %s: %s", trader, arguments, complaints(trader))
        .isTrue();
    return Files.readString(output).strip();
  }

  /** Starts the execution engine, which goes on until it is ended. */
  Process startEngine(List<String> arguments) throws IOException {
    return start(engine, folder.resolve("engine.out"), arguments);
  }

  /** What the engine complains about. */
  String complaints() throws IOException {
    return complaints(engine);
  }

  private String complaints(String program) throws IOException {
    return Files.readString(folder.resolve(program + ".err"));
  }

  private Process start(String program, Path output, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(interpreter);
    command.add(program);
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(output.toFile())
        .redirectError(folder.resolve(program + ".err").toFile())
        .start();
  }

  /** Whether a command ended well within the time; what it said is in the log. */
  private boolean succeeds(int seconds, String... command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("preparation.log").toFile())
              .start();
    } catch (IOException e) {
      return false; // There is no such program.
    }
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return ended && process.exitValue() == 0;
  }

  @Override
  public String toString() {
    return language;
  }
}
