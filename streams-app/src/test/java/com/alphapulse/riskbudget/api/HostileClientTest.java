package com.alphapulse.riskbudget.api;

import static com.alphapulse.riskbudget.api.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.access.TokenList;
import com.alphapulse.riskbudget.config.ApiSettings;
import com.alphapulse.riskbudget.config.Configuration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent by nobody who means well. */
class HostileClientTest {
  private static final String TOKEN = "rb_a-token";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/css/style.css/../api/v1/risk-budget/current",
        "/css/style.css/%2e%2e/api/v1/risk-budget/current",
        "/css/style.css%2f..%2fapi/v1/risk-budget/current",
        "/css/style.css/..;/api/v1/risk-budget/current",
        "/health/live/../../metrics",
        "/health/live/%2e%2e/%2e%2e/metrics",
        "/health/live;x=/../../metrics",
        "//api/v1/risk-budget/current",
        "/api//v1/risk-budget/current",
        "/api/v1/risk-budget/current;x=y",
        "/api/v1/risk-budget/current/",
        "/api/v1/risk-budget/%63urrent",
        "/./api/v1/risk-budget/current",
        "/api/v1/risk-budget/x/../current",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cetc/passwd",
        "/;/metrics",
        "http://127.0.0.1/api/v1/risk-budget/current"
      })
  void shouldShowNothing_whenThePathIsATrick(String path) throws Exception {
    try (ApiFixture api = new ApiFixture(withToken(""))) {
      api.model.accept("p", Samples.portfolio("p"));

      String answer = raw(api, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

      assertThat(answer.lines().findFirst().orElse("")).containsPattern(" 40[0-9] ");
      assertThat(answer).doesNotContain("\"portfolios\"", "jvm_", "root:");
    }
  }

  @Test
  void shouldRefuseAsProblem_whenARequestIsTooLargeOrMalformed() throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      for (int i = 0; i < 100; i++) {
        assertProblem(api.post("/rebalance", "x".repeat(200_000 + 50_000 * (i % 16))), 413);
      }
      String header = "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(40_000) + "\r\n\r\n";
      assertThat(raw(api, header)).contains(" 431 ", "application/problem+json", "\"status\":431");
      String bad = raw(api, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
      assertThat(bad).contains(" 400 ", "application/problem+json").doesNotContain("<html");
    }
  }

  @Test
  void shouldRefuseAsProblem_whenCharsetOrMethodIsUnknown() throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      for (String charset : List.of("bogus", "%00", "utf-8-x")) {
        assertProblem(
            api.send(
                HttpRequest.newBuilder(api.api("/rebalance"))
                    .header("Content-Type", "application/json;charset=" + charset)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))),
            415);
      }
      HttpResponse<String> put =
          api.send(
              HttpRequest.newBuilder(api.api("/overrides"))
                  .PUT(HttpRequest.BodyPublishers.ofString("{}")));
      assertProblem(put, 405);
      assertThat(put.headers().firstValue("Allow"))
          .hasValueSatisfying(allow -> assertThat(allow).contains("GET").contains("POST"));
    }
  }

  @Test
  void shouldRefuseForeignPages_whateverABrowserSendsOfThem() throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      for (String path : List.of("/current", "/events", "/overrides")) {
        assertThat(fetched(api, path, Map.of("Sec-Fetch-Site", "cross-site"))).isEqualTo(403);
        assertThat(fetched(api, path, Map.of("Sec-Fetch-Site", "same-site"))).isEqualTo(403);
        assertThat(fetched(api, path, Map.of("Origin", "null"))).isEqualTo(403);
        assertThat(fetched(api, path, Map.of("Origin", "http://localhost:3000"))).isEqualTo(403);
      }
      assertThat(fetched(api, "/current", Map.of("Sec-Fetch-Site", "same-origin"))).isEqualTo(200);
      Map<String, String> link =
          Map.of(
              "Sec-Fetch-Site", "cross-site",
              "Sec-Fetch-Mode", "navigate",
              "Sec-Fetch-Dest", "document");
      assertThat(fetched(api, "/current", link)).isEqualTo(403);
      HttpRequest.Builder page = HttpRequest.newBuilder(api.uri("/"));
      link.forEach(page::header);
      assertThat(api.send(page).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldAnswer429_whenOneClientAsksTooOften() throws Exception {
    try (ApiFixture api = new ApiFixture(settings("limits: {requests_per_second: 1}"))) {
      List<HttpResponse<String>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(api.get("/whoami"));
      }

      HttpResponse<String> last =
          answers.stream().filter(a -> a.statusCode() == 429).findFirst().orElseThrow();
      assertProblem(last, 429);
      assertThat(last.headers().firstValue("Retry-After")).isPresent();
      assertThat(answers.get(0).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldLeaveRoom_whenOneClientOpens200Streams() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (ApiFixture api = new ApiFixture(withToken("event_streams_per_client: 8"))) {
      for (int i = 0; i < 200; i++) {
        sockets.add(
            open(
                api,
                "GET "
                    + ApiRoutes.BASE
                    + "/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + TOKEN
                    + "\r\n\r\n"));
      }
      int served = 0;
      for (Socket socket : sockets) {
        served += line(socket).contains(" 200 ") ? 1 : 0;
      }

      assertThat(served).isEqualTo(8);
      assertLive(api);
    } finally {
      close(sockets);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
        "POST "
            + ApiRoutes.BASE
            + "/rebalance HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000\r\n\r\n{"
      })
  void shouldAnswerAndEndThem_when300ConnectionsTrickle(String start) throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (ApiFixture api = new ApiFixture()) {
      for (int i = 0; i < 300; i++) {
        sockets.add(open(api, start));
      }
      assertLive(api);
      assertThat(api.get("/current").statusCode()).isEqualTo(200);

      Socket one = sockets.get(0);
      one.setSoTimeout(1_000);
      long deadline = System.nanoTime() + Duration.ofSeconds(25).toNanos();
      while (!hasEnded(one)) {
        assertThat(System.nanoTime()).as("still open").isLessThan(deadline);
        assertLive(api);
      }
    } finally {
      close(sockets);
    }
  }

  /** Writes one more byte, then waits at most the time-out of the socket for its end. */
  private static boolean hasEnded(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      return socket.getInputStream().read() >= -1;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void assertLive(ApiFixture api) throws Exception {
    HttpResponse<String> live =
        api.send(HttpRequest.newBuilder(api.uri("/health/live")).timeout(Duration.ofSeconds(1)));
    assertThat(live.statusCode()).isEqualTo(200);
  }

  private static void assertProblem(HttpResponse<String> response, int status) throws Exception {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(json(response).get("status").asInt()).isEqualTo(status);
  }

  private static int fetched(ApiFixture api, String path, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(api.api(path));
    headers.forEach(request::header);
    return api.send(request).statusCode();
  }

  private static ApiSettings withToken(String limits) {
    return settings(
        "access: {tokens: [{name: a, role: admin, sha256: '%s'}]}, limits: {%s}"
            .formatted(TokenList.hash(TOKEN), limits));
  }

  private static ApiSettings settings(String api) {
    return Configuration.parse("test", "api: {port: 0, " + api + "}").api();
  }

  private static Socket open(ApiFixture api, String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String line(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = socket.getInputStream().read(); c >= ' '; c = socket.getInputStream().read()) {
      line.write(c);
    }
    return line.toString(StandardCharsets.US_ASCII);
  }

  private static String raw(ApiFixture api, String request) throws IOException {
    try (Socket socket = open(api, request)) {
      socket.setSoTimeout(10_000);
      socket.shutdownOutput();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(answer);
      } catch (IOException e) {
        // Closed while there was more to send: what came counts.
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
