package com.alphapulse.riskbudget.api;

import static com.alphapulse.riskbudget.api.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.api.access.BindAddress;
import com.alphapulse.riskbudget.api.view.Pulse;
import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.config.ApiSettings;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
    api.model.accept("p", Samples.portfolio("p"));
    api.model.accept("p", Samples.budget("p", 3));
    api.model.accept("q", Samples.portfolio("q"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void shouldShowMarketsAndPortfolios_whenAskedForCurrent() throws Exception {
    api.model.accept("SWISS", Samples.state("SWISS", Regime.BEAR, Samples.TIME, Samples.TIME));

    JsonNode all = json(api.get("/current"));
    JsonNode one = json(api.get("/current?portfolio=p"));

    assertThat(all.get("portfolios")).hasSize(2);
    assertThat(all.at("/portfolios/1/budget").isNull()).isTrue();
    assertThat(one.get("portfolios")).hasSize(1);
    assertThat(one.at("/portfolios/0/budget/equity").decimalValue()).isEqualTo("1234.5");
    assertThat(one.at("/markets/0/regime").asText()).isEqualTo("BEAR");
  }

  @Test
  void shouldSayThatNobodyIsAuthenticated_whenNoCredentialsAreConfigured() throws Exception {
    JsonNode caller = json(api.get("/whoami"));

    assertThat(caller.get("authenticated").asBoolean()).isFalse();
    assertThat(caller.get("role").asText()).isEqualTo("ADMIN");
    assertThat(caller.get("portfolios")).hasSize(1);
    assertThat(caller.at("/portfolios/0").asText()).isEqualTo("*");
  }

  @Test
  void shouldListItems_whenAskedForEachList() throws Exception {
    api.model.accept("p", Samples.utilization("p", OverrideScope.PORTFOLIO, "p"));
    api.model.accept("p", Samples.decision("p", "o1"));
    api.model.accept("p", Samples.decision("p", "o2"));
    api.model.accept("p", Samples.of(RiskAlert.class));
    api.model.accept("p", Samples.of(RebalanceRecommendation.class));
    api.model.accept("p", Samples.override("p", "a", OverrideAction.HALT));

    assertThat(json(api.get("/utilization")).get("items")).hasSize(1);
    assertThat(json(api.get("/history?portfolio=p")).get("items")).hasSize(1);
    assertThat(json(api.get("/history?portfolio=q")).get("items")).isEmpty();
    assertThat(json(api.get("/alerts")).get("items")).hasSize(1);
    assertThat(json(api.get("/recommendations")).get("items")).hasSize(1);
    assertThat(json(api.get("/overrides")).at("/items/0/status").asText()).isEqualTo("IN_FORCE");
    JsonNode orders = json(api.get("/orders?limit=1"));
    assertThat(orders.get("items")).hasSize(1);
    assertThat(orders.at("/items/0/intent/orderId").asText()).isEqualTo("o2");
  }

  @Test
  void shouldAskForPortfolio_whenSeveralHaveTheOrder() throws Exception {
    api.model.accept("p", Samples.decision("p", "o 1/x"));
    api.model.accept("q", Samples.decision("q", "o 1/x"));

    assertThat(json(api.get("/orders/o%201%2Fx?portfolio=q")).at("/intent/portfolioId").asText())
        .isEqualTo("q");
    HttpResponse<String> ambiguous = api.get("/orders/o%201%2Fx");
    assertThat(ambiguous.statusCode()).isEqualTo(400);
    assertThat(json(ambiguous).at("/errors/0/parameter").asText()).isEqualTo("portfolioId");
    assertThat(api.get("/orders/none").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/current", "/utilization", "/history", "/alerts", "/orders", "/events"})
  void shouldAnswer404AsProblem_whenPortfolioIsUnknown(String path) throws Exception {
    HttpResponse<String> response = api.get(path + "?portfolio=nope");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    JsonNode problem = json(response);
    assertThat(problem.get("status").asInt()).isEqualTo(404);
    assertThat(problem.get("title").asText()).isEqualTo("Not Found");
    assertThat(problem.get("detail").asText()).contains("unknown portfolio 'nope'");
    assertThat(problem.get("instance").asText()).isEqualTo(ApiRoutes.BASE + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "limit=", "limit=1&limit=2"})
  void shouldAnswer400NamingIt_whenLimitIsBad(String query) throws Exception {
    HttpResponse<String> response = api.get("/orders?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/errors/0/parameter").asText()).isEqualTo("limit");
  }

  @Test
  void shouldAnswer400NamingIt_whenParameterIsMisspelt() throws Exception {
    HttpResponse<String> response = api.get("/orders?portfolo=p");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("detail").asText()).isEqualTo("portfolo: unknown parameter");
  }

  @Test
  void shouldAnswerProblem_whenPathOrMethodIsUnknown() throws Exception {
    assertThat(json(api.get("/nothing")).get("status").asInt()).isEqualTo(404);
    HttpResponse<String> response = api.send(HttpRequest.newBuilder(api.api("/current")).DELETE());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(json(response).get("title").asText()).isEqualTo("Method Not Allowed");
  }

  @Test
  void shouldTellNothingOfTheInside_whenHandlerFails() throws Exception {
    api.writer =
        override -> {
          throw new IllegalStateException("secret");
        };
    BudgetUpdate budget = Samples.budget("p", 1);
    budget.setCause(BudgetCause.SCHEDULED);
    api.model.accept("p", budget);
    HttpResponse<String> response =
        api.post("/rebalance", "{\"portfolio\":\"p\",\"author\":\"a\",\"reason\":\"r\"}");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("secret").contains("\"status\":500");
  }

  @Test
  void shouldRefuseAnswers_whenViewIsNotCurrent() throws Exception {
    api.viewCurrent = false;

    assertThat(api.get("/current").statusCode()).isEqualTo(503);
    assertThat(api.send(HttpRequest.newBuilder(api.uri("/health/ready"))).statusCode())
        .isEqualTo(503);
    assertThat(api.send(HttpRequest.newBuilder(api.uri("/health/live"))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void shouldNotBeReady_whenApplicationsDoNotRun() throws Exception {
    assertThat(api.send(HttpRequest.newBuilder(api.uri("/health/ready"))).statusCode())
        .isEqualTo(200);
    api.stageProblems = List.of("the orders of order-intent-2 have waited for 11 s");

    HttpResponse<String> response = api.send(HttpRequest.newBuilder(api.uri("/health/ready")));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(json(response).get("applicationsRunning").asBoolean()).isFalse();
    assertThat(json(response).get("problems").get(0).asText()).contains("order-intent-2");
  }

  @Test
  void shouldNameThePartitionAndTheAges_whenTheGateIsBehind() throws Exception {
    api.beat =
        new Pulse.Beat(
            List.of(
                new Pulse.Gate(0, 0, Duration.ZERO),
                new Pulse.Gate(1, 7, Duration.ofMillis(12_900))),
            new TreeMap<>(
                Map.of(
                    Topics.MARKET_DATA, Optional.of(Samples.TIME.minusSeconds(90)),
                    Topics.MARKET_MARKS, Optional.of(Samples.TIME.plusSeconds(1)),
                    Topics.BUDGET_UPDATE, Optional.empty())),
            List.of("7 orders of partition 1 are undecided, the oldest for 12 s"));

    HttpResponse<String> response = api.send(HttpRequest.newBuilder(api.uri("/health/ready")));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    JsonNode answer = json(response);
    assertThat(answer.at("/problems/0").asText()).contains("partition 1");
    assertThat(answer.get("viewCurrent").asBoolean()).isTrue();
    assertThat(answer.get("gate"))
        .hasToString(
            """
            [{"partition":0,"lag":0,"oldestUndecidedSeconds":0},\
            {"partition":1,"lag":7,"oldestUndecidedSeconds":12}]""");
    assertThat(answer.get("inputs"))
        .hasToString(
            """
            [{"input":"market-data","ageSeconds":90},\
            {"input":"market-marks","ageSeconds":0},\
            {"input":"budget-update","ageSeconds":null}]""");
  }

  @Test
  void shouldServeMetricsPageAndExtraRoutes_whenAsked() throws Exception {
    api.metrics.counter("some.counter").increment();

    assertThat(api.send(HttpRequest.newBuilder(api.uri("/metrics"))).body())
        .contains("some_counter_total 1.0");
    HttpResponse<String> page = api.send(HttpRequest.newBuilder(api.uri("/")));
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy -> assertThat(policy).contains("script-src 'self'").doesNotContain("unsafe"));
    assertThat(api.send(HttpRequest.newBuilder(api.uri("/extra"))).body()).isEqualTo("extra");
  }

  @Test
  void shouldKeepMarkupAsData_whenIdHoldsMarkup() throws Exception {
    String id = "<script>alert(1)</script>";
    api.model.accept("p", Samples.decision("p", id));

    HttpResponse<String> response = api.get("/orders");
    assertThat(json(response).at("/items/0/intent/orderId").asText()).isEqualTo(id);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[::2]"})
  void shouldRefuse_whenHostIsNotThisMachine(String host) throws Exception {
    assertThat(rawStatus("GET / HTTP/1.1\r\nHost: " + host + "\r\n")).doesNotContain(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:8080", "[::1]:80", "LOCALHOST:1"})
  void shouldAnswer_whenHostIsThisMachine(String host) throws Exception {
    assertThat(rawStatus("GET / HTTP/1.1\r\nHost: " + host + "\r\n")).contains(" 200 ");
  }

  @Test
  void shouldRefuse_whenPageOfAnotherSiteAsks() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.api("/current")).header("Origin", "http://evil.example");

    assertThat(api.send(request).statusCode()).isEqualTo(403);
    assertThat(
            api.send(
                    HttpRequest.newBuilder(api.api("/current"))
                        .header("Origin", "http://127.0.0.1:" + api.server.port()))
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::", "", " ", "no.such.host.invalid"})
  void shouldRefuseToBind_whenHostIsNoLoopbackAddress(String host) {
    assertThatThrownBy(
            () ->
                BindAddress.check(Configuration.parse("test", "api: {host: '" + host + "'}").api()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("api.host");
  }

  @Test
  void shouldFailWithOneLine_whenPortIsTaken() {
    ApiSettings taken = ApiSettings.local(api.server.port());

    assertThatThrownBy(
            () ->
                HttpServer.start(
                    taken,
                    new HttpServer.Parts(
                        api.model,
                        api.hub,
                        api.readiness(),
                        api.commands(),
                        InstantSource.system(),
                        api.metrics),
                    routes -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "api: api.port: cannot listen on 127.0.0.1:%d; another process may use the port"
                .formatted(api.server.port()));
  }

  /** The status line of a request that the HTTP client would not send. */
  private String rawStatus(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
  }
}
