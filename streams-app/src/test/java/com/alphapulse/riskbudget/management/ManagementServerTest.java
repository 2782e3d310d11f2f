package com.alphapulse.riskbudget.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.ManagementSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile JsonNode readiness = readiness(false);

  @Test
  void shouldTellHealthAndMetrics_withoutCredentials() throws Exception {
    try (ManagementServer server =
        ManagementServer.start(settings(0), () -> readiness, () -> "up 1\n")) {
      assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(server, "/health/ready").statusCode()).isEqualTo(503);
      assertThat(get(server, "/health/ready").body()).isEqualTo("{\"ready\":false}");

      readiness = readiness(true);

      assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
      HttpResponse<String> metrics = get(server, "/metrics");
      assertThat(metrics.body()).isEqualTo("up 1\n");
      assertThat(metrics.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
      assertThat(get(server, "/api/v1/risk-budget/current").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void shouldSayThatItLives_whenReadinessFails() throws Exception {
    try (ManagementServer server =
        ManagementServer.start(
            settings(0),
            () -> {
              throw new IllegalStateException("a stage is being closed");
            },
            () -> "")) {
      assertThat(get(server, "/health/ready").statusCode()).isEqualTo(500);
      assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldNameThePort_whenItIsTaken() {
    try (ManagementServer server = ManagementServer.start(settings(0), () -> readiness, () -> "")) {
      ManagementSettings taken = settings(server.port());

      assertThatThrownBy(() -> ManagementServer.start(taken, () -> readiness, () -> ""))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("management")
          .hasMessageContaining(Integer.toString(server.port()));
    }
  }

  private HttpResponse<String> get(ManagementServer server, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode readiness(boolean ready) {
    return JsonNodeFactory.instance.objectNode().put("ready", ready);
  }

  private static ManagementSettings settings(int port) {
    return Configuration.parse("test", "management: {enabled: true, port: %d}".formatted(port))
        .management();
  }
}
