package com.alphapulse.riskbudget.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.access.Caller;
import com.alphapulse.riskbudget.api.access.Role;
import com.alphapulse.riskbudget.api.access.TokenList;
import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.view.Pulse;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Performance;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HttpStatus;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real answers of every operation against the description, those that refuse included. */
class OpenApiAnswersTest {
  private static final String WHO_AM_I = ApiRoutes.BASE + "/whoami";
  private static final String HEADROOM =
      "/headroom?portfolioId=p&strategyId=trend&symbol=BANKS&side=BUY";

  /** What is read as lists. */
  private static final List<String> LISTS =
      List.of(
          "/current",
          "/utilization",
          "/history",
          "/recommendations",
          "/alerts",
          "/orders",
          "/overrides");

  private static final Caller ADA = new Caller("Ada", Role.OPERATOR, Set.of(), true);
  private static final Caller BEN = new Caller("Ben", Role.ADMIN, Set.of(), true);

  /** What other tests see: a stream has no end, and a provider of tokens may not answer. */
  private static final Set<String> ELSEWHERE =
      Set.of("get " + ApiRoutes.BASE + "/events 200", "get " + WHO_AM_I + " 503");

  /** What leads to an event of each type, after what {@link #start} has taken in. */
  private static final Map<ViewEvent.Type, SpecificRecord> EVENTS =
      Map.of(
          ViewEvent.Type.BUDGET, budget(),
          ViewEvent.Type.UTILIZATION, Samples.utilization("p", OverrideScope.SYMBOL, "s"),
          ViewEvent.Type.RECOMMENDATION, Samples.of(RebalanceRecommendation.class),
          ViewEvent.Type.DECISION, Samples.decision("p", "o"),
          ViewEvent.Type.MARKET, Samples.state("SWISS", Regime.BULL, Samples.TIME, Samples.TIME),
          ViewEvent.Type.REGIME, Samples.state("SWISS", Regime.BEAR, Samples.TIME, Samples.TIME),
          ViewEvent.Type.ALERT, Samples.of(RiskAlert.class),
          ViewEvent.Type.OVERRIDE, Samples.override("p", "o", OverrideAction.HALT),
          ViewEvent.Type.PORTFOLIO, Samples.portfolio("p"),
          ViewEvent.Type.TRADING_STATE, Samples.of(TradingStateUpdate.class));

  private final Described description = new Described();
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
    api.model.accept("p", Samples.portfolio("p"));
    api.model.accept("p", budget());
    api.model.accept("without", Samples.portfolio("without"));
    api.model.accept("SWISS", Samples.state("SWISS", Regime.BULL, Samples.TIME, Samples.TIME));
    api.model.accept("ANNOUNCED", change("ANNOUNCED"));
    api.model.accept("p", Samples.utilization("p", OverrideScope.SYMBOL, "BANKS"));
    api.model.accept("p", Samples.of(RiskAlert.class));
    api.model.accept("p", Samples.of(RebalanceRecommendation.class));
    api.model.accept("p", Samples.decision("p", "o"));
    OrderDecision rejected = Samples.decision("p", "rejected");
    rejected.setOutcome(Outcome.REJECTED);
    api.model.accept("p", rejected);
    api.model.accept("p", Samples.decision("p", "twice"));
    api.model.accept("without", Samples.decision("without", "twice"));
    RiskOverride halt = Samples.override("p", "halt", OverrideAction.HALT);
    halt.setNeedsApproval(false);
    api.model.accept("p", halt);
    api.model.accept("p", acknowledgement(halt));
    api.beat =
        new Pulse.Beat(
            List.of(new Pulse.Gate(0, 3, Duration.ofSeconds(1))),
            Map.of(Topics.MARKET_DATA, Optional.of(Samples.TIME)),
            List.of());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void shouldBeAsDescribed_whateverIsAnswered() throws Exception {
    reads();
    refusesReads();
    commands();
    approvals();
    refusesCommands();
    unavailable();
    refusesStrangers();

    assertThat(description.faults()).isEmpty();
    Set<String> unseen = new TreeSet<>(description.described());
    unseen.removeAll(description.answered());
    unseen.removeAll(ELSEWHERE);
    assertThat(unseen).as("described and never answered here").isEmpty();
  }

  /** Events of every type are the records that the description names. */
  @ParameterizedTest
  @EnumSource(ViewEvent.Type.class)
  void shouldBeAsDescribed_whateverAnEventTells(ViewEvent.Type type) {
    SpecificRecord record = EVENTS.get(type);
    ViewEvent event = api.model.accept("SWISS", record).orElseThrow();
    boolean isMarket = record instanceof MarketState;

    description.checkEvent(
        type.name(), isMarket ? "Market" : record.getSchema().getName(), event.data().get());

    assertThat(event.type()).isEqualTo(type);
    assertThat(description.faults()).isEmpty();
  }

  private void reads() throws Exception {
    get("/current", "/current");
    get("/current", "/current?portfolioId=p");
    get("/utilization", "/utilization");
    get("/utilization", "/utilization?from=2020-01-01T00:00:00Z");
    get("/history", "/history?limit=1");
    get("/recommendations", "/recommendations");
    get("/alerts", "/alerts");
    get("/orders", "/orders?limit=1");
    get("/orders/{id}", "/orders/o");
    get("/orders/{id}", "/orders/rejected");
    get("/overrides", "/overrides");
    get("/regime/{type}", "/regime/BULL");
    get("/whoami", "/whoami");
    api.gate.here =
        Optional.of(
            CompletableFuture.completedFuture(HeadroomRouteTest.headroom(Optional.of("120"))));
    get("/headroom", HEADROOM);
    for (String path : List.of("/health/live", "/health/ready", "/metrics", "/openapi.json")) {
      description.check("get", path, api.send(HttpRequest.newBuilder(api.uri(path))));
    }
  }

  private void refusesReads() throws Exception {
    for (String path : LISTS) {
      get(path, path + "?nonsense=1");
      get(path, path + "?portfolioId=unknown");
    }
    get("/events", "/events?nonsense=1");
    get("/events", "/events?portfolioId=unknown");
    get("/orders/{id}", "/orders/twice");
    get("/orders/{id}", "/orders/none");
    get("/regime/{type}", "/regime/BULL?x=1");
    get("/regime/{type}", "/regime/PANIC");
    get("/headroom", "/headroom");
    api.caller(new Caller("eve", Role.VIEWER, Set.of("without"), true));
    get("/headroom", HEADROOM);
    api.caller(Caller.local());
  }

  private void commands() throws Exception {
    post("/overrides", "/overrides", command("HALT"));
    api.writer = this::acknowledge;
    post("/overrides", "/overrides?wait=PT20S", command("HALT"));
    post("/overrides", "/overrides?wait=PT20S", command("RESUME"));
    api.writer =
        override -> {
          TradingStateUpdate ended = acknowledgement(override);
          ended.setOverrides(List.of());
          api.effects.read(ended, new RecordHeaders());
          api.effects.read(Samples.budget("p", 4), new RecordHeaders());
        };
    delete("halt", "?reason=r&wait=PT20S");
    api.writer = override -> {};
    delete("halt", "?reason=r");
    post("/overrides/preview", "/overrides/preview", command("REDUCE_ONLY"));
    ObjectNode rebalance = RecordJson.object().put("portfolioId", "p").put("reason", "r");
    post("/rebalance", "/rebalance", rebalance);
    api.writer =
        override ->
            api.effects.read(
                budget(), CausedBy.withOverride(new RecordHeaders(), override.getOverrideId()));
    post("/rebalance", "/rebalance", rebalance.deepCopy().put("force", true));
    api.writer = override -> api.effects.read(refusal(override), new RecordHeaders());
    post("/rebalance", "/rebalance", rebalance.deepCopy().put("force", true));
    api.writer =
        override -> {
          throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "the brokers did not confirm it");
        };
    post("/overrides", "/overrides", command("HALT"));
    api.writer = override -> {};
  }

  private void approvals() throws Exception {
    String approve = "/overrides/{id}/approve";
    ObjectNode nothing = RecordJson.object();
    propose("first");
    propose("second");
    post(approve, "/overrides/first/approve", nothing);
    api.caller(BEN);
    post(approve, "/overrides/first/approve", nothing);
    api.writer = this::acknowledge;
    post(approve, "/overrides/second/approve?wait=PT20S", nothing);
    api.writer = override -> {};
    post(approve, "/overrides/first/approve?x=1", nothing);
    post(approve, "/overrides/none/approve", nothing);
    post(approve, "/overrides/halt/approve", nothing);
    api.caller(Caller.local());
  }

  private void refusesCommands() throws Exception {
    for (String path : List.of("/overrides", "/overrides/preview", "/rebalance")) {
      post(path, path, RecordJson.object());
      description.check(
          "post",
          ApiRoutes.BASE + path,
          api.send(
              HttpRequest.newBuilder(api.api(path)).POST(BodyPublishers.ofString("not JSON"))));
      ObjectNode unknown = command("HALT").put("portfolioId", "unknown");
      post(
          path,
          path,
          path.equals("/rebalance") ? unknown.retain("portfolioId", "reason") : unknown);
    }
    ObjectNode known = command("REDUCE_ONLY").put("overrideId", "halt");
    post("/overrides", "/overrides", known);
    delete("halt", "");
    delete("none", "?reason=r");
    RiskOverride done = Samples.override("p", "done", OverrideAction.REBALANCE);
    api.model.accept("p", done);
    delete("done", "?reason=r");
    api.caller(new Caller("eve", Role.VIEWER, Set.of(), true));
    for (String path : List.of("/overrides", "/overrides/preview")) {
      post(path, path, command("HALT"));
    }
    post("/rebalance", "/rebalance", command("HALT").retain("portfolioId", "reason"));
    delete("halt", "?reason=r");
    api.caller(Caller.local());
  }

  private void unavailable() throws Exception {
    api.viewCurrent = false;
    for (String path : LISTS) {
      get(path, path);
    }
    get("/orders/{id}", "/orders/o");
    get("/regime/{type}", "/regime/BULL");
    get("/headroom", HEADROOM);
    post("/overrides/preview", "/overrides/preview", command("HALT"));
    post("/overrides/{id}/approve", "/overrides/halt/approve", RecordJson.object());
    post("/rebalance", "/rebalance", RecordJson.object());
    delete("halt", "?reason=r");
    description.check(
        "get", "/health/ready", api.send(HttpRequest.newBuilder(api.uri("/health/ready"))));
    api.viewCurrent = true;
    api.hub.close();
    get("/events", "/events");
  }

  /** Every operation that needs a caller, asked by nobody, by another site's page, too often. */
  private void refusesStrangers() throws Exception {
    String token = "access: {tokens: [{name: a, role: admin, sha256: '%s'}]}";
    try (ApiFixture guarded = fixture(token.formatted(TokenList.hash("rb_secret")));
        ApiFixture open = fixture("limits: {requests_per_second: 1}")) {
      for (String operation : description.operations("401")) {
        String method = operation.substring(0, operation.indexOf(' '));
        String path = operation.substring(operation.indexOf(' ') + 1);
        description.check(method, path, guarded.send(request(guarded, method, path)));
        description.check(
            method,
            path,
            guarded.send(request(guarded, method, path).header("Sec-Fetch-Site", "cross-site")));
        description.check(method, path, tooOften(open, method, path));
      }
    }
  }

  /** The answer to a request that comes before another one is allowed. */
  private static HttpResponse<String> tooOften(ApiFixture open, String method, String path)
      throws Exception {
    HttpResponse<String> answer;
    do {
      HttpResponse<String> before = open.send(request(open, "get", WHO_AM_I));
      while (before.statusCode() != 429) {
        before = open.send(request(open, "get", WHO_AM_I));
      }
      answer = open.send(request(open, method, path));
    } while (answer.statusCode() != 429);
    return answer;
  }

  private static ApiFixture fixture(String settings) {
    return new ApiFixture(
        Configuration.parse("test", "api: {port: 0, %s}".formatted(settings)).api());
  }

  private static HttpRequest.Builder request(ApiFixture of, String method, String path) {
    return HttpRequest.newBuilder(of.uri(path.replaceAll("[{]\\w+[}]", "x")))
        .method(method.toUpperCase(Locale.ROOT), BodyPublishers.noBody());
  }

  private void propose(String id) {
    RiskOverride proposal = Samples.override("p", id, OverrideAction.RESUME);
    proposal.setAuthor(ADA.name());
    proposal.setNeedsApproval(true);
    proposal.setApprover(null);
    api.model.accept("p", proposal);
  }

  private void acknowledge(RiskOverride override) {
    api.effects.read(acknowledgement(override), new RecordHeaders());
  }

  private void get(String path, String asked) throws Exception {
    description.check("get", ApiRoutes.BASE + path, api.get(asked));
  }

  private void post(String path, String asked, ObjectNode body) throws Exception {
    description.check("post", ApiRoutes.BASE + path, api.post(asked, body.toString()));
  }

  private void delete(String id, String query) throws Exception {
    HttpResponse<String> answer =
        api.send(HttpRequest.newBuilder(api.api("/overrides/" + id + query)).DELETE());
    description.check("delete", ApiRoutes.BASE + "/overrides/{id}", answer);
  }

  private static ObjectNode command(String action) {
    return RecordJson.object()
        .put("portfolioId", "p")
        .put("scope", "PORTFOLIO")
        .put("action", action)
        .put("reason", "r");
  }

  private static BudgetUpdate budget() {
    BudgetUpdate budget = Samples.budget("p", 3);
    budget.setCause(BudgetCause.SCHEDULED);
    budget.setOverrides(List.of("halt", "gone from the log"));
    budget.setPerformance(Samples.of(Performance.class));
    return budget;
  }

  private static RegimeChange change(String market) {
    RegimeChange change = Samples.of(RegimeChange.class);
    change.setMarket(market);
    return change;
  }

  private static TradingStateUpdate acknowledgement(RiskOverride command) {
    return new TradingStateUpdate(
        command.getPortfolioId(),
        0,
        TradingState.HALTED,
        "OVERRIDE:" + command.getOverrideId(),
        Samples.TIME,
        List.of(command.getOverrideId()),
        command.getOverrideId(),
        Samples.TIME,
        Samples.TIME);
  }

  private static RiskAlert refusal(RiskOverride command) {
    RiskAlert alert = Samples.of(RiskAlert.class);
    alert.setType("BAD_OVERRIDE");
    alert.setScopeId(command.getOverrideId());
    alert.setPortfolioId(command.getPortfolioId());
    return alert;
  }
}
