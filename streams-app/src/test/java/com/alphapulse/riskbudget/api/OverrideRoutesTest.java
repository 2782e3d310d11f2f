package com.alphapulse.riskbudget.api;

import static com.alphapulse.riskbudget.api.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverrideRoutesTest {
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
    api.model.accept("p", Samples.portfolio("p"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void shouldWriteOverride_whenRequestIsComplete() throws Exception {
    ObjectNode body = halt();
    body.put("scope", "SYMBOL").put("scopeId", "BANKS").put("action", "CAP_POSITION");
    body.put("value", new BigDecimal("12.345"));

    HttpResponse<String> response = api.post("/overrides", body.toString());

    assertThat(response.statusCode()).isEqualTo(202);
    RiskOverride written = api.written.get(0);
    assertThat(written.getOverrideId()).isEqualTo(json(response).get("overrideId").asText());
    assertThat(written.getPortfolioId()).isEqualTo("p");
    assertThat(written.getScope()).isEqualTo(OverrideScope.SYMBOL);
    assertThat(written.getScopeId()).isEqualTo("BANKS");
    assertThat(written.getAction()).isEqualTo(OverrideAction.CAP_POSITION);
    assertThat(written.getValue()).isEqualTo(new BigDecimal("12.34500000"));
    assertThat(written.getAuthor()).isEqualTo("Ada (unauthenticated)");
    assertThat(written.getReason()).isEqualTo("test");
    assertThat(written.getCreatedAt()).isEqualTo(Samples.TIME);
    assertThat(written.getExpiresAt()).isEqualTo(Instant.parse("2020-03-12T17:30:00Z"));
  }

  @Test
  void shouldWritePinAndGlobalHalt_whenAskedFor() throws Exception {
    ObjectNode pin = halt().put("action", "PIN_REGIME").put("regime", "CRISIS");
    ObjectNode global = halt().put("portfolioId", "*").put("scope", "GLOBAL");
    global.put("cancelOpenOrders", true).put("overrideId", "kill");

    assertThat(api.post("/overrides", pin.toString()).statusCode()).isEqualTo(202);
    assertThat(api.post("/overrides", global.toString()).statusCode()).isEqualTo(202);
    assertThat(api.written.get(0).getRegime()).isEqualTo(Regime.CRISIS);
    assertThat(api.written.get(1).getOverrideId()).isEqualTo("kill");
    assertThat(api.written.get(1).getCancelOpenOrders()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"portfolioId", "scope", "action", "reason", "expiresAt"})
  void shouldNameField_whenRequiredOneIsMissing(String field) throws Exception {
    ObjectNode body = halt().put("action", "SCALE_BUDGET").put("value", 0.5);
    body.remove(field);

    assertRefused(body, field);
  }

  @ParameterizedTest
  @CsvSource({
    "author,' ',",
    "reason,'',",
    "scope,EVERYTHING,",
    "action,WITHDRAW,",
    "action,REBALANCE,",
    "action,UNKNOWN,",
    "action,CAP_LEVERAGE,value",
    "action,SCALE_BUDGET,value",
    "action,CAP_POSITION,value",
    "action,PIN_REGIME,regime",
    "action,RELEASE_RESERVATION,orderId",
    "scopeId,BANKS,",
    "expiresAt,tomorrow,",
    "expiresAt,2020-03-12T16:30:00Z,",
    "surprise,1,"
  })
  void shouldNameField_whenItIsWrong(String field, String value, String named) throws Exception {
    assertRefused(halt().put(field, value), named == null ? field : named);
  }

  @ParameterizedTest
  @CsvSource({"value,1", "regime,'\"BULL\"'", "orderId,'\"o\"'", "cancelOpenOrders,true"})
  void shouldNameField_whenTheActionDoesNotUseIt(String field, String value) throws Exception {
    ObjectNode resume = halt().put("action", "RESUME");
    resume.set(field, RecordJson.MAPPER.readTree(value));

    assertRefused(resume, field);
  }

  @ParameterizedTest
  @CsvSource({
    "STRATEGY,trnd,scopeId",
    "SYMBOL,trend,scopeId",
    "SYMBOL,,scopeId",
    "GLOBAL,,scope",
  })
  void shouldNameField_whenScopeHasNoEffect(String scope, String id, String named)
      throws Exception {
    assertRefused(halt().put("scope", scope).put("scopeId", id), named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1.5", "0.123456789", "1e999999999", "1e-999999999", "true", "\"1\""})
  void shouldRefuseValue_whenScaleIsNotBetweenZeroAndOne(String value) throws Exception {
    String body =
        halt()
            .put("action", "SCALE_BUDGET")
            .toString()
            .replaceFirst("\\{", "{\"value\":" + value + ",");

    HttpResponse<String> response = api.post("/overrides", body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("value");
    assertThat(api.written).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{} {}", "{\"a\":1,\"a\":2}"})
  void shouldAnswer400_whenBodyIsNoObject(String body) throws Exception {
    assertThat(api.post("/overrides", body).statusCode()).isEqualTo(400);
    assertThat(api.written).isEmpty();
  }

  @Test
  void shouldCollectEverything_whenSeveralFieldsAreWrong() throws Exception {
    HttpResponse<String> response = api.post("/overrides", "{\"action\":\"X\"}");

    assertThat(json(response).get("errors").findValuesAsText("parameter"))
        .containsExactlyInAnyOrder("portfolioId", "scope", "action", "reason");
  }

  @Test
  void shouldAnswer404_whenPortfolioIsUnknown() throws Exception {
    assertThat(api.post("/overrides", halt().put("portfolioId", "x").toString()).statusCode())
        .isEqualTo(404);
    assertThat(
            api.post("/rebalance", "{\"portfolio\":\"x\",\"author\":\"a\",\"reason\":\"r\"}")
                .statusCode())
        .isEqualTo(404);
    assertThat(api.written).isEmpty();
  }

  @Test
  void shouldNameField_whenIdIsLongerThanTheStagesTake() throws Exception {
    assertRefused(halt().put("overrideId", "x".repeat(129)), "overrideId");
  }

  @Test
  void shouldAnswer409_whenOverrideIsThereAlready() throws Exception {
    api.model.accept("p", Samples.override("p", "a", OverrideAction.HALT));

    assertThat(api.post("/overrides", halt().put("overrideId", "a").toString()).statusCode())
        .isEqualTo(409);
    assertThat(api.written).isEmpty();
  }

  @Test
  void shouldAnswer415_whenContentTypeIsNotJson() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.api("/overrides"))
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString(halt().toString()));

    assertThat(api.send(request).statusCode()).isEqualTo(415);
    assertThat(api.written).isEmpty();
  }

  @Test
  void shouldWithdrawUnderTheSameKey_whenOverrideIsInForce() throws Exception {
    api.model.accept("p", Samples.override("p", "a", OverrideAction.HALT));

    assertThat(delete("/overrides/a?author=Ada&reason=over").statusCode()).isEqualTo(202);
    RiskOverride written = api.written.get(0);
    assertThat(written.getAction()).isEqualTo(OverrideAction.WITHDRAW);
    assertThat(List.of(written.getOverrideId(), written.getPortfolioId(), written.getReason()))
        .containsExactly("a", "p", "over");

    api.model.accept("p", written);
    assertThat(delete("/overrides/a?author=Ada&reason=over").statusCode()).isEqualTo(409);
  }

  @Test
  void shouldRefuseWithdrawal_whenAuthorReasonOrOverrideIsMissing() throws Exception {
    api.model.accept("p", Samples.override("p", "a", OverrideAction.HALT));

    assertThat(json(delete("/overrides/a")).get("errors").findValuesAsText("parameter"))
        .containsExactly("reason");
    assertThat(delete("/overrides/b?author=a&reason=r").statusCode()).isEqualTo(404);
    assertThat(api.written).isEmpty();
  }

  @Test
  void shouldWriteRebalance_whenAskedFor() throws Exception {
    BudgetUpdate budget = Samples.budget("p", 1);
    budget.setCause(BudgetCause.SCHEDULED);
    api.model.accept("p", budget);
    HttpResponse<String> response =
        api.post("/rebalance", "{\"portfolio\":\"p\",\"author\":\"Ada\",\"reason\":\"drift\"}");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(api.written.get(0).getAction()).isEqualTo(OverrideAction.REBALANCE);
    assertThat(api.written.get(0).getScope()).isEqualTo(OverrideScope.PORTFOLIO);
    assertThat(api.post("/rebalance", "{\"portfolioId\":\"p\"}").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "none, has no budget yet",
    "no equity, is not above 0",
    "failed, No budget for",
  })
  void shouldRefuseRebalance_whenNothingCanComeOfIt(String state, String why) throws Exception {
    BudgetUpdate budget = Samples.budget("p", 1);
    budget.setCause(BudgetCause.SCHEDULED);
    if (state.equals("no equity")) {
      budget.setEquity(new BigDecimal("0.00000000"));
    }
    if (!state.equals("none")) {
      api.model.accept("p", budget);
    }
    if (state.equals("failed")) {
      RiskAlert failed = Samples.of(RiskAlert.class);
      failed.setPortfolioId("p");
      failed.setType("BUDGET_FAILED");
      failed.setMessage("No budget for portfolio p: the volatility of A is missing.");
      failed.setAsOf(budget.getAsOf().plusSeconds(1));
      api.model.accept("p", failed);
    }

    HttpResponse<String> response =
        api.post("/rebalance", "{\"portfolio\":\"p\",\"author\":\"a\",\"reason\":\"r\"}");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(json(response).get("detail").asText()).contains(why);
    assertThat(api.written).isEmpty();
  }

  @Test
  void shouldSayThatNoTradesAreProposedAndWhy_whenTheRiskModelIsWarmingUp() throws Exception {
    BudgetUpdate budget = Samples.budget("p", 1);
    budget.setCause(BudgetCause.WARM_UP);
    api.model.accept("p", budget);

    HttpResponse<String> response =
        api.post("/rebalance", "{\"portfolio\":\"p\",\"author\":\"a\",\"reason\":\"r\"}");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(json(response).get("tradesProposed").asBoolean()).isFalse();
    assertThat(json(response).get("why").asText()).contains("is warming up");
    assertThat(api.written)
        .singleElement()
        .extracting("action")
        .isEqualTo(OverrideAction.REBALANCE);
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return api.send(HttpRequest.newBuilder(api.api(path)).DELETE());
  }

  private void assertRefused(ObjectNode body, String field) throws Exception {
    HttpResponse<String> response = api.post("/overrides", body.toString());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(json(response).get("errors").findValuesAsText("parameter")).contains(field);
    assertThat(api.written).isEmpty();
  }

  private static ObjectNode halt() {
    return RecordJson.object()
        .put("portfolioId", "p")
        .put("scope", "PORTFOLIO")
        .put("action", "HALT")
        .put("author", "Ada")
        .put("reason", "test")
        .put("expiresAt", "2020-03-12T17:30:00Z");
  }
}
