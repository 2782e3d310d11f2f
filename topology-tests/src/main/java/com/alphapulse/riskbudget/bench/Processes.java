package com.alphapulse.riskbudget.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The processes of a run and their folder. All are gone after {@link #close}, and when this process
 * is ended by a signal.
 */
final class Processes implements AutoCloseable {
  private final Path folder;
  private final List<Runnable> kills = new CopyOnWriteArrayList<>();
  private final Thread hook = new Thread(this::killAll, "bench-shutdown");
  private ChildJvm broker;
  private Cluster cluster;
  private final Map<Contender, Application> applications = new EnumMap<>(Contender.class);

  private Processes(Path folder) {
    this.folder = folder;
  }

  /** Starts the broker and the process of each contender. */
  static Processes open() {
    Processes processes;
    try {
      processes = new Processes(Files.createTempDirectory("riskbudget-bench"));
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder can be made", e);
    }
    Runtime.getRuntime().addShutdownHook(processes.hook);
    boolean opened = false;
    try {
      processes.startAll();
      opened = true;
      return processes;
    } finally {
      if (!opened) {
        processes.close();
      }
    }
  }

  private void startAll() {
    broker =
        new ChildJvm("broker", BrokerMain.class, folder, "1g", folder.resolve("broker").toString());
    kills.add(broker::kill);
    String[] addresses = broker.answer().split(" ", 2);
    cluster = new Cluster(addresses[0], addresses[1], folder);
    for (Contender contender : Contender.values()) {
      Application application = new Application(contender, cluster, folder);
      kills.add(application::kill);
      applications.put(contender, application);
    }
  }

  Cluster cluster() {
    return cluster;
  }

  Application application(Contender contender) {
    return applications.get(contender);
  }

  @Override
  public void close() {
    applications.values().forEach(Application::close);
    if (cluster != null) {
      cluster.close();
    }
    if (broker != null) {
      broker.close();
    }
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs already.
    }
  }

  private void killAll() {
    kills.forEach(Runnable::run);
    delete();
  }

  private void delete() {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // Gone already, or in the hands of a process that is still ending: it is a temporary folder.
    }
  }
}
