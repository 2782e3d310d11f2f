package com.alphapulse.riskbudget.page;

import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.api.ApiServer;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.demo.Demo;
import com.alphapulse.riskbudget.demo.DemoOptions;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.runtime.LocalPlatform;
import com.alphapulse.riskbudget.runtime.Platform;
import com.alphapulse.riskbudget.runtime.Screen;
import com.alphapulse.riskbudget.serde.HttpSchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The demonstration as a user starts it, on free ports, with prices for minutes. */
public final class RunningDemo implements AutoCloseable {
  /** The portfolios that trade in it. */
  public static final String SWISS = "swiss-sectors";

  public static final String US = "us-index";

  private static final Duration START = Duration.ofSeconds(90);

  /** Slow enough for two cores that a browser runs on, too. */
  private static final double BARS_A_SECOND = 4;

  private record Started(Configuration configuration, Platform platform, InstantSource clock) {}

  /** Nobody watches. */
  private static final class Nowhere implements Screen {
    @Override
    public void line(String text) {}

    @Override
    public void progress(String text) {}
  }

  private final CompletableFuture<Started> started = new CompletableFuture<>();
  private final Demo demo =
      new Demo(
          new DemoOptions(
              Optional.empty(),
              BARS_A_SECOND,
              OptionalInt.empty(),
              0,
              false,
              false,
              Optional.empty()),
          this::startPlatform,
          new Nowhere());

  /** Starts it; returns once its page is there. */
  public static RunningDemo start() throws Exception {
    RunningDemo running = new RunningDemo();
    Thread thread = new Thread(running::run, "demo");
    thread.setDaemon(true);
    thread.start();
    running.started.get(START.toSeconds(), TimeUnit.SECONDS);
    return running;
  }

  private void run() {
    try {
      demo.run();
    } catch (IOException e) {
      started.completeExceptionally(e);
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      started.completeExceptionally(e);
      throw e;
    }
  }

  private Platform startPlatform(
      Configuration configuration,
      Set<Platform.Part> parts,
      boolean serveRegistry,
      InstantSource clock) {
    Platform platform = LocalPlatform.start(configuration, parts, serveRegistry, clock);
    started.complete(new Started(configuration, platform, clock));
    return platform;
  }

  /** Where page and API are. */
  public String page() {
    return started.join().platform().page().orElseThrow();
  }

  public String bootstrapServers() {
    return started.join().configuration().kafka().bootstrapServers();
  }

  public String registryUrl() {
    return started.join().platform().registryUrl();
  }

  @Override
  public void close() {
    demo.close();
  }

  /**
   * Somebody with a token.
   *
   * @param limit what is behind the role in the configuration
   */
  record Holder(String name, String role, String limit) {
    String token() {
      return "token-of-" + name;
    }

    private String line() {
      return "      - {name: %s, role: %s%s, sha256: %s}\n".formatted(name, role, limit, hash());
    }

    private String hash() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(token().getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A second instance of the API over the same topics, which wants tokens. */
  static final class GuardedApi implements AutoCloseable {
    static final Holder VIEWER = new Holder("vera", "viewer", "");
    static final Holder LIMITED = new Holder("olga", "operator", ", portfolios: [" + US + "]");
    static final Holder ADMIN = new Holder("adam", "admin", "");

    private final Metrics metrics = new Metrics();
    private final ApiServer server;
    private final String address;

    private GuardedApi(Configuration configuration, InstantSource clock) {
      server =
          ApiServer.start(
              configuration,
              new HttpSchemaRegistry(configuration.registry().url(), Map.of()),
              metrics.registry(),
              List::of,
              routes -> {},
              clock);
      address = "http://127.0.0.1:" + server.port() + "/";
    }

    /** Where it is, or was. */
    String address() {
      return address;
    }

    @Override
    public void close() {
      server.close();
      metrics.close();
    }
  }

  /** Starts it; returns once it has read the topics up to now. */
  GuardedApi startGuarded() {
    StringBuilder tokens = new StringBuilder();
    List.of(GuardedApi.VIEWER, GuardedApi.LIMITED, GuardedApi.ADMIN)
        .forEach(holder -> tokens.append(holder.line()));
    String yaml =
        """
        kafka: {bootstrap_servers: "%s", partitions: 4, replication_factor: 1}
        schema_registry: {url: "%s"}
        api:
          port: 0
          access:
            tokens:
        %s"""
            .formatted(bootstrapServers(), registryUrl(), tokens);
    GuardedApi guarded =
        new GuardedApi(Configuration.parse("guarded", yaml), started.join().clock());
    Calls calls = new Calls(guarded.address(), Optional.of(GuardedApi.ADMIN.token()));
    await().atMost(START).until(() -> calls.status("GET", "/current", "") == 200);
    return guarded;
  }
}
