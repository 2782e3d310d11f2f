package com.alphapulse.riskbudget.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without brokers: what happens before, and when they do not answer. */
class ApiServerTest {
  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldListenButNotBeReady_whenBrokersDoNotAnswer() throws Exception {
    try (ApiServer server = start(local(0))) {
      assertThat(status(server, "/health/live")).isEqualTo(200);
      assertThat(status(server, "/health/ready")).isEqualTo(503);
      assertThat(status(server, ApiRoutes.BASE + "/current")).isEqualTo(503);
    }
    assertThat(ownThreads()).isEmpty();
  }

  @Test
  void shouldLeaveNoThread_whenPortIsTaken() {
    try (ApiServer first = start(local(0))) {
      Configuration taken = local(first.port());
      assertThatThrownBy(() -> start(taken))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("cannot listen");
    }
    assertThat(ownThreads()).isEmpty();
  }

  @Test
  void shouldRefuse_whenHostIsNoLoopbackAddress() {
    assertThatThrownBy(() -> start(Configuration.parse("test", "api: {host: 0.0.0.0}")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("not a loopback address");
    assertThat(ownThreads()).isEmpty();
  }

  /** Its brokers have a reserved port that nothing listens on. */
  private static Configuration local(int port) {
    return Configuration.parse(
        "test", "{api: {port: %d}, kafka: {bootstrap_servers: '127.0.0.1:1'}}".formatted(port));
  }

  private ApiServer start(Configuration configuration) {
    return ApiServer.start(
        configuration, new InMemorySchemaRegistry(), metrics.registry(), List::of, routes -> {});
  }

  private static int status(ApiServer server, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static List<String> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(
            name ->
                name.equals("api-view")
                    || name.startsWith("api-pulse")
                    || name.equals("api-events")
                    || name.startsWith("api-http")
                    || name.contains("api-commands"))
        .toList();
  }
}
