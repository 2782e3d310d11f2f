package com.alphapulse.riskbudget.api;

import static com.alphapulse.riskbudget.api.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands would do: a portfolio of 1,500 of gross, its strategy and its symbol. */
class PreviewTest {
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
    Portfolio portfolio = Samples.portfolio("p");
    portfolio.setBaseCurrency("CHF");
    portfolio.getHardLimits().setMaxLeverage(1.2);
    api.model.accept("p", portfolio);
    BudgetUpdate budget = Samples.budget("p", 1);
    budget.setLeverageLimit(0.5);
    budget.setTargetLeverage(0.5);
    budget.getRegimeParameters().setEquityAllocation(0.4);
    budget.getStrategies().get(0).setStrategyId("trend");
    budget.getStrategies().get(0).setAllocatedCapital(decimal("1000"));
    api.model.accept("p", budget);
    api.model.accept("p", row(OverrideScope.PORTFOLIO, "p", "1500", 5));
    api.model.accept("p", row(OverrideScope.STRATEGY, "trend", "800", 3));
    api.model.accept("p", row(OverrideScope.SYMBOL, "BANKS", "700", 2));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource({
    "PORTFOLIO,, SCALE_BUDGET, 0.5, '1500 false,400 false,350 true'",
    "STRATEGY, trend, SCALE_BUDGET, 0.5, '400 false,350 true'",
    "SYMBOL, BANKS, SCALE_BUDGET, 0.5, '350 true'",
    "PORTFOLIO,, CAP_LEVERAGE, 0.25, '750 false,400 true,350 true'",
    "PORTFOLIO,, CAP_LEVERAGE, 9, '1500 false,800 false,700 false'",
    "STRATEGY, trend, CAP_LEVERAGE, 0.25, '250 false,350 true'",
    "SYMBOL, BANKS, CAP_LEVERAGE, 0.25, '700 true'",
    "PORTFOLIO,, CAP_POSITION, 100, '1500 false,800 false,100 false'",
    "STRATEGY, trend, CAP_POSITION, 100, '800 false,100 false'",
    "PORTFOLIO,, HALT,, '1500 false,800 false,700 false'",
  })
  void shouldTellEveryLimitThatItCovers_beforeAndAfter(
      String scope, String id, String action, BigDecimal value, String expected) throws Exception {
    JsonNode limits = preview(scope, id, action, value).get("portfolios").get(0).get("limits");

    StringBuilder seen = new StringBuilder();
    for (JsonNode limit : limits) {
      BigDecimal after = limit.get("after").decimalValue().stripTrailingZeros();
      seen.append(seen.isEmpty() ? "" : ",")
          .append(after.toPlainString())
          .append(' ')
          .append(limit.get("approximate").asBoolean());
      assertThat(limit.get("overAfter").decimalValue())
          .isEqualByComparingTo(new BigDecimal("600").subtract(after).max(BigDecimal.ZERO));
    }
    assertThat(seen.toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "BULL, 3600, true", // 1.2 by the hard limit against 0.5
    "CRISIS, 600, false", // 0.2 against 0.5
  })
  void shouldTellTheLeverageOfTheRegime_whenItIsPinned(String regime, String after, boolean loosens)
      throws Exception {
    ObjectNode body = body("PORTFOLIO", null, "PIN_REGIME").put("regime", regime);

    JsonNode preview = json(api.post("/overrides/preview", body.toString()));

    JsonNode total = preview.get("portfolios").get(0).get("limits").get(0);
    assertThat(total.get("after").decimalValue()).isEqualByComparingTo(after);
    assertThat(total.get("unit").asText()).isEqualTo("CHF");
    assertThat(total.get("approximate").asBoolean()).isTrue();
    assertThat(preview.get("loosens").asBoolean()).isEqualTo(loosens);
  }

  @Test
  void shouldCountAsLoosening_whenNobodyKnowsWhatAPinWouldDo() throws Exception {
    BudgetUpdate nothing = Samples.budget("p", 2);
    nothing.setLeverageLimit(0);
    api.model.accept("p", nothing);
    ObjectNode body = body("PORTFOLIO", null, "PIN_REGIME").put("regime", "CRISIS");

    JsonNode preview = json(api.post("/overrides/preview", body.toString()));

    assertThat(preview.get("loosens").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"HALT, 5, 5", "REDUCE_ONLY, 0, 5"})
  void shouldCountTheOrdersThatAreCancelled(String action, int surely, int most) throws Exception {
    ObjectNode body = body("PORTFOLIO", null, action).put("cancelOpenOrders", true);

    JsonNode portfolio =
        json(api.post("/overrides/preview", body.toString())).get("portfolios").get(0);

    assertThat(portfolio.get("openOrdersCancelled").asInt()).isEqualTo(surely);
    assertThat(portfolio.get("cancelsUpTo").asInt()).isEqualTo(most);
  }

  @Test
  void shouldUndoTheScaleInForce_whenAnotherIsPreviewed() throws Exception {
    RiskOverride scale = Samples.override("p", "s", OverrideAction.SCALE_BUDGET);
    scale.setValue(decimal("0.8"));
    scale.setNeedsApproval(false);
    api.model.accept("p", scale);

    JsonNode limits =
        preview("PORTFOLIO", null, "SCALE_BUDGET", new BigDecimal("0.4"))
            .get("portfolios")
            .get(0)
            .get("limits");

    assertThat(limits.get(1).get("after").decimalValue()).isEqualByComparingTo("400");
    assertThat(api.written).isEmpty();
  }

  private JsonNode preview(String scope, String id, String action, BigDecimal value)
      throws Exception {
    HttpResponse<String> answer =
        api.post("/overrides/preview", body(scope, id, action).put("value", value).toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static ObjectNode body(String scope, String id, String action) {
    return RecordJson.object()
        .put("portfolioId", "p")
        .put("scope", scope)
        .put("scopeId", id)
        .put("action", action)
        .put("reason", "test")
        .put("expiresIn", "PT1H");
  }

  private static RiskUtilization row(OverrideScope scope, String id, String limit, int openOrders) {
    RiskUtilization row = Samples.utilization("p", scope, id);
    row.setLimit(decimal(limit));
    row.setUsed(decimal("400"));
    row.setReserved(decimal("200"));
    row.setOpenOrders(openOrders);
    return row;
  }

  private static BigDecimal decimal(String value) {
    return new BigDecimal(value).setScale(8);
  }
}
