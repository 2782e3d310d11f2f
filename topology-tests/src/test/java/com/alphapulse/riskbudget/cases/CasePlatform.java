package com.alphapulse.riskbudget.cases;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import com.alphapulse.riskbudget.runtime.LocalPlatform;
import com.alphapulse.riskbudget.runtime.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A broker and the whole product on it in this JVM, with the configuration of a user: only
 * addresses, ports and folders are changed. Shared by many cases, of which each has names of its
 * own.
 */
final class CasePlatform implements AutoCloseable {
  /** What {@code run} ships with, seen from this module's folder. */
  private static final Path RUN = Path.of("..", "deploy", "riskbudget.yaml");

  private static final String PREFIX = "cases-";

  private final EmbeddedBroker broker;
  private final Platform platform;
  private final Clients clients;

  private CasePlatform(EmbeddedBroker broker, Platform platform) {
    this.broker = broker;
    this.platform = platform;
    this.clients = new Clients(broker.bootstrapServers(), platform, applications());
  }

  /** With the configuration of {@code demo}: event time may be days behind the wall clock. */
  static CasePlatform ofDemo(Path folder) {
    try (InputStream in = CasePlatform.class.getResourceAsStream("/demo/demo.yaml")) {
      return start("demo.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With the configuration of {@code run}: event time is the present. */
  static CasePlatform ofRun(Path folder) {
    try {
      return start(RUN.toString(), Files.readString(RUN), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CasePlatform start(String source, String yaml, Path folder) {
    EmbeddedBroker broker = EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("broker"));
    Platform platform = null;
    try {
      Configuration configuration =
          Configuration.parse(
              source,
              onAnyPort(yaml),
              Map.of(
                  "kafka.bootstrap_servers",
                  broker.bootstrapServers(),
                  "kafka.application_id_prefix",
                  PREFIX,
                  "kafka.state_directory",
                  folder.resolve("streams").toString(),
                  "schema_registry.url",
                  ""));
      platform =
          LocalPlatform.start(
              configuration, EnumSet.allOf(Platform.Part.class), true, InstantSource.system());
      return new CasePlatform(broker, platform);
    } catch (RuntimeException e) {
      if (platform != null) {
        platform.close();
      }
      broker.close();
      throw e;
    }
  }

  /** A key that is set anew is a text, and a port is a number. */
  private static String onAnyPort(String yaml) {
    return yaml.contains("\napi:")
        ? yaml.replaceAll("(?m)^  port: \\d+", "  port: 0")
        : yaml + "\napi: {port: 0}\n";
  }

  private static List<String> applications() {
    return List.of(PREFIX + "risk-budget", PREFIX + "order-gate");
  }

  Clients clients() {
    return clients;
  }

  /** Whether every stage still runs. */
  boolean runs() {
    return platform.failure().isEmpty();
  }

  @Override
  public void close() {
    clients.close();
    platform.close();
    broker.close();
  }

  /** What a case does its work with, as programs outside of the product would. */
  static final class Clients implements AutoCloseable {
    private final Sender sender;
    private final Observed observed;
    private final Stillness stillness;
    private final ApiClient api;

    private Clients(String bootstrapServers, Platform platform, List<String> applications) {
      sender = new Sender(bootstrapServers, new LatestSchemas(platform.registryUrl()));
      observed = new Observed(bootstrapServers, platform.registry());
      stillness = new Stillness(bootstrapServers, applications);
      api = new ApiClient(platform.page().orElseThrow());
    }

    Sender sender() {
      return sender;
    }

    Observed observed() {
      return observed;
    }

    ApiClient api() {
      return api;
    }

    /** Waits until the stages have applied all that was sent, and reads what came of it. */
    void settle() {
      sender.flush();
      stillness.await();
      observed.catchUp();
    }

    @Override
    public void close() {
      sender.close();
      observed.close();
      stillness.close();
    }
  }
}
