package com.alphapulse.riskbudget.management;

import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.ManagementSettings;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * {@code /health/live}, {@code /health/ready} and {@code /metrics}, on an address and threads of
 * their own: nothing that a client of the API does holds them up. They need no credentials and take
 * no command.
 */
public final class ManagementServer implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int IDLE_MILLIS = 10_000;
  private static final int MAX_HEADER = 8_192;

  private final Javalin javalin;

  private ManagementServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Starts it.
   *
   * @param readiness answer of {@code /health/ready}; its field {@code ready} decides between 200
   *     and 503
   * @param metrics in the text format of Prometheus
   * @throws ConfigurationException if the address is taken or none of this machine's
   */
  public static ManagementServer start(
      ManagementSettings settings, Supplier<JsonNode> readiness, Supplier<String> metrics) {
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config, settings);
              config.routes.get("/health/live", context -> context.result("live"));
              config.routes.get("/health/ready", context -> ready(context, readiness.get()));
              config.routes.get(
                  "/metrics",
                  context ->
                      context
                          .contentType("text/plain; version=0.0.4; charset=utf-8")
                          .result(metrics.get()));
            });
    try {
      javalin.start();
    } catch (JavalinBindException e) {
      javalin.stop();
      throw new ConfigurationException(
          "management",
          List.of(
              "cannot listen on %s:%d; another process may use the port"
                  .formatted(settings.host(), settings.port())));
    }
    return new ManagementServer(javalin);
  }

  /** Port that it listens on. */
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }

  private static void configure(JavalinConfig config, ManagementSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("management-http");
    config.jetty.threadPool = threads;
    config.jetty.addConnector(
        (server, http) -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(MAX_HEADER);
          // One thread accepts and selects: few look, and seldom.
          ServerConnector connector =
              new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
          connector.setHost(settings.host());
          connector.setPort(settings.port());
          connector.setIdleTimeout(IDLE_MILLIS);
          return connector;
        });
  }

  private static void ready(Context context, JsonNode readiness) {
    context
        .status(
            readiness.path("ready").asBoolean() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .contentType("application/json")
        .result(readiness.toString());
  }
}
