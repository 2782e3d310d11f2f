package com.alphapulse.riskbudget.e2e;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import com.alphapulse.riskbudget.topology.Stage;
import com.alphapulse.riskbudget.topology.Stages;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** The gate in a process of its own, to be killed. */
final class GateProcess implements AutoCloseable {
  private final Path configuration;
  private Process process;

  /** Starts it. */
  GateProcess(Path folder, String yaml) throws IOException {
    configuration = Files.writeString(folder.resolve("gate.yaml"), yaml);
    start();
  }

  /** What the process runs. Ends with the process that started it. */
  public static void main(String[] args) throws IOException {
    Configuration configuration = Configuration.load(Path.of(args[0]));
    Stages.start(
        configuration,
        EnumSet.of(Stage.GATE),
        new HttpSchemaRegistry(configuration.registry().url(), Map.of()),
        new Metrics());
    while (System.in.read() >= 0) {
      // Nobody writes anything: the end of the input is the end of the other process.
    }
    Runtime.getRuntime().halt(1);
  }

  /** Kills it without any warning and starts another one. */
  void killAndRestart() throws IOException {
    kill();
    start();
  }

  boolean runs() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill();
  }

  private void kill() {
    process.destroyForcibly().onExit().join();
  }

  private void start() throws IOException {
    File log = Path.of("target", "crash-gate.log").toFile();
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    GateProcess.class.getName(),
                    configuration.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
  }
}
