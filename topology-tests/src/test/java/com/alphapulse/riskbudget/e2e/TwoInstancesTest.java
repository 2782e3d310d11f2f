package com.alphapulse.riskbudget.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.FreePort;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.demo.EmbeddedBroker;
import com.alphapulse.riskbudget.runtime.LocalPlatform;
import com.alphapulse.riskbudget.runtime.Platform;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two processes' worth of the whole product on one broker, each with an API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoInstancesTest {
  private static final String BASE = "/api/v1/risk-budget";
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ROUNDS = 20;

  /** What the description's parameters are given; those that are not here are left out. */
  private static final Map<String, String> GIVEN =
      Map.of("strategyId", Desk.STRATEGY, "side", "BUY", "type", "BULL");

  private final List<Platform> platforms = new ArrayList<>();
  private EmbeddedBroker broker;
  private Installation installation;
  private Outside outside;
  private Commands one;
  private Commands other;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    broker = EmbeddedBroker.start(OptionalInt.empty(), folder.resolve("cluster"));
    installation = Installation.on(broker.bootstrapServers(), folder);
    one = startPlatform(folder.resolve("one"));
    other = startPlatform(folder.resolve("other"));
    outside = new Outside(installation);
  }

  @AfterAll
  void stop() {
    if (outside != null) {
      outside.close();
    }
    platforms.forEach(Platform::close);
    if (installation != null) {
      installation.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private Commands startPlatform(Path folder) throws IOException {
    int port = FreePort.take();
    String yaml =
        installation
            .yaml(Installation.PARTITIONS, Map.of())
            .replace("{port: 0}", "{port: %d, advertised: '127.0.0.1:%d'}".formatted(port, port));
    Configuration configuration =
        Configuration.parse("two", yaml, Map.of("kafka.state_directory", folder.toString()));
    platforms.add(
        LocalPlatform.start(
            configuration, EnumSet.allOf(Platform.Part.class), false, InstantSource.system()));
    return new Commands(port);
  }

  @Test
  void shouldAnswerEquallyForEveryPortfolio_whenAnyInstanceIsAsked() throws Exception {
    List<String> portfolios = Partitions.oneKeyEach("equal");
    Desk desk = new Desk(outside, "EQUAL", portfolios, Desk.CASH);
    var budgets = desk.open();
    for (String id : portfolios) {
      BigDecimal small = desk.part(budgets.get(id), "0.2");
      desk.decide(desk.intent("small-" + id, id, desk.symbol(), Side.BUY, small));
      BigDecimal large = desk.part(budgets.get(id), "5");
      desk.decide(desk.intent("large-" + id, id, desk.symbol(), Side.BUY, large));
      assertThat(one.send(id, "reduce-" + id, "REDUCE_ONLY").join()).isEqualTo(200);
    }

    JsonNode paths = JSON.readTree(one.get("/openapi.json").body()).path("paths");
    List<String> asked = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      // A stream of events has no end, and what is below no path of the API is of one process.
      if (path.getValue().has("get")
          && path.getKey().startsWith(BASE)
          && !path.getKey().endsWith("/events")) {
        for (String id : portfolios) {
          String request = request(path.getKey(), path.getValue().path("get"), id, desk.symbol());
          awaitEqual(request);
          asked.add(request);
        }
      }
    }

    assertThat(asked).hasSizeGreaterThan(9 * portfolios.size());
    System.out.printf("%d questions, each answered equally by two instances%n", asked.size());
  }

  /** A question of this path about a portfolio, with what it requires. */
  private static String request(String path, JsonNode get, String portfolioId, String symbol) {
    List<String> query = new ArrayList<>(List.of("portfolioId=" + portfolioId));
    String filled = path;
    for (JsonNode parameter : get.path("parameters")) {
      String name = parameter.path("name").asText();
      String value =
          switch (name) {
            case "id" -> "large-" + portfolioId;
            case "symbol" -> symbol;
            default -> GIVEN.get(name);
          };
      if (parameter.path("in").asText().equals("path")) {
        filled = filled.replace("{" + name + "}", value);
      } else if (parameter.path("required").asBoolean() && !name.equals("portfolioId")) {
        query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    boolean ofPortfolios = !filled.endsWith("/whoami") && !filled.contains("/regime/");
    return ofPortfolios ? filled + "?" + String.join("&", query) : filled;
  }

  /** Each has read the topics by itself, and may be a moment behind the other. */
  private void awaitEqual(String request) {
    await(request)
        .atMost(Installation.PATIENCE)
        .untilAsserted(
            () -> {
              HttpResponse<String> first = one.get(request);
              assertThat(first.statusCode()).isEqualTo(200);
              assertThat(withoutClock(request, other.get(request)))
                  .isEqualTo(withoutClock(request, first));
            });
  }

  /** Without the moment of the question. */
  private static String withoutClock(String request, HttpResponse<String> answer) {
    String clocks = request.contains("/headroom") ? "asOf" : "serverTime|eventTime";
    return answer.body().replaceAll("\"(" + clocks + ")\":\"[^\"]*\"", "");
  }

  @Test
  void shouldTellHowSoonAHaltStopsOrders_whenItIsPosted() {
    Desk desk = new Desk(outside, "SOON", "soon");
    desk.open();
    long[] toReject = new long[ROUNDS];
    long[] toAnswer = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      String name = "soon-" + round;
      OrderIntent before = desk.buy(name + "-before", BigDecimal.ONE);
      assertThat(desk.decide(before).getOutcome()).isEqualTo(Outcome.APPROVED);
      desk.report(before, ExecutionStatus.CANCELLED, BigDecimal.ZERO, desk.price());
      long start = System.nanoTime();
      CompletableFuture<Integer> halt = one.send("soon", name, "HALT");
      CompletableFuture<Long> answered = halt.thenApply(status -> System.nanoTime() - start);
      toReject[round] = firstReject(desk, name) - start;
      toAnswer[round] = answered.join();
      assertThat(halt.join()).isEqualTo(200);
      assertThat(other.send("soon", name + "-end", "RESUME").join()).isEqualTo(200);
    }
    print("POST to first rejected order", toReject);
    print("POST to the answer that it is in force", toAnswer);
  }

  /** Sends orders one after the other until one is rejected; when that was seen. */
  private long firstReject(Desk desk, String name) {
    for (int order = 0; ; order++) {
      OrderIntent intent = desk.buy(name + "-" + order, BigDecimal.ONE);
      OrderDecision decision = desk.decide(intent);
      if (decision.getOutcome() == Outcome.REJECTED) {
        assertThat(decision.getViolations())
            .extracting(Violation::getReason)
            .containsExactly("HALTED");
        return System.nanoTime();
      }
      desk.report(intent, ExecutionStatus.CANCELLED, BigDecimal.ZERO, desk.price());
    }
  }

  private static void print(String what, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "%s: median %.0f ms, worst %.0f ms of %d%n",
        what, millis(sorted[sorted.length / 2]), millis(sorted[sorted.length - 1]), sorted.length);
  }

  private static double millis(long nanos) {
    return (double) nanos / Duration.ofMillis(1).toNanos();
  }
}
