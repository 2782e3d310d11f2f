package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.config.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller in this process, for a demonstration and for tests: one node,
 * loopback only, no replication. Not for data that anyone wants to keep: the folder is deleted on
 * {@link #close()}.
 *
 * <p>Time-based retention and segment rolling are off by default on this broker. Both go by the
 * timestamps of the records; a replay of prices that are years old would be deleted while it runs.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final String HOST = "127.0.0.1";

  /** How long the shutdown may take before the broker is abandoned to the end of the process. */
  private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(3);

  private final KafkaRaftServer server;
  private final Path dir;
  private final String bootstrapServers;
  private boolean closed;

  private EmbeddedBroker(KafkaRaftServer server, Path dir, String bootstrapServers) {
    this.server = server;
    this.dir = dir;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Formats a folder and starts a broker on it; returns once it serves.
   *
   * @param port to listen on; empty or 0 picks a free one
   * @param dir folder for its data; created where it is missing, deleted on {@link #close()} and
   *     when the start fails
   * @throws ConfigurationException if the port is in use, before anything was started
   * @throws IllegalStateException if the broker does not start
   */
  public static EmbeddedBroker start(OptionalInt port, Path dir) {
    return start(port, dir, Map.of());
  }

  /**
   * The same with further settings.
   *
   * @param more by their names; what a list such as {@code listeners} has already stays in front
   */
  public static EmbeddedBroker start(OptionalInt port, Path dir, Map<String, String> more) {
    boolean started = false;
    try {
      int[] ports = reserve(port.orElse(0));
      Files.createDirectories(dir);
      Path data = dir.resolve("broker");
      format(data, ports);
      Properties settings = settings(data, ports);
      more.forEach((key, value) -> settings.merge(key, value, (own, other) -> own + "," + other));
      KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
      server.startup();
      started = true;
      return new EmbeddedBroker(server, dir, HOST + ":" + ports[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("The broker's folder " + dir + " cannot be used", e);
    } finally {
      if (!started) {
        delete(dir);
      }
    }
  }

  /** Where clients connect, as {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Stops the broker within seconds and deletes its folder; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // A combined node can wait for its own quorum; the wait is bounded, and the thread a daemon.
    Thread stopping = new Thread(server::shutdown, "embedded-broker-shutdown");
    stopping.setDaemon(true);
    stopping.start();
    try {
      stopping.join(SHUTDOWN_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (stopping.isAlive()) {
      LOG.warn("The embedded broker did not stop within {} s", SHUTDOWN_LIMIT.toSeconds());
    }
    delete(dir);
  }

  /** The broker's port and a free one for the controller. */
  private static int[] reserve(int wanted) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket broker = new ServerSocket();
        ServerSocket controller = new ServerSocket()) {
      bind(broker, new InetSocketAddress(loopback, wanted));
      bind(controller, new InetSocketAddress(loopback, 0));
      return new int[] {broker.getLocalPort(), controller.getLocalPort()};
    } catch (IOException e) {
      throw new ConfigurationException(
          "broker port", List.of(wanted + " on " + HOST + " is in use or may not be used"));
    }
  }

  private static void bind(ServerSocket socket, InetSocketAddress address) throws IOException {
    socket.setReuseAddress(true);
    socket.bind(address);
  }

  private static void format(Path data, int[] ports) {
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      Formatter formatter = new Formatter();
      formatter
          .setPrintStream(nowhere)
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(data.toString())
          .addDirectory(data.toString());
      formatter.run();
    } catch (Exception e) {
      throw new IllegalStateException(
          "The embedded broker's folder cannot be formatted (controller port " + ports[1] + ")", e);
    }
  }

  private static Properties settings(Path data, int[] ports) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@" + HOST + ":" + ports[1]);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + ports[0] + ",CONTROLLER://" + HOST + ":" + ports[1]);
    settings.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + ports[0]);
    settings.put("log.dirs", data.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("controlled.shutdown.enable", "false");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("add.partitions.to.txn.retry.backoff.ms", "1");
    for (String topic : List.of("offsets.topic", "transaction.state.log")) {
      settings.put(topic + ".num.partitions", "4");
      settings.put(topic + ".replication.factor", "1");
    }
    settings.put("transaction.state.log.min.isr", "1");
    // What a killed client left open holds up every reader of committed records until then.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    // Records carry event times that may be decades old; see the class comment. By those times the
    // broker would also forget their producers.
    settings.put("producer.id.expiration.check.interval.ms", "2147483647");
    settings.put("log.retention.ms", "-1");
    settings.put("log.roll.ms", Long.toString(Long.MAX_VALUE));
    // The defaults reserve memory and threads for a machine of its own.
    settings.put("log.cleaner.dedupe.buffer.size", "4194304");
    settings.put("log.index.size.max.bytes", "1048576");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    return settings;
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("The folder {} could not be deleted: {}", folder, e.toString());
    }
  }
}
