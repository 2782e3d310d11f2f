package com.alphapulse.riskbudget.bench;

import com.alphapulse.riskbudget.config.GateSettings.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The process of a contender; its JVM stays warm over many starts of the application. */
final class Application implements AutoCloseable {
  private static final String HEAP = "2g";

  private final Contender contender;
  private final Cluster cluster;
  private final Path folder;
  private final ChildJvm jvm;
  private int runs;

  Application(Contender contender, Cluster cluster, Path folder) {
    this.contender = contender;
    this.cluster = cluster;
    this.folder = folder;
    this.jvm =
        new ChildJvm(
            "application-" + contender.name().toLowerCase(Locale.ROOT),
            ApplicationMain.class,
            folder,
            HEAP,
            contender.name());
    jvm.answer();
  }

  Contender contender() {
    return contender;
  }

  /** A name under which nothing is known yet, neither offsets nor state. */
  String newName() {
    return contender.name().toLowerCase(Locale.ROOT) + ++runs;
  }

  /** Starts the application under a name; returns once it runs. */
  void start(String name, Profile profile) {
    try {
      Path file = Files.writeString(folder.resolve(name + ".yaml"), cluster.yaml(name, profile));
      jvm.ask("start " + file);
    } catch (IOException e) {
      throw new UncheckedIOException("the configuration could not be written", e);
    }
  }

  /** CPU time of the stream threads of the application that runs, nanoseconds. */
  long cpuNanos() {
    return Long.parseLong(jvm.ask("cpu"));
  }

  void stop() {
    jvm.ask("stop");
  }

  /** Begins to record a profile. */
  void record() {
    jvm.ask("record");
  }

  /** Writes the profile. */
  void dump(Path file) {
    jvm.ask("dump " + file);
  }

  /** Ends the process at once. */
  void kill() {
    jvm.kill();
  }

  @Override
  public void close() {
    jvm.close();
  }
}
