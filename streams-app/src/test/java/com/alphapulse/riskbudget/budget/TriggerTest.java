package com.alphapulse.riskbudget.budget;

import static com.alphapulse.riskbudget.budget.Fixtures.PORTFOLIO;
import static com.alphapulse.riskbudget.budget.Fixtures.dec;
import static com.alphapulse.riskbudget.budget.Fixtures.fill;
import static com.alphapulse.riskbudget.budget.Fixtures.override;
import static com.alphapulse.riskbudget.budget.Fixtures.portfolio;
import static com.alphapulse.riskbudget.budget.Fixtures.settings;
import static com.alphapulse.riskbudget.budget.Fixtures.strategy;
import static com.alphapulse.riskbudget.domain.TriggerType.ALLOCATION_DRIFT;
import static com.alphapulse.riskbudget.domain.TriggerType.CORRELATION_SPIKE;
import static com.alphapulse.riskbudget.domain.TriggerType.MANUAL;
import static com.alphapulse.riskbudget.domain.TriggerType.REGIME_CHANGE;
import static com.alphapulse.riskbudget.domain.TriggerType.RISK_BUDGET_BREACH;
import static com.alphapulse.riskbudget.domain.TriggerType.VOLATILITY_BREACH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.trades.Recommendation;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.BudgetCause;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.TriggerType;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriggerTest {
  private final PortfolioBook book = new PortfolioBook(PORTFOLIO);
  private final Fixtures.Market market =
      new Fixtures.Market().symbol("AAA", "100", 0.2).symbol("BBB", "50", 0.4);

  /** Nothing fires unless a test makes it. */
  private final RiskBudgeting quiet =
      settings(
          "leverage_smoothing: 1",
          "monitoring_interval: 1000000",
          "realised_volatility_bars: 3",
          "rebalancing_triggers:",
          "  drift_threshold: 10",
          "  vol_breach: 100",
          "  risk_budget_breach: 100",
          "  cool_down: 300");

  @Test
  void shouldRecommendTrades_whenAllocationHasDrifted() {
    define();
    RiskBudgeting settings = settings("leverage_smoothing: 1", "monitoring_interval: 1000000");
    BudgetStep step = book.evaluate(market.at(1), 0, settings);
    Budget budget = step.budget().orElseThrow();
    Recommendation recommendation = step.recommendation().orElseThrow();
    assertThat(recommendation.recommendationId()).isEqualTo(PORTFOLIO + "-1");
    assertThat(recommendation.budget().version()).isEqualTo(1);
    double gross = PortfolioBookTest.gross(budget);
    assertThat(recommendation.triggers())
        .containsExactly(
            new Recommendation.Trigger(
                ALLOCATION_DRIFT, java.util.Optional.empty(), gross / 2, 0.1));
    Recommendation.ProposedTrade trade = recommendation.trades().get(0);
    double wanted = PortfolioBookTest.symbol(budget, "AAA").targetWeight() * 1_000_000 / 100;
    assertThat(trade.side()).isEqualTo(Side.BUY);
    assertThat(trade.quantity()).isEqualByComparingTo(dec("" + (long) Math.floor(wanted)));
    assertThat(trade.notional())
        .isEqualByComparingTo(trade.quantity().multiply(BigDecimal.valueOf(100)));
    assertThat(recommendation.turnover()).isCloseTo(gross, within(1e-3)).isLessThan(gross);
    assertThat(recommendation.estimatedCost().doubleValue())
        .isCloseTo(recommendation.turnover() * 1000, within(1e-6));
    assertThat(recommendation.expectedVolatilityBefore()).isZero();
    assertThat(recommendation.expectedVolatilityAfter()).isCloseTo(0.15, within(1e-9));
    fillAll(recommendation);
    assertThat(book.evaluate(market.at(2), 0, settings).budget()).isEmpty();
  }

  @Test
  void shouldFireOnce_whenDriftMovesAboutItsThreshold() {
    RiskBudgeting settings =
        settings(
            "leverage_smoothing: 1",
            "monitoring_interval: 1000000",
            "rebalancing_triggers:",
            "  cool_down: 0");
    define();
    Recommendation first = book.evaluate(market.at(1), 0, settings).recommendation().orElseThrow();
    fillAll(first);
    assertThat(book.evaluate(market.at(2), 0, settings).recommendation()).isEmpty();
    double aaa = first.weights().get(0).targetWeight();
    // Selling a fifth of equity makes a drift of a tenth, give or take a lot.
    String over = "" + 2_010;
    assertThat(aaa).isGreaterThan(0.21);
    book.apply(fill("a", "AAA", Side.SELL, over, "100"), BigDecimal.ONE);
    BudgetStep fired = book.evaluate(market.at(3), 0, settings);
    assertThat(fired.budget().orElseThrow().cause()).isEqualTo(BudgetCause.TRIGGER);
    for (int i = 4; i < 10; i += 2) {
      book.apply(fill("a", "AAA", Side.BUY, "20", "100"), BigDecimal.ONE);
      assertThat(book.evaluate(market.at(i), 0, settings).recommendation()).isEmpty();
      book.apply(fill("a", "AAA", Side.SELL, "20", "100"), BigDecimal.ONE);
      assertThat(book.evaluate(market.at(i + 1), 0, settings).recommendation()).isEmpty();
    }
    book.apply(fill("a", "AAA", Side.BUY, over, "100"), BigDecimal.ONE);
    assertThat(book.evaluate(market.at(20), 0, settings).recommendation()).isEmpty();
    book.apply(fill("a", "AAA", Side.SELL, over, "100"), BigDecimal.ONE);
    assertThat(types(book.evaluate(market.at(21), 0, settings))).containsExactly(ALLOCATION_DRIFT);
  }

  @Test
  void shouldFire_whenRegimeDiffersFromTheBudgetInForce() {
    define();
    Budget bull = book.evaluate(market.at(1), 0, quiet).budget().orElseThrow();
    BudgetStep step = book.evaluate(market.regime(Regime.CRISIS).at(2), 0, quiet);
    assertThat(types(step)).containsExactly(REGIME_CHANGE);
    assertThat(step.recommendation().orElseThrow().priority())
        .isEqualTo(Recommendation.Priority.URGENT);
    Budget crisis = step.budget().orElseThrow();
    assertThat(crisis.cause()).isEqualTo(BudgetCause.REGIME_CHANGE);
    assertThat(crisis.targetLeverage()).isLessThanOrEqualTo(0.2).isLessThan(bull.targetLeverage());
    assertThat(book.evaluate(market.at(3), 0, quiet).budget()).isEmpty();
    BudgetStep cooling = book.evaluate(market.regime(Regime.BULL).at(4), 0, quiet);
    assertThat(cooling.budget().orElseThrow().cause()).isEqualTo(BudgetCause.REGIME_CHANGE);
    assertThat(cooling.recommendation()).isEmpty();
    assertThat(types(book.evaluate(market.regime(Regime.CRISIS).at(5), 0, quiet)))
        .as("a turn for the worse does not wait")
        .containsExactly(REGIME_CHANGE);
  }

  @Test
  void shouldSmoothRisesAndCutAtOnce_whenRegimeMoves() {
    RiskBudgeting smooth =
        settings(
            "leverage_smoothing: 0.5",
            "monitoring_interval: 0.001",
            "rebalancing_triggers:",
            "  drift_threshold: 10");
    define();
    double bull = leverage(book.evaluate(market.at(1), 0, smooth));
    double crisis = leverage(book.evaluate(market.regime(Regime.CRISIS).at(2), 0, smooth));
    assertThat(crisis).isEqualTo(0.2);
    double rising = leverage(book.evaluate(market.regime(Regime.BULL).at(3), 0, smooth));
    assertThat(rising).isCloseTo((crisis + bull) / 2, within(1e-12));
    book.overrides().apply(rebalance(), 0);
    assertThat(leverage(book.evaluate(market.at(3), 0, smooth)))
        .as("asking again does not move leverage")
        .isEqualTo(rising);
  }

  @Test
  void shouldAlertOnce_whenCorrelationsSpike() {
    define();
    book.evaluate(market.at(1), 0, quiet);
    assertThat(book.evaluate(market.averageCorrelation(0.8).at(2), 0, quiet).budget()).isEmpty();
    BudgetStep step = book.evaluate(market.averageCorrelation(0.81).at(3), 0, quiet);
    assertThat(types(step)).containsExactly(CORRELATION_SPIKE);
    assertThat(step.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.type()).isEqualTo(AlertType.CORRELATION_SPIKE);
              assertThat(alert.observed()).hasValue(0.81);
              assertThat(alert.threshold()).hasValue(0.8);
            });
    for (int i = 4; i < 30; i++) {
      market.averageCorrelation(i % 2 == 0 ? 0.79 : 0.82);
      assertThat(book.evaluate(market.at(i), 0, quiet).alerts()).isEmpty();
    }
    book.evaluate(market.averageCorrelation(0.7).at(30), 0, quiet);
    assertThat(types(book.evaluate(market.averageCorrelation(0.9).at(31), 0, quiet)))
        .containsExactly(CORRELATION_SPIKE);
  }

  @Test
  void shouldWaitForTheCoolDown_whenAValueCrossesAgain() {
    define();
    book.evaluate(market.at(1), 0, quiet);
    assertThat(types(book.evaluate(market.averageCorrelation(0.9).at(2), 0, quiet))).hasSize(1);
    book.evaluate(market.averageCorrelation(0.1).at(3), 0, quiet);
    assertThat(book.evaluate(market.averageCorrelation(0.9).at(4), 0, quiet).budget()).isEmpty();
    assertThat(book.evaluate(market.at(6), 0, quiet).budget()).isEmpty();
    assertThat(types(book.evaluate(market.at(7), 0, quiet))).containsExactly(CORRELATION_SPIKE);
  }

  @Test
  void shouldCutLeverage_whenRealisedVolatilityIsAboveTarget() {
    RiskBudgeting settings =
        settings(
            "leverage_smoothing: 0.1",
            "monitoring_interval: 0.001",
            "realised_volatility_bars: 3",
            "rebalancing_triggers:",
            "  drift_threshold: 10",
            "  risk_budget_breach: 100");
    define();
    book.apply(fill("a", "AAA", Side.BUY, "10000", "100"), BigDecimal.ONE);
    Budget calm = book.evaluate(market.at(1), 0, settings).budget().orElseThrow();
    assertThat(calm.volatility().realised()).isEmpty();
    book.evaluate(market.symbol("AAA", "105", 0.2).at(2), 0, settings);
    book.evaluate(market.symbol("AAA", "99", 0.2).at(3), 0, settings);
    BudgetStep step = book.evaluate(market.symbol("AAA", "106", 0.6).at(4), 0, settings);
    Budget budget = step.budget().orElseThrow();
    double[] returns = {0.05, 99.0 / 105 - 1, 106.0 / 99 - 1};
    double mean = (returns[0] + returns[1] + returns[2]) / 3;
    double squares = 0;
    for (double value : returns) {
      squares += (value - mean) * (value - mean);
    }
    assertThat(budget.volatility().realised().orElseThrow())
        .isCloseTo(Math.sqrt(squares / 2 * 252), within(1e-9));
    assertThat(types(step)).contains(VOLATILITY_BREACH);
    assertThat(step.alerts()).extracting(Alert::type).contains(AlertType.VOLATILITY_BREACH);
    assertThat(budget.targetLeverage())
        .as("not smoothed")
        .isCloseTo(0.15 / budget.volatility().forecast(), within(1e-12))
        .isLessThan(calm.targetLeverage());
    assertThat(types(book.evaluate(market.symbol("AAA", "100", 0.6).at(5), 0, settings))).isEmpty();
    Budget held =
        book.evaluate(market.symbol("AAA", "106", 0.1).at(6), 0, settings).budget().orElseThrow();
    assertThat(held.targetLeverage())
        .as("no rise during a breach")
        .isLessThanOrEqualTo(budget.targetLeverage() + 1e-12);
  }

  @Test
  void shouldNameTheStrategy_whenItTakesTooMuchRisk() {
    RiskBudgeting settings =
        settings(
            "leverage_smoothing: 1",
            "monitoring_interval: 1000000",
            "rebalancing_triggers:",
            "  drift_threshold: 10",
            "  risk_budget_breach: 1.5");
    define();
    book.evaluate(market.at(1), 0, settings);
    book.apply(fill("a", "AAA", Side.BUY, "4000", "100"), BigDecimal.ONE);
    assertThat(book.evaluate(market.at(2), 0, settings).alerts())
        .as("alone, but within its share of what is budgeted")
        .isEmpty();
    book.apply(fill("a", "AAA", Side.BUY, "6000", "100"), BigDecimal.ONE);
    BudgetStep step = book.evaluate(market.at(3), 0, settings);
    assertThat(step.recommendation().orElseThrow().triggers())
        .singleElement()
        .satisfies(
            trigger -> {
              assertThat(trigger.type()).isEqualTo(RISK_BUDGET_BREACH);
              assertThat(trigger.scopeId()).contains("a");
              assertThat(trigger.observed()).isCloseTo(1, within(1e-9));
              assertThat(trigger.threshold()).isEqualTo(0.75);
            });
    assertThat(step.alerts())
        .extracting(Alert::scopeId)
        .containsExactly(java.util.Optional.of("a"));
    assertThat(book.evaluate(market.at(4), 0, settings).alerts()).isEmpty();
  }

  @Test
  void shouldRecommend_whenAskedTo() {
    define();
    book.evaluate(market.at(1), 0, quiet);
    assertThat(book.overrides().apply(rebalance(), 0))
        .extracting(Alert::type)
        .containsExactly(AlertType.OVERRIDE_APPLIED);
    BudgetStep step = book.evaluate(market.at(1), 0, quiet);
    assertThat(step.budget().orElseThrow().cause()).isEqualTo(BudgetCause.REQUESTED);
    assertThat(types(step)).containsExactly(MANUAL);
    assertThat(book.evaluate(market.at(1), 0, quiet).recommendation()).isEmpty();
  }

  @Test
  void shouldNotDriftNorTrade_whenSymbolIsRestricted() {
    book.define(
        portfolio(
            "1000000",
            com.alphapulse.riskbudget.domain.HardLimits.NONE,
            java.util.Set.of("AAA"),
            strategy("a", 1, "AAA")),
        0);
    book.apply(fill("a", "AAA", Side.BUY, "9000", "100"), BigDecimal.ONE);
    RiskBudgeting settings = settings("rebalancing_triggers:", "  risk_budget_breach: 100");
    assertThat(book.evaluate(market.at(1), 0, settings).recommendation()).isEmpty();
    book.overrides().apply(rebalance(), 0);
    assertThat(book.evaluate(market.at(1), 0, settings).recommendation().orElseThrow().trades())
        .isEmpty();
  }

  @Test
  void shouldFireAgain_whenTheBudgetHadFailed() {
    define();
    book.evaluate(market.at(1), 0, quiet);
    market.averageCorrelation(0.9).symbol("AAA", "100", 0).symbol("BBB", "50", 0);
    assertThat(book.evaluate(market.at(2), 0, quiet).alerts())
        .extracting(Alert::type)
        .containsExactly(AlertType.BUDGET_FAILED);
    market.symbol("AAA", "100", 0.2).symbol("BBB", "50", 0.4);
    assertThat(types(book.evaluate(market.at(3), 0, quiet))).containsExactly(CORRELATION_SPIKE);
  }

  private void define() {
    book.define(portfolio(strategy("a", 1, "AAA"), strategy("b", 1, "BBB")), 0);
  }

  private void fillAll(Recommendation recommendation) {
    for (Recommendation.ProposedTrade trade : recommendation.trades()) {
      String price = trade.symbol().equals("AAA") ? "100" : "50";
      String strategy = trade.symbol().equals("AAA") ? "a" : "b";
      book.apply(
          fill(strategy, trade.symbol(), trade.side(), trade.quantity().toPlainString(), price),
          BigDecimal.ONE);
    }
  }

  private static double leverage(BudgetStep step) {
    return step.budget().orElseThrow().targetLeverage();
  }

  private static List<TriggerType> types(BudgetStep step) {
    return step.recommendation().stream()
        .flatMap(recommendation -> recommendation.triggers().stream())
        .map(Recommendation.Trigger::type)
        .toList();
  }

  private static com.alphapulse.riskbudget.domain.override.RiskOverrideSpec rebalance() {
    return override("r", OverrideScope.PORTFOLIO, "", OverrideAction.REBALANCE, "");
  }
}
