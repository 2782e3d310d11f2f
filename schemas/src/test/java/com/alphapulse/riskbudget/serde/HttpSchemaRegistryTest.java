package com.alphapulse.riskbudget.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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

class HttpSchemaRegistryTest {

  private static final RegistryHttp.Patience IMPATIENT =
      new RegistryHttp.Patience(Duration.ofSeconds(5), Duration.ofSeconds(10), 3, Duration.ZERO);
  private static final Schema SCHEMA =
      SchemaBuilder.record("Thing").fields().requiredLong("amount").endRecord();

  private record Request(String line, String authorization, String contentType, String body) {}

  private record Reply(int status, String body) {}

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private String url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(
        new Request(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    Reply reply = replies.remove();
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void shouldRegisterOnce_whenAskedAgain() {
    replies.add(new Reply(200, "{\"id\":7}"));
    HttpSchemaRegistry registry = registry(url + "/apis/ccompat/v7/", Map.of());
    assertThat(registry.register("a b/c-value", SCHEMA)).isEqualTo(7);
    assertThat(registry.register("a b/c-value", SCHEMA)).isEqualTo(7);
    assertThat(requests)
        .containsExactly(
            new Request(
                "POST /apis/ccompat/v7/subjects/a%20b%2Fc-value/versions",
                null,
                "application/vnd.schemaregistry.v1+json",
                "{\"schema\":\"" + SCHEMA.toString().replace("\"", "\\\"") + "\"}"));
  }

  @Test
  void shouldLookUpWhatIsThere_whenItMayNotWrite() {
    replies.add(new Reply(403, "{\"error_code\":40301}"));
    replies.add(new Reply(200, "{\"subject\":\"s\",\"version\":1,\"id\":7}"));
    replies.add(new Reply(403, "{\"error_code\":40301,\"message\":\"read only\"}"));
    replies.add(new Reply(404, "{\"error_code\":40403}"));
    HttpSchemaRegistry registry = registry(url, Map.of());
    assertThat(registry.register("s", SCHEMA)).isEqualTo(7);
    assertThatThrownBy(() -> registry.register("other", SCHEMA))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("status 403")
        .hasMessageContaining("read only");
    assertThat(requests)
        .extracting(Request::line)
        .containsExactly(
            "POST /subjects/s/versions",
            "POST /subjects/s",
            "POST /subjects/other/versions",
            "POST /subjects/other");
  }

  @Test
  void shouldLookUpOnce_whenAskedAgain() {
    replies.add(new Reply(200, schemaBody(SCHEMA)));
    HttpSchemaRegistry registry = registry(url, Map.of());
    assertThat(registry.schemaById(3)).isEqualTo(SCHEMA);
    assertThat(registry.schemaById(3)).isEqualTo(SCHEMA);
    assertThat(requests).extracting(Request::line).containsExactly("GET /schemas/ids/3");
  }

  @Test
  void shouldParseReferencesFirst_whenSchemaHasThem() {
    replies.add(
        new Reply(
            200,
            "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Outer\\\",\\\"fields\\\":"
                + "[{\\\"name\\\":\\\"thing\\\",\\\"type\\\":\\\"Thing\\\"}]}\","
                + "\"references\":[{\"name\":\"Thing\",\"subject\":\"thing\",\"version\":2}]}"));
    replies.add(new Reply(200, schemaBody(SCHEMA)));
    Schema outer = registry(url, Map.of()).schemaById(4);
    assertThat(outer.getField("thing").schema()).isEqualTo(SCHEMA);
    assertThat(requests)
        .extracting(Request::line)
        .containsExactly("GET /schemas/ids/4", "GET /subjects/thing/versions/2");
  }

  @Test
  void shouldBlameTheRecord_whenRegistryHasNoSuchAvroSchema() {
    replies.add(new Reply(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}"));
    replies.add(new Reply(200, "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}"));
    replies.add(new Reply(200, "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}"));
    HttpSchemaRegistry registry = registry(url, Map.of());
    for (int id = 1; id <= 3; id++) {
      int unknown = id;
      assertThatThrownBy(() -> registry.schemaById(unknown))
          .isInstanceOf(UnknownSchemaException.class)
          .hasMessageContaining("id " + id);
    }
  }

  @Test
  void shouldBlameTheRegistry_whenAnswerIsNotItsOwn() {
    for (Reply reply :
        List.of(
            new Reply(404, "<html>Not found</html>"),
            new Reply(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}"),
            new Reply(401, ""),
            new Reply(403, "{\"error_code\":403}"),
            new Reply(302, ""),
            new Reply(200, "<html>Welcome</html>"),
            new Reply(200, "{}"))) {
      requests.clear();
      replies.add(reply);
      assertThatThrownBy(() -> registry(url, Map.of()).schemaById(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining(url);
      assertThat(requests).hasSize(1);
    }
  }

  @Test
  void shouldSayWhy_whenSchemaIsRefused() {
    replies.add(new Reply(409, "{\"error_code\":409,\"message\":\"incompatible: amount\"}"));
    assertThatThrownBy(() -> registry(url, Map.of()).register("thing-value", SCHEMA))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContainingAll("Thing", "thing-value", "409", "incompatible: amount");
    replies.add(new Reply(200, "{\"id\":\"seven\"}"));
    assertThatThrownBy(() -> registry(url, Map.of()).register("thing-value", SCHEMA))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void shouldTryAgain_whenFailureIsTransient() {
    replies.add(new Reply(503, "busy"));
    replies.add(new Reply(429, ""));
    replies.add(new Reply(200, schemaBody(SCHEMA)));
    assertThat(registry(url, Map.of()).schemaById(3)).isEqualTo(SCHEMA);
    assertThat(requests).hasSize(3);
  }

  @Test
  void shouldGiveUp_whenFailureLasts() {
    for (int i = 0; i < 4; i++) {
      replies.add(new Reply(500, "broken"));
    }
    assertThatThrownBy(() -> registry(url, Map.of()).schemaById(3))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContainingAll("3 attempts", "500", "broken");
    assertThat(requests).hasSize(3);
  }

  @Test
  void shouldAskTheNextInstance_whenTheFirstIsDown() throws IOException {
    replies.add(new Reply(200, schemaBody(SCHEMA)));
    String down = "http://127.0.0.1:" + unusedPort();
    assertThat(registry(down + " , " + url, Map.of()).schemaById(3)).isEqualTo(SCHEMA);
    assertThatThrownBy(() -> registry(down, Map.of()).schemaById(3))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void shouldSendCredentials_whenConfigured() {
    replies.add(new Reply(200, schemaBody(SCHEMA)));
    registry(url, Map.of("basic.auth.user.info", "user:pass:word")).schemaById(1);
    replies.add(new Reply(200, schemaBody(SCHEMA)));
    registry(url, Map.of("bearer.auth.token", "abc")).schemaById(1);
    assertThat(requests)
        .extracting(Request::authorization)
        .containsExactly("Basic dXNlcjpwYXNzOndvcmQ=", "Bearer abc");
  }

  @Test
  void shouldKeepInterruption_whenInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> registry(url, Map.of()).schemaById(1))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldRefuseToStart_whenSettingsAreWrong() {
    assertRefused(url, Map.of("basic.auth.usr.info", "a:b"), "basic.auth.usr.info");
    assertRefused(url, Map.of("basic.auth.user.info", "a:b", "bearer.auth.token", "c"), "give one");
    assertRefused(url, Map.of("basic.auth.user.info", "nocolon"), "user:password");
    assertRefused(" , ", Map.of(), "no schema registry URL");
    assertRefused("localhost:8081", Map.of(), "must be http");
    assertRefused("http://not a url", Map.of(), "not a URL");
    assertRefused("http://localhost:8081?x=1", Map.of(), "query");
    assertThatThrownBy(() -> new HttpSchemaRegistry("http://me:secret@localhost", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("basic.auth.user.info")
        .hasMessageNotContaining("secret");
  }

  @Test
  void shouldLeaveOutForeignProperties_whenTheyAreSharedWithAnotherSerde() {
    String url = "http://localhost:8081";
    Map<String, String> foreign = Map.of("basic.auth.credentials.source", "USER_INFO");

    assertThatCode(() -> HttpSchemaRegistry.ofShared(url, foreign)).doesNotThrowAnyException();
    assertRefused(url, foreign, "basic.auth.credentials.source");
    assertThatThrownBy(
            () -> HttpSchemaRegistry.ofShared(url, Map.of("basic.auth.user.info", "nocolon")))
        .hasMessageContaining("user:password");
  }

  private static void assertRefused(String url, Map<String, String> properties, String said) {
    assertThatThrownBy(() -> new HttpSchemaRegistry(url, properties))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  private static HttpSchemaRegistry registry(String urls, Map<String, String> properties) {
    return new HttpSchemaRegistry(RegistryHttp.of(urls, properties, IMPATIENT));
  }

  private static String schemaBody(Schema schema) {
    return "{\"schema\":\"" + schema.toString().replace("\"", "\\\"") + "\"}";
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
