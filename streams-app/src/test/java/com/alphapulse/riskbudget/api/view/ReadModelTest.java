package com.alphapulse.riskbudget.api.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.api.FilledModel;
import com.alphapulse.riskbudget.api.Samples;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadModelTest {
  private static final Optional<String> ANY = Optional.empty();
  private static final Instant T = Samples.TIME;

  private final FilledModel model = new FilledModel();

  @Test
  void shouldShowLatestBudgetAndKeepHistory_whenBudgetsFollow() {
    for (long version = 1; version <= Kept.BUDGETS_PER_PORTFOLIO + 5; version++) {
      model.accept("p", Samples.budget("p", version));
    }

    long last = Kept.BUDGETS_PER_PORTFOLIO + 5;
    assertThat(portfolios(ANY).get(0).at("/budget/version").asLong()).isEqualTo(last);
    assertThat(model.history(Selection.of("p"), Span.newest(10_000)).items())
        .hasSize(Kept.BUDGETS_PER_PORTFOLIO);
    assertThat(model.history(Selection.of("p"), Span.newest(1)).items().get(0).getVersion())
        .isEqualTo(last);
  }

  @Test
  void shouldBoundDecisionsInTotal_whenManyPortfoliosTrade() {
    for (int i = 0; i < Kept.DECISIONS_IN_TOTAL + 100; i++) {
      OrderDecision decision = Samples.decision("p" + i % 10, "o" + i);
      decision.setDecidedAt(T.plusMillis(i));
      decision.setOutcome(i % 2 == 0 ? Outcome.APPROVED : Outcome.REJECTED);
      model.accept("p" + i % 10, decision);
    }

    assertThat(model.decisions(Selection.ALL, Span.newest(Integer.MAX_VALUE), d -> true).items())
        .hasSize(Kept.DECISIONS_IN_TOTAL);
    assertThat(model.decisionsOn("o0")).isEmpty();
    assertThat(model.decisionsOn("o100")).hasSize(1);
  }

  @Test
  void shouldReplaceRow_whenLimitIsReportedAgain() {
    RiskUtilization later = Samples.utilization("p", OverrideScope.SYMBOL, "BANKS");
    later.setRatio(0.9);
    model.accept("p", Samples.portfolio("p"));
    model.accept("p", Samples.utilization("p", OverrideScope.SYMBOL, "BANKS"));
    model.accept("p", Samples.utilization("p", OverrideScope.STRATEGY, "BANKS"));
    model.accept("p", later);

    assertThat(model.utilization(ANY)).hasSize(2).contains(later);
    assertThat(model.utilization(Optional.of("q"))).isEmpty();
  }

  @Test
  void shouldAnswerWithFirstDecision_whenOrderWasResent() {
    OrderDecision first = Samples.decision("p", "o");
    OrderDecision repeat = Samples.decision("p", "o");
    repeat.setRepeat(true);
    model.accept("p", first);
    model.accept("p", repeat);
    model.accept("q", Samples.decision("q", "o"));

    assertThat(model.decisionsOn("o")).hasSize(2);
    assertThat(model.decisionsOn("o").get(0)).isSameAs(first);
  }

  @Test
  void shouldForgetPortfolio_whenTombstonesArrive() {
    model.accept("p", Samples.portfolio("p"));
    model.accept("p", Samples.budget("p", 1));
    model.accept("p", Samples.utilization("p", OverrideScope.PORTFOLIO, "p"));

    model.remove(ViewTopic.PORTFOLIO, "p");
    assertThat(model.isKnown("p")).isTrue();
    model.remove(ViewTopic.BUDGET_UPDATE, "p");

    assertThat(model.isKnown("p")).isFalse();
    assertThat(model.utilization(ANY)).isEmpty();
  }

  @Test
  void shouldShowPortfolioWithoutBudget_whenOnlyDefined() {
    model.accept("p", Samples.portfolio("p"));

    JsonNode shown = portfolios(Optional.of("p")).get(0);
    assertThat(shown.get("budget").isNull()).isTrue();
    assertThat(shown.get("market").asText()).isEqualTo("SWISS");
    assertThat(model.hasStrategy("p", "trend")).isTrue();
    assertThat(model.hasSymbol("p", "BANKS")).isTrue();
    assertThat(model.hasSymbol("p", "trend")).isFalse();
    assertThat(model.hasStrategy("*", "trend")).isTrue();
  }

  @Test
  void shouldAddAlertsOfItsMarket_whenPortfolioIsSelected() {
    model.accept("p", Samples.portfolio("p"));
    model.accept("p", alert("p", null));
    model.accept("SWISS", alert(null, "SWISS"));
    model.accept("US", alert(null, "US"));
    model.accept("q", alert("q", null));

    assertThat(model.alerts(Selection.of("p"), Span.newest(10)).items())
        .containsExactly(alert("p", null), alert(null, "SWISS"));
    assertThat(model.alerts(Selection.ALL, Span.newest(10)).items()).hasSize(4);
  }

  @Test
  void shouldTellRegimeOnlyWhenItChanges_whenStatesFollow() {
    assertThat(typeOf(Regime.BULL, T, T)).isEqualTo(ViewEvent.Type.REGIME);
    assertThat(typeOf(Regime.BULL, T, T.plusSeconds(1))).isEqualTo(ViewEvent.Type.MARKET);
    assertThat(typeOf(Regime.CRISIS, T.plusSeconds(2), T.plusSeconds(2)))
        .isEqualTo(ViewEvent.Type.REGIME);
  }

  @Test
  void shouldLeaveOutRefusedChange_whenNoStateConfirmsIt() {
    model.accept("SWISS", change(Regime.BEAR, T.minusSeconds(100)));
    typeOf(Regime.BULL, T, T);
    model.accept("SWISS", change(Regime.CRISIS, T.plusSeconds(10)));
    typeOf(Regime.BULL, T, T.plusSeconds(20));

    ObjectNode market = model.markets(ANY).get(0);
    assertThat(market.get("regime").asText()).isEqualTo("BULL");
    assertThat(market.get("timeline").findValuesAsText("regime")).containsExactly("BEAR", "BULL");
    assertThat(market.has("correlations")).isFalse();
  }

  @Test
  void shouldShowAnnouncedRegime_whenThereIsNoStateYet() {
    model.accept("SWISS", change(Regime.CRISIS, T));

    assertThat(model.markets(ANY).get(0).get("regime").asText()).isEqualTo("CRISIS");
  }

  @Test
  void shouldBoundRegimes_whenTheyKeepChanging() {
    for (int i = 0; i < MarketView.REGIMES_KEPT + 10; i++) {
      typeOf(i % 2 == 0 ? Regime.BULL : Regime.BEAR, T.plusSeconds(i), T.plusSeconds(i));
    }

    assertThat(model.markets(ANY).get(0).get("timeline")).hasSize(MarketView.REGIMES_KEPT);
  }

  @Test
  void shouldThrow_whenRecordIsOfNoTopicOfTheView() {
    assertThatThrownBy(() -> model.accept("p", Samples.of(OrderIntent.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OrderIntent");
  }

  private List<JsonNode> portfolios(Optional<String> portfolioId) {
    List<JsonNode> portfolios = new ArrayList<>();
    model
        .current(new Selection(portfolioId, id -> true), T, T)
        .get("portfolios")
        .forEach(portfolios::add);
    return portfolios;
  }

  private ViewEvent.Type typeOf(Regime regime, Instant since, Instant asOf) {
    return model.accept("SWISS", Samples.state("SWISS", regime, since, asOf)).orElseThrow().type();
  }

  private static RegimeChange change(Regime regime, Instant at) {
    RegimeChange change = Samples.of(RegimeChange.class);
    change.setRegime(regime);
    change.setDetectedAt(at);
    return change;
  }

  private static RiskAlert alert(String portfolio, String market) {
    RiskAlert alert = Samples.of(RiskAlert.class);
    alert.setPortfolioId(portfolio);
    alert.setMarket(market);
    return alert;
  }
}
