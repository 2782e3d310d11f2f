package com.alphapulse.riskbudget.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSubjectRegistryTest {

  private static final Schema SCHEMA =
      SchemaBuilder.record("Thing").fields().requiredLong("amount").endRecord();

  private record Reply(int status, String body) {}

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private HttpSubjectRegistry registry;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    registry = at("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + (body.contains("compatibility") ? " " + body : ""));
    Reply reply = replies.remove();
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void shouldAskAsConfluentAnswers_whenAllIsThere() {
    String schema = SCHEMA.toString().replace("\"", "\\\"");
    replies.add(new Reply(200, "{\"version\":3,\"schema\":\"" + schema + "\"}"));
    replies.add(new Reply(200, "{\"version\":3}"));
    replies.add(new Reply(200, "{\"id\":1}"));
    replies.add(new Reply(200, "{\"compatibilityLevel\":\"FULL\"}"));
    replies.add(new Reply(200, "{\"compatibility\":\"NONE\"}"));

    assertThat(registry.latest("a b").orElseThrow().number()).isEqualTo(3);
    assertThat(registry.has("a b", SCHEMA)).isTrue();
    assertThat(registry.add("a b", SCHEMA)).isEmpty();
    assertThat(registry.level("a b")).isEqualTo("FULL");
    registry.setLevel("a b", "NONE");
    assertThat(requests)
        .containsExactly(
            "GET /subjects/a%20b/versions/latest",
            "POST /subjects/a%20b",
            "POST /subjects/a%20b/versions",
            "GET /config/a%20b?defaultToGlobal=true",
            "PUT /config/a%20b {\"compatibility\": \"NONE\"}");
  }

  @Test
  void shouldTakeNoForAnAnswer_whenTheRegistrySaysIt() {
    replies.add(new Reply(404, "{\"error_code\":40401}"));
    replies.add(new Reply(404, "{\"error_code\":40403}"));
    replies.add(new Reply(409, "{\"error_code\":409,\"message\":\"a field is missing\"}"));
    replies.add(new Reply(404, "{\"error_code\":40408}"));
    replies.add(new Reply(200, "{\"compatibilityLevel\":\"BACKWARD\"}"));

    assertThat(registry.latest("a")).isEmpty();
    assertThat(registry.has("a", SCHEMA)).isFalse();
    assertThat(registry.add("a", SCHEMA).orElseThrow()).contains("a field is missing");
    assertThat(registry.level("a")).isEqualTo("BACKWARD");
    assertThat(requests).last().isEqualTo("GET /config");
  }

  @ParameterizedTest
  @CsvSource({
    "401, basic.auth.user.info",
    "403, use some that may write",
    "404, Apicurio's ends in /apis/ccompat/v7",
    "405, Is schema_registry.url complete",
  })
  void shouldSayWhatToDo_whenTheRegistryWillNot(int status, String advice) {
    replies.add(new Reply(status, "<html>no</html>"));
    assertThatThrownBy(() -> registry.latest("a"))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("cannot read subject a: status " + status)
        .hasMessageContaining(advice);
  }

  @Test
  void shouldSayWhatToDo_whenNobodyAnswers() {
    server.stop(0);
    assertThatThrownBy(() -> registry.has("a", SCHEMA))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("Is it running, and is schema_registry.url its address?");
  }

  private static HttpSubjectRegistry at(String url) {
    return new HttpSubjectRegistry(
        RegistryHttp.of(
            url,
            Map.of(),
            new RegistryHttp.Patience(
                Duration.ofSeconds(5), Duration.ofSeconds(10), 1, Duration.ZERO)));
  }
}
