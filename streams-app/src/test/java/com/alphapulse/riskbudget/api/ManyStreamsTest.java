package com.alphapulse.riskbudget.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.access.TokenList;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import com.alphapulse.riskbudget.config.ApiSettings;
import com.alphapulse.riskbudget.config.Configuration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As many readers of events as there may be, all at once. */
@Timeout(120)
class ManyStreamsTest {
  private static final int CLIENTS = 4;

  /** More than the server has threads for requests. */
  private static final int STREAMS = 128;

  /** Of bytes on their way: little to a reader that does not read. */
  private static final int SMALL_BUFFER = 8_192;

  private static final int LARGE_BUFFER = 1_000_000;

  private final List<Socket> sockets = new ArrayList<>();
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture(settings());
    api.model.accept("p", Samples.portfolio("p"));
    api.model.accept("p", Samples.budget("p", 1));
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    api.close();
  }

  @Test
  void shouldStillTakeACommand_when200StreamsAreAskedForAtOnce() throws Exception {
    for (int i = 0; i < 200; i++) {
      sockets.add(ask(i % CLIENTS));
    }
    HttpResponse<String> command = command();
    int served = 0;
    for (Socket socket : sockets) {
      served += statusLine(socket).contains(" 200 ") ? 1 : 0;
    }

    assertThat(command.statusCode()).isEqualTo(202);
    assertThat(served).isEqualTo(STREAMS);
    assertThat(command().statusCode()).isEqualTo(202);
  }

  @Test
  void shouldServeTheOthersAndKeepLittle_whenReadersNeverRead() throws Exception {
    AtomicInteger made = new AtomicInteger();
    for (int i = 0; i < STREAMS - 1; i++) {
      sockets.add(ask(i % CLIENTS));
      assertThat(statusLine(sockets.get(i))).contains(" 200 ");
    }
    Socket reading = ask(CLIENTS - 1, LARGE_BUFFER);
    sockets.add(reading);
    BufferedReader stream =
        new BufferedReader(new InputStreamReader(reading.getInputStream(), StandardCharsets.UTF_8));
    readUntil(stream, "event: status");
    String text = "x".repeat(10_000);
    int rounds = 8;
    int perRound = 50;
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < perRound; i++) {
        api.hub.publish(
            ViewEvent.of(
                ViewEvent.Type.ALERT,
                Optional.of("p"),
                () -> {
                  made.incrementAndGet();
                  return RecordJson.object().put("text", text);
                }));
      }
      String mark = "\"round\":" + round;
      int number = round;
      api.hub.publish(
          ViewEvent.of(
              ViewEvent.Type.ALERT,
              Optional.of("p"),
              () -> RecordJson.object().put("round", number)));
      readUntil(stream, mark);
    }

    // What the system's buffers of a connection hold, and a chunk on its way.
    int perStuckReader = 100;
    assertThat(made).hasValueLessThan(rounds * perRound + STREAMS * perStuckReader);
    assertThat(command().statusCode()).isEqualTo(202);
    HttpRequest.Builder live = HttpRequest.newBuilder(api.uri("/health/live"));
    assertThat(api.send(live).statusCode()).isEqualTo(200);
  }

  private static void readUntil(BufferedReader stream, String mark) throws IOException {
    String line = stream.readLine();
    while (!line.contains(mark)) {
      line = stream.readLine();
    }
  }

  private HttpResponse<String> command() throws Exception {
    return api.send(
        HttpRequest.newBuilder(api.api("/overrides"))
            .header("Authorization", "Bearer " + token(0))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"portfolioId":"p","scope":"PORTFOLIO","action":"HALT","reason":"r"}""")));
  }

  private Socket ask(int client) throws IOException {
    return ask(client, SMALL_BUFFER);
  }

  private Socket ask(int client, int buffer) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(buffer);
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.server.port()));
    String request =
        "GET %s/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(ApiRoutes.BASE, token(client));
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String statusLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= ' '; c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private static String token(int client) {
    return "rb_client-" + client;
  }

  private static ApiSettings settings() {
    String tokens =
        IntStream.range(0, CLIENTS)
            .mapToObj(
                client ->
                    "{name: c%d, role: admin, sha256: '%s'}"
                        .formatted(client, TokenList.hash(token(client))))
            .collect(Collectors.joining(", "));
    return Configuration.parse(
            "test",
            "api: {port: 0, access: {tokens: [%s]}, limits: {event_streams: %d, event_streams_per_client: 64}}"
                .formatted(tokens, STREAMS))
        .api();
  }
}
