package com.alphapulse.riskbudget.api;

import static com.alphapulse.riskbudget.api.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.view.ViewTopic;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The current state and the lists, as they are asked for. */
class ListRoutesTest {
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
    api.model.accept("p", Samples.portfolio("p"));
    api.model.accept("q", Samples.portfolio("q"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void shouldShowHaltWithItsOverride_whenTheGateHasTold() throws Exception {
    api.model.accept("p", Samples.override("p", "h1", OverrideAction.HALT));
    api.model.accept("p", told("p", TradingState.HALTED, "OVERRIDE:h1", "h1"));

    JsonNode current = json(api.get("/current"));
    JsonNode p = current.at("/portfolios/0");
    assertThat(current.at("/worst").toString())
        .isEqualTo(
            "{\"tradingState\":\"HALTED\",\"portfolios\":2,\"unknown\":1,\"reduceOnly\":0,\"halted\":1}");
    assertThat(p.get("tradingState").asText()).isEqualTo("HALTED");
    assertThat(p.get("stateCause").asText()).isEqualTo("OVERRIDE:h1");
    assertThat(p.get("stateSince").asText()).isEqualTo(Samples.TIME.toString());
    assertThat(p.at("/overridesInForce/0/action").asText()).isEqualTo("HALT");
    assertThat(p.at("/overridesInForce/0/reason").asText()).isEqualTo("text");
    assertThat(p.at("/overridesInForce/0/partitions/0/partition").asInt()).isZero();
    assertThat(current.at("/portfolios/1/tradingState").isNull()).isTrue();
  }

  @Test
  void shouldNotSayThatAllMayTrade_whenTheGateHasToldNothingOfOne() throws Exception {
    api.model.accept("p", told("p", TradingState.ACTIVE, ""));

    JsonNode worst = json(api.get("/current")).get("worst");

    assertThat(worst.get("tradingState").isNull()).isTrue();
    assertThat(worst.get("unknown").asInt()).isEqualTo(1);
  }

  @Test
  void shouldShowHaltOfAllAtOnce_whenThePortfoliosAreNotToldYet() throws Exception {
    api.model.accept("p", told("p", TradingState.ACTIVE, ""));
    api.model.accept("*", told("*", TradingState.HALTED, "OVERRIDE:all", "all"));

    JsonNode current = json(api.get("/current"));
    assertThat(current.at("/worst/halted").asInt()).isEqualTo(2);
    assertThat(current.at("/portfolios/0/overridesInForce/0/overrideId").asText()).isEqualTo("all");
  }

  @Test
  void shouldShowClosed_whenDefinitionIsWithdrawn() throws Exception {
    api.model.accept("p", Samples.budget("p", 1));
    api.model.remove(ViewTopic.PORTFOLIO, "p");
    api.model.accept("p", told("p", TradingState.REDUCE_ONLY, "CLOSED"));

    JsonNode p = json(api.get("/current?portfolioId=p")).at("/portfolios/0");
    assertThat(p.get("stateCause").asText()).isEqualTo("CLOSED");
    assertThat(p.get("tradingState").asText()).isEqualTo("REDUCE_ONLY");
  }

  @ParameterizedTest
  @CsvSource({
    "outcome=REJECTED, o2",
    "strategyId=trend, o1",
    "symbol=ROPE, o3",
    "text=RoPe, o3",
    "reason=STRATEGY_BUDGET, o2",
    "text=makes%20137, o2",
    "from=2020-03-12T16:30:02Z, o3",
    "to=2020-03-12T16:30:01Z, o1",
  })
  void shouldShowOnlyWhatPasses_whenOrdersAreFiltered(String query, String expected)
      throws Exception {
    OrderDecision first = decision("o1", 0);
    first.getIntent().setStrategyId("trend");
    OrderDecision second = decision("o2", 1);
    second.setOutcome(Outcome.REJECTED);
    second.getViolations().get(0).setReason("STRATEGY_BUDGET");
    second.getViolations().get(0).setMessage("this order makes 137,056");
    OrderDecision third = decision("o3", 2);
    third.getIntent().setSymbol("ROPE");
    List.of(third, first, second).forEach(decision -> api.model.accept("p", decision));

    JsonNode items = json(api.get("/orders?" + query)).get("items");
    assertThat(items).hasSize(1);
    assertThat(items.at("/0/intent/orderId").asText()).isEqualTo(expected);
  }

  @Test
  void shouldGoOnWhereThePageEnded_whenNewOnesArriveBetween() throws Exception {
    for (int i = 0; i < 5; i++) {
      api.model.accept("p", decision("o" + i, i));
    }
    JsonNode page = json(api.get("/orders?limit=2"));
    api.model.accept("p", decision("o5", 5));
    JsonNode next = json(api.get("/orders?limit=2&cursor=" + page.get("nextCursor").asText()));
    JsonNode last = json(api.get("/orders?limit=2&cursor=" + next.get("nextCursor").asText()));

    assertThat(page.findValuesAsText("orderId")).containsExactly("o4", "o3");
    assertThat(next.findValuesAsText("orderId")).containsExactly("o2", "o1");
    assertThat(last.findValuesAsText("orderId")).containsExactly("o0");
    assertThat(last.get("nextCursor").isNull()).isTrue();
  }

  @Test
  void shouldShowLatestRowsOrAllOfATime_whenAskedForUtilization() throws Exception {
    for (int i = 0; i < 3; i++) {
      RiskUtilization row = Samples.utilization("p", OverrideScope.STRATEGY, "trend");
      row.setAsOf(Samples.TIME.plusSeconds(i));
      row.setOpenOrders(i);
      api.model.accept("p", row);
    }

    JsonNode latest = json(api.get("/utilization?scope=STRATEGY&scopeId=trend"));
    JsonNode all = json(api.get("/utilization?portfolioId=p&from=2020-03-12T16:30:01Z"));
    assertThat(latest.findValuesAsText("openOrders")).containsExactly("2");
    assertThat(all.findValuesAsText("openOrders")).containsExactly("1", "2");
    assertThat(json(api.get("/utilization?scope=SYMBOL")).get("items")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/orders?outcome=MAYBE, outcome",
    "/orders?from=yesterday, from",
    "/orders?cursor=nonsense, cursor",
    "/overrides?status=OVER, status",
    "/utilization?scope=HOUSE, scope",
    "/history?outcome=REJECTED, outcome",
  })
  void shouldAnswer400NamingIt_whenParameterMakesNoSense(String path, String parameter)
      throws Exception {
    assertThat(api.get(path).statusCode()).isEqualTo(400);
    assertThat(json(api.get(path)).at("/errors/0/parameter").asText()).isEqualTo(parameter);
  }

  private static OrderDecision decision(String orderId, int second) {
    OrderDecision decision = Samples.decision("p", orderId);
    decision.setOutcome(Outcome.APPROVED);
    decision.setDecidedAt(Samples.TIME.plusSeconds(second));
    return decision;
  }

  private static TradingStateUpdate told(
      String portfolio, TradingState state, String cause, String... overrides) {
    TradingStateUpdate update = Samples.of(TradingStateUpdate.class);
    update.setPortfolioId(portfolio);
    update.setPartition(0);
    update.setTradingState(state);
    update.setCause(cause);
    update.setOverrides(List.of(overrides));
    update.setCausedBy(overrides.length == 0 ? null : overrides[0]);
    return update;
  }
}
