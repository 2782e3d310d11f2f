package com.alphapulse.riskbudget.budget;

import static com.alphapulse.riskbudget.budget.Fixtures.MINUTE;
import static com.alphapulse.riskbudget.budget.Fixtures.PORTFOLIO;
import static com.alphapulse.riskbudget.budget.Fixtures.dec;
import static com.alphapulse.riskbudget.budget.Fixtures.fill;
import static com.alphapulse.riskbudget.budget.Fixtures.portfolio;
import static com.alphapulse.riskbudget.budget.Fixtures.settings;
import static com.alphapulse.riskbudget.budget.Fixtures.strategy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.BudgetCause;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortfolioBookTest {
  private final PortfolioBook book = new PortfolioBook(PORTFOLIO);
  private final RiskBudgeting settings = settings("leverage_smoothing: 1");
  private final Fixtures.Market market =
      new Fixtures.Market()
          .symbol("AAA", "100", 0.2)
          .symbol("BBB", "50", 0.4)
          .symbol("CCC", "10", 0.3)
          .correlation(0.3);

  @Test
  void shouldIssueInitialBudget_whenDefinedAndPriced() {
    define(strategy("trend", 1, "AAA", "BBB"), strategy("carry", 3, "CCC"));
    Budget budget = book.evaluate(market.at(1), MINUTE, settings).budget().orElseThrow();
    assertThat(budget.cause()).isEqualTo(BudgetCause.INITIAL);
    assertThat(budget.version()).isEqualTo(1);
    assertThat(budget.equity()).isEqualByComparingTo("1000000").hasScaleOf(8);
    assertThat(budget.regime().parameters().equityAllocation()).isEqualTo(0.8);
    assertThat(budget.targetLeverage())
        .isCloseTo(0.15 / budget.volatility().forecast(), within(1e-12));
    assertThat(gross(budget)).isCloseTo(0.8 * budget.targetLeverage(), within(1e-9));
    assertThat(budget.strategies())
        .extracting(Budget.StrategyBudget::riskContribution)
        .satisfies(
            contributions -> {
              assertThat(contributions.get(0)).isCloseTo(0.25, within(1e-8));
              assertThat(contributions.get(1)).isCloseTo(0.75, within(1e-8));
            });
    assertThat(allocated(budget).doubleValue()).isCloseTo(800_000, within(1e-3));
    assertThat(budget.leverageLimit().source().text()).isEqualTo("REGIME:BULL");
    for (Budget.StrategyBudget strategy : budget.strategies()) {
      assertThat(strategy.exposureLimit().doubleValue())
          .isCloseTo(
              1.1 * strategy.allocatedCapital().doubleValue() * budget.targetLeverage(),
              within(1e-3));
    }
    Budget.SymbolBudget aaa = symbol(budget, "AAA");
    assertThat(aaa.positionLimit().doubleValue())
        .isCloseTo(1.5 * aaa.targetWeight() * 1_000_000 / 100, within(1e-6));
    assertThat(aaa.source().text()).isEqualTo("TARGET");
    assertThat(book.marketSequence()).isEqualTo(1);
  }

  @Test
  void shouldKeepCrisisReduction_whenSymbolsAreWeighted() {
    define(strategy("trend", 1, "AAA", "BBB"), strategy("carry", 1, "CCC"));
    Budget budget =
        book.evaluate(market.regime(Regime.CRISIS).at(1), MINUTE, settings).budget().orElseThrow();
    assertThat(budget.leverageLimit().value()).isEqualTo(0.2);
    assertThat(gross(budget)).isLessThanOrEqualTo(0.2 * 0.2 + 1e-12).isGreaterThan(0.03);
    assertThat(allocated(budget).doubleValue()).isCloseTo(200_000, within(1e-3));
  }

  @Test
  void shouldSplitByAssetClass_whenThereAreDefensiveSymbols() {
    market.symbol("BND", AssetClass.BOND, "100", 0.05);
    define(strategy("risk", 1, "AAA", "BBB"), strategy("safe", 1, "BND"));
    Budget budget =
        book.evaluate(market.regime(Regime.CRISIS).at(1), MINUTE, settings).budget().orElseThrow();
    double leverage = budget.targetLeverage();
    assertThat(symbol(budget, "BND").targetWeight()).isCloseTo(0.8 * leverage, within(1e-9));
    assertThat(symbol(budget, "AAA").targetWeight() + symbol(budget, "BBB").targetWeight())
        .isCloseTo(0.2 * leverage, within(1e-9));
  }

  @Test
  void shouldIssueAnswerOfZero_whenRegimeAllocatesNothing() {
    RiskBudgeting none = settings("regime_allocations:", "  crisis: {equity_allocation: 0}");
    define(strategy("trend", 1, "AAA"));
    Budget budget =
        book.evaluate(market.regime(Regime.CRISIS).at(1), MINUTE, none).budget().orElseThrow();
    assertThat(gross(budget)).isZero();
    assertThat(symbol(budget, "AAA").positionLimit()).isEqualByComparingTo("0");
  }

  @Test
  void shouldKeepShares_whenTwoStrategiesTradeTheSameSymbol() {
    define(strategy("a", 2, "AAA"), strategy("b", 1, "AAA"));
    Budget budget = book.evaluate(market.at(1), MINUTE, settings).budget().orElseThrow();
    assertThat(budget.strategies().get(0).capitalWeight()).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(budget.symbols()).hasSize(1);
  }

  @Test
  void shouldRespectCapitalBounds_whenStrategiesHaveThem() {
    define(
        new StrategySpec("a", 1, List.of("AAA"), 0, 0.4),
        new StrategySpec("b", 1, List.of("BBB"), 0, 1));
    Budget budget = book.evaluate(market.at(1), MINUTE, settings).budget().orElseThrow();
    assertThat(budget.strategies().get(0).capitalWeight()).isCloseTo(0.4, within(1e-9));
  }

  @Test
  void shouldRefuse_whenDefinitionMakesNoSense() {
    define(strategy("good", 1, "AAA"));
    List<PortfolioSpec> bad =
        List.of(
            portfolio(),
            portfolio(strategy("a", 0, "AAA")),
            portfolio(strategy("a", Double.NaN, "AAA")),
            portfolio(strategy("a", Double.POSITIVE_INFINITY, "AAA")),
            portfolio(strategy("a", 1)),
            portfolio(strategy("a", 1, " ")),
            portfolio(strategy("a", 1, "AAA", "AAA")),
            portfolio(strategy("a", 1, "AAA"), strategy("a", 1, "BBB")),
            portfolio(new StrategySpec("a", 1, List.of("AAA"), 0.6, 0.4)),
            portfolio(new StrategySpec("a", 1, List.of("AAA"), Double.NaN, 1)),
            portfolio(
                new StrategySpec("a", 1, List.of("AAA"), 0, 0.4),
                new StrategySpec("b", 1, List.of("BBB"), 0, 0.4)));
    for (PortfolioSpec spec : bad) {
      assertThat(book.define(spec, 5))
          .as(spec.toString())
          .extracting(Alert::type)
          .containsExactly(AlertType.BAD_PORTFOLIO);
    }
    assertThat(book.spec().orElseThrow().strategies().get(0).strategyId()).isEqualTo("good");
  }

  @Test
  void shouldAlertOnce_whenThereIsNoDefinitionOrPrice() {
    BudgetStep undefined = book.evaluate(market.at(1), MINUTE, settings);
    assertThat(undefined.budget()).isEmpty();
    assertThat(undefined.alerts()).extracting(Alert::type).containsExactly(AlertType.BUDGET_FAILED);
    assertThat(book.evaluate(market.at(2), 0, settings).alerts()).isEmpty();
    define(strategy("a", 1, "YYY", "ZZZ"));
    BudgetStep unpriced = book.evaluate(market.at(3), 0, settings);
    assertThat(unpriced.budget()).isEmpty();
    assertThat(unpriced.alerts())
        .singleElement()
        .satisfies(
            alert -> assertThat(alert.message()).contains("YYY", "nor for any of the other"));
    assertThat(book.evaluate(market.at(4), 0, settings).alerts()).isEmpty();
    assertThat(book.evaluate(market.symbol("ZZZ", "1", 0.1).at(5), 0, settings).budget())
        .isPresent();
  }

  @Test
  void shouldFail_whenForecastIsNotFiniteOrZero() {
    define(strategy("a", 1, "AAA"));
    for (double volatility : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY, -0.1}) {
      PortfolioBook fresh = new PortfolioBook(PORTFOLIO);
      fresh.define(portfolio(strategy("a", 1, "AAA")), 0);
      BudgetStep step = fresh.evaluate(market.symbol("AAA", "1", volatility).at(1), 0, settings);
      assertThat(step.budget()).as("volatility " + volatility).isEmpty();
      assertThat(step.alerts()).extracting(Alert::type).containsExactly(AlertType.BUDGET_FAILED);
    }
  }

  @Test
  void shouldSayThatARebalanceWaits_andIssueABudget_whenWarmingUp() {
    define(strategy("a", 1, "AAA"));
    RiskOverrideSpec rebalance =
        Fixtures.override("r", OverrideScope.PORTFOLIO, "", OverrideAction.REBALANCE, "");
    assertThat(book.overrides().apply(rebalance, 0))
        .extracting(Alert::type)
        .contains(AlertType.REBALANCE_WAITS);
    book.evaluate(market.warm(false).at(1), 0, settings);
    assertThat(book.overrides().apply(rebalance, 0))
        .extracting(Alert::type)
        .contains(AlertType.REBALANCE_WAITS);
    assertThat(book.evaluate(market.at(1), 0, settings).budget().orElseThrow().cause())
        .isEqualTo(BudgetCause.WARM_UP);

    BudgetStep warm = book.evaluate(market.warm(true).at(2), 0, settings);
    assertThat(warm.recommendation()).isPresent();
    assertThat(book.overrides().apply(rebalance, 0))
        .extracting(Alert::type)
        .containsExactly(AlertType.OVERRIDE_APPLIED);
  }

  @Test
  void shouldIssueZeroLimits_whenEquityIsNotAboveZero() {
    define(strategy("a", 1, "AAA"));
    book.apply(fill("a", "AAA", Side.BUY, "50000", "100"), BigDecimal.ONE);
    Budget budget =
        book.evaluate(market.symbol("AAA", "79", 0.2).at(1), 0, settings).budget().orElseThrow();
    assertThat(budget.equity()).isEqualByComparingTo("-50000");
    assertThat(budget.leverageLimit().value()).isZero();
    assertThat(budget.leverageLimit().source().text()).isEqualTo("EQUITY");
    assertThat(budget.strategies().get(0).exposureLimit()).isEqualByComparingTo("0");
    assertThat(symbol(budget, "AAA").positionLimit()).isEqualByComparingTo("0");
    assertThat(symbol(budget, "AAA").source().text()).isEqualTo("EQUITY");
  }

  @Test
  void shouldValueExactly_whenFillsHaveFeesAndMultipliers() {
    market.instrument(
        new InstrumentSpec(
            "FUT", AssetClass.COMMODITY, "USD", BigDecimal.ONE, dec("0.25"), dec("50")),
        "101.5",
        0.2);
    define(strategy("a", 1, "FUT"));
    book.apply(
        new com.alphapulse.riskbudget.domain.Fill(
            "o", "a", "FUT", Side.SELL, dec("3"), dec("100.25"), dec("1.23"), "e", 0),
        dec("50"));
    Budget budget = book.evaluate(market.at(1), 0, settings).budget().orElseThrow();
    assertThat(budget.equity()).isEqualByComparingTo("999811.27");
    assertThat(book.apply(fill("a", "FUT", Side.BUY, "0", "1"), BigDecimal.ONE))
        .extracting(Alert::type)
        .containsExactly(AlertType.BAD_EXECUTION_REPORT);
  }

  @Test
  void shouldNameTheCause_whenBudgetsFollowEachOther() {
    RiskBudgeting hourly =
        settings("monitoring_interval: 3600", "rebalancing_triggers:", "  drift_threshold: 10");
    define(strategy("a", 1, "AAA"));
    assertThat(cause(book.evaluate(market.at(1), 0, hourly))).isEqualTo(BudgetCause.INITIAL);
    assertThat(book.evaluate(market.at(2), 0, hourly).budget()).isEmpty();
    define(strategy("a", 1, "AAA", "BBB"));
    assertThat(cause(book.evaluate(market.at(2), 0, hourly)))
        .isEqualTo(BudgetCause.PORTFOLIO_CHANGE);
    assertThat(cause(book.evaluate(market.regime(Regime.BEAR).at(3), 0, hourly)))
        .isEqualTo(BudgetCause.REGIME_CHANGE);
    assertThat(book.evaluate(market.at(62), 0, hourly).budget()).isEmpty();
    Budget last = book.evaluate(market.at(63), 0, hourly).budget().orElseThrow();
    assertThat(last.cause()).isEqualTo(BudgetCause.SCHEDULED);
    assertThat(last.version()).isEqualTo(4);
  }

  @Test
  void shouldUseStaticLimits_whileWarmingUp() {
    define(strategy("a", 3, "AAA", "BBB"), strategy("b", 1, "CCC"));
    market.symbol("AAA", "100", Double.NaN);
    Budget budget = book.evaluate(market.warm(false).at(1), 0, settings).budget().orElseThrow();
    assertThat(budget.cause()).isEqualTo(BudgetCause.WARM_UP);
    assertThat(budget.regime().regime()).isEqualTo(Regime.CRISIS);
    assertThat(budget.leverageLimit().value()).isEqualTo(0.2);
    assertThat(budget.volatility().forecast()).isZero();
    assertThat(symbol(budget, "AAA").targetWeight()).isCloseTo(0.75 / 2 * 0.2 * 0.2, within(1e-12));
    assertThat(budget.strategies().get(0).capitalWeight()).isCloseTo(0.75, within(1e-12));
    market.symbol("AAA", "100", 0.2);
    Budget next = book.evaluate(market.warm(true).at(2), 0, settings).budget().orElseThrow();
    assertThat(next.cause()).isEqualTo(BudgetCause.INITIAL);
    assertThat(next.version()).isEqualTo(2);
    assertThat(next.targetLeverage()).isGreaterThan(0.2);
  }

  @Test
  void shouldIssueNothing_whenWarmUpIsClosedOrBudgetsAreOff() {
    define(strategy("a", 1, "AAA"));
    assertThat(book.evaluate(market.warm(false).at(1), 0, settings("warm_up: closed")).budget())
        .isEmpty();
    assertThat(book.evaluate(market.warm(true).at(2), 0, settings("enabled: false")).budget())
        .isEmpty();
  }

  @Test
  void shouldBlendParameters_whenProbabilitiesAreGiven() {
    define(strategy("a", 1, "AAA"));
    market.probabilities(Map.of(Regime.BULL, 0.75, Regime.CRISIS, 0.25));
    Budget budget =
        book.evaluate(market.at(1), 0, settings("regime_blending: true")).budget().orElseThrow();
    assertThat(budget.regime().parameters().equityAllocation()).isCloseTo(0.65, within(1e-12));
    assertThat(budget.leverageLimit().value()).isCloseTo(1.175, within(1e-12));
    assertThat(budget.regime().parameters().volTarget()).isCloseTo(0.125, within(1e-12));
    PortfolioBook other = new PortfolioBook(PORTFOLIO);
    other.define(portfolio(strategy("a", 1, "AAA")), 0);
    market.probabilities(Map.of(Regime.BULL, Double.NaN));
    assertThat(other.evaluate(market.at(1), 0, settings("regime_blending: true")).budget())
        .isEmpty();
  }

  @Test
  void shouldWeighEqually_whenTheRegimeSaysSo() {
    RiskBudgeting equal = settings("regime_allocations:", "  bull: {method: equal_weight}");
    define(strategy("a", 1, "AAA", "BBB"));
    Budget budget = book.evaluate(market.at(1), 0, equal).budget().orElseThrow();
    assertThat(symbol(budget, "AAA").targetWeight())
        .isCloseTo(symbol(budget, "BBB").targetWeight(), within(1e-12));
  }

  private void define(StrategySpec... strategies) {
    assertThat(book.define(portfolio(strategies), 0)).isEmpty();
  }

  private static BudgetCause cause(BudgetStep step) {
    return step.budget().orElseThrow().cause();
  }

  static Budget.SymbolBudget symbol(Budget budget, String symbol) {
    return budget.symbols().stream()
        .filter(candidate -> candidate.symbol().equals(symbol))
        .findFirst()
        .orElseThrow();
  }

  static double gross(Budget budget) {
    return budget.symbols().stream().mapToDouble(s -> Math.abs(s.targetWeight())).sum();
  }

  private static BigDecimal allocated(Budget budget) {
    return budget.strategies().stream()
        .map(Budget.StrategyBudget::allocatedCapital)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
