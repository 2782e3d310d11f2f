package com.alphapulse.riskbudget.budget;

import static com.alphapulse.riskbudget.budget.Fixtures.PORTFOLIO;
import static com.alphapulse.riskbudget.budget.Fixtures.settings;
import static com.alphapulse.riskbudget.budget.Fixtures.strategy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.budget.allocation.PortfolioCheck;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.AllocationMethod;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.StrategyGroup;
import com.alphapulse.riskbudget.domain.StrategySpec;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the methods and limits of groups make of a whole portfolio. */
class MethodTest {
  private final PortfolioBook book = new PortfolioBook(PORTFOLIO);
  private final Fixtures.Market market =
      new Fixtures.Market()
          .symbol("AAA", "100", 0.2)
          .symbol("BBB", "50", 0.4)
          .symbol("BND", AssetClass.BOND, "100", 0.05)
          .symbol("CCC", "10", 0.3)
          .symbol("GLD", AssetClass.COMMODITY, "100", 0.2)
          .correlation(0.3);

  /** Three strategies, since risk budgeting of two is weighting by volatility. */
  @Test
  void shouldGiveDifferentWeights_whenMethodsDiffer() {
    StrategySpec[] strategies = {
      returning("a", 0.08, "AAA", "BBB", "GLD"),
      returning("b", 0.04, "CCC"),
      returning("c", 0.05, "AAA", "CCC")
    };
    Set<Double> weights = new HashSet<>();
    for (var method : AllocationMethod.values()) {
      PortfolioBook own = new PortfolioBook(PORTFOLIO);
      own.define(Fixtures.portfolio(strategies), 0);
      Budget budget =
          own.evaluate(market.at(1), 0, bull(method.name().toLowerCase(Locale.ROOT)))
              .budget()
              .orElseThrow();
      weights.add(PortfolioBookTest.symbol(budget, "AAA").targetWeight());
    }
    assertThat(weights).hasSize(AllocationMethod.values().length);
  }

  @Test
  void shouldPreferTheBetterReturn_whenMeanVariance() {
    define(List.of(), returning("a", 0.30, "AAA"), returning("b", 0.01, "GLD"));
    Budget budget = budget("mean_variance");
    // w = 1/2 + (μa − μb) / (2γσ²(1 − ρ)) is above 1.
    assertThat(budget.strategies().get(0).capitalWeight()).isEqualTo(1);
    assertThat(PortfolioBookTest.symbol(budget, "GLD").positionLimit()).isEqualByComparingTo("0");
  }

  @Test
  void shouldMatchTheClosedForm_whenMeanVarianceIsInside() {
    define(List.of(), returning("a", 0.06, "AAA"), returning("b", 0.05, "GLD"));
    double expected = 0.5 + 0.01 / (2 * 2.5 * 0.04 * 0.7);
    assertThat(budget("mean_variance").strategies().get(0).capitalWeight())
        .isCloseTo(expected, within(1e-9));
  }

  @Test
  void shouldFail_whenAnExpectedReturnIsMissing() {
    define(List.of(), returning("a", 0.06, "AAA"), strategy("b", 1, "GLD"));
    assertThat(failure("mean_variance")).contains("expected return").contains("strategy b");
  }

  @Test
  void shouldNeedNoReturn_whenThereIsOneStrategy() {
    define(List.of(), strategy("a", 1, "AAA", "BBB"));
    Budget budget = budget("mean_variance");
    // Minimum variance: (σb² − σab) / (σa² + σb² − 2σab), with σab = 0.3 · 0.2 · 0.4.
    double first = (0.16 - 0.024) / (0.04 + 0.16 - 0.048);
    double gross = PortfolioBookTest.gross(budget);
    assertThat(PortfolioBookTest.symbol(budget, "AAA").targetWeight() / gross)
        .isCloseTo(first, within(1e-7));
  }

  @Test
  void shouldFollowPreferences_whenTheRegimeSaysSo() {
    define(List.of(), strategy("a", 1, "AAA", "BBB"), strategy("b", 2, "GLD"));
    RiskBudgeting settings =
        settings(
            "leverage_smoothing: 1",
            "regime_allocations:",
            "  bull: {method: regime_preference, preferences: {equity: 0.6, commodity: 0.2}}");
    Budget budget = book.evaluate(market.at(1), 0, settings).budget().orElseThrow();
    // 1 · 0.6 against 2 · 0.2, and within the strategy 1/0.2 against 1/0.4.
    assertThat(budget.strategies().get(0).capitalWeight()).isCloseTo(0.6, within(1e-9));
    double aaa = PortfolioBookTest.symbol(budget, "AAA").targetWeight();
    double bbb = PortfolioBookTest.symbol(budget, "BBB").targetWeight();
    assertThat(aaa / bbb).isCloseTo(2, within(1e-6));
  }

  @Test
  void shouldWeighClasses_whenAStrategyTradesSeveral() {
    define(List.of(), strategy("a", 1, "AAA", "BBB", "GLD"));
    RiskBudgeting settings =
        settings(
            "regime_allocations:",
            "  bull: {method: regime_preference, preferences: {equity: 3, commodity: 1}}");
    Budget budget = book.evaluate(market.at(1), 0, settings).budget().orElseThrow();
    assertThat(
            PortfolioBookTest.symbol(budget, "GLD").targetWeight()
                / PortfolioBookTest.gross(budget))
        .isCloseTo(0.25, within(1e-7));
  }

  @Test
  void shouldFail_whenATradedClassHasNoPreference() {
    define(List.of(), strategy("a", 1, "AAA"), strategy("b", 1, "GLD"));
    RiskBudgeting settings =
        settings(
            "regime_allocations:", "  bull: {method: regime_preference, preferences: {equity: 1}}");
    List<Alert> alerts = book.evaluate(market.at(1), 0, settings).alerts();
    assertThat(alerts).extracting(Alert::type).containsExactly(AlertType.BUDGET_FAILED);
    assertThat(alerts.get(0).message()).contains("COMMODITY");
  }

  @Test
  void shouldAnswerWithNothing_whenNothingHeldIsPreferred() {
    define(List.of(), strategy("a", 1, "GLD"));
    RiskBudgeting settings =
        settings(
            "regime_allocations:",
            "  bull: {method: regime_preference, preferences: {equity: 1, commodity: 0}}");
    Budget budget = book.evaluate(market.at(1), 0, settings).budget().orElseThrow();
    assertThat(PortfolioBookTest.gross(budget)).isZero();
    assertThat(budget.targetLeverage()).isZero();
  }

  @Test
  void shouldBlendPreferences_whenProbabilitiesAreGiven() {
    define(List.of(), strategy("a", 1, "AAA"), strategy("b", 1, "GLD"));
    RiskBudgeting settings =
        settings(
            "regime_blending: true",
            "regime_allocations:",
            "  bull: {method: regime_preference, preferences: {equity: 1, commodity: 0}}",
            "  bear: {method: regime_preference, preferences: {equity: 0, commodity: 1}}");
    market.probabilities(Map.of(Regime.BULL, 0.7, Regime.BEAR, 0.3));
    Budget budget = book.evaluate(market.at(1), 0, settings).budget().orElseThrow();
    assertThat(budget.strategies().get(0).capitalWeight()).isCloseTo(0.7, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource
  void shouldHoldTheGroup_whenItsLimitBinds(AllocationMethod method) {
    define(
        List.of(new StrategyGroup("g", List.of("a", "c"), 0, 0.25)),
        returning("a", 0.1, "AAA"),
        returning("b", 0.05, "BBB"),
        returning("c", 0.1, "CCC"));
    Budget budget = budget(method.name().toLowerCase(Locale.ROOT));
    List<Budget.StrategyBudget> strategies = budget.strategies();
    assertThat(strategies.get(0).capitalWeight() + strategies.get(2).capitalWeight())
        .isCloseTo(0.25, within(1e-9));
    assertThat(strategies.get(1).capitalWeight()).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void shouldHoldTheGroup_whileWarmingUp() {
    define(
        List.of(new StrategyGroup("g", List.of("a"), 0.8, 1)),
        strategy("a", 1, "AAA"),
        strategy("b", 1, "BBB"));
    Budget budget =
        book.evaluate(market.warm(false).at(1), 0, bull("risk_budgeting")).budget().orElseThrow();
    assertThat(budget.strategies().get(0).capitalWeight()).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void shouldRefuse_whenGroupsMakeNoSense() {
    StrategySpec a = strategy("a", 1, "AAA");
    StrategySpec b = new StrategySpec("b", 1, List.of("BBB"), 0, 0.5);
    List<List<StrategyGroup>> bad =
        List.of(
            List.of(group(" ", 0, 1, "a")),
            List.of(group("g", 0, 1)),
            List.of(group("g", 0, 1, "x")),
            List.of(group("g", 0, 1, "a", "a")),
            List.of(group("g", 0, 1, "a"), group("g", 0, 1, "b")),
            List.of(group("g", 0, 1, "a", "b"), group("h", 0, 1, "b")),
            List.of(group("g", 0.5, 0.4, "a")),
            List.of(group("g", -0.1, 1, "a")),
            List.of(group("g", 0, 1.1, "a")),
            List.of(group("g", Double.NaN, 1, "a")),
            List.of(group("g", 0, Double.NaN, "a")),
            List.of(group("g", 0, 0.4, "a")),
            List.of(group("g", 0, 0.9, "a", "b")),
            List.of(group("g", 0.6, 1, "b")),
            List.of(group("g", 0.6, 1, "a"), group("h", 0.5, 1, "b")));
    for (List<StrategyGroup> groups : bad) {
      assertThat(PortfolioCheck.problems(PORTFOLIO, portfolio(groups, a, b)))
          .as(groups.toString())
          .isNotEmpty();
    }
    List<StrategyGroup> good = List.of(group("g", 0, 0.5, "a"), group("h", 0.5, 1, "b"));
    assertThat(PortfolioCheck.problems(PORTFOLIO, portfolio(good, a, b))).isEmpty();
  }

  @Test
  void shouldRefuse_whenOptionalNumbersMakeNoSense() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0, -1}) {
      assertThat(problems(withRate(bad), HardLimits.NONE)).hasSize(1);
      assertThat(problems(strategy("a", 1, "AAA"), limits(bad, 0.1))).hasSize(1);
      if (bad != 0) {
        assertThat(problems(strategy("a", 1, "AAA"), limits(1, bad))).hasSize(1);
      }
    }
    assertThat(problems(returning("a", Double.NaN, "AAA"), HardLimits.NONE)).hasSize(1);
    assertThat(problems(returning("a", -0.2, "AAA"), limits(0.5, 0))).isEmpty();
  }

  @Test
  void shouldLimitVolatility_whenThereIsATarget() {
    define(List.of(), strategy("a", 1, "AAA"));
    RiskBudgeting settings =
        settings("monitoring_interval: 0.001", "rebalancing_triggers:", "  vol_breach: 1.4");
    Budget warming = book.evaluate(market.warm(false).at(1), 0, settings).budget().orElseThrow();
    assertThat(warming.volatility().limit()).isEmpty();
    Budget budget = book.evaluate(market.warm(true).at(2), 0, settings).budget().orElseThrow();
    assertThat(budget.volatility().limit().orElseThrow()).isCloseTo(1.4 * 0.15, within(1e-12));
    Budget crisis =
        book.evaluate(market.regime(Regime.CRISIS).at(3), 0, settings).budget().orElseThrow();
    assertThat(crisis.volatility().limit().orElseThrow()).isCloseTo(1.4 * 0.05, within(1e-12));
  }

  private Budget budget(String method) {
    BudgetStep step = book.evaluate(market.at(1), 0, bull(method));
    assertThat(step.alerts()).isEmpty();
    return step.budget().orElseThrow();
  }

  private String failure(String method) {
    BudgetStep step = book.evaluate(market.at(1), 0, bull(method));
    assertThat(step.budget()).isEmpty();
    assertThat(step.alerts()).extracting(Alert::type).containsExactly(AlertType.BUDGET_FAILED);
    return step.alerts().get(0).message();
  }

  private static RiskBudgeting bull(String method) {
    return settings(
        "leverage_smoothing: 1", "regime_allocations:", "  bull: {method: " + method + "}");
  }

  private void define(List<StrategyGroup> groups, StrategySpec... strategies) {
    assertThat(book.define(portfolio(groups, strategies), 0)).isEmpty();
  }

  private static PortfolioSpec portfolio(List<StrategyGroup> groups, StrategySpec... strategies) {
    return new PortfolioSpec(
        PORTFOLIO,
        "us",
        "USD",
        new BigDecimal("1000000"),
        List.of(strategies),
        HardLimits.NONE,
        Set.of(),
        groups);
  }

  private static List<String> problems(StrategySpec strategy, HardLimits limits) {
    return PortfolioCheck.problems(
        PORTFOLIO, Fixtures.portfolio("1000", limits, Set.of(), strategy));
  }

  private static HardLimits limits(double rate, double deviation) {
    HardLimits none = HardLimits.NONE;
    return new HardLimits(
        none.maxLeverage(),
        none.maxOrderNotional(),
        none.maxOrderQuantity(),
        none.maxSymbolWeight(),
        none.maxOpenOrders(),
        none.maxDailyLoss(),
        none.maxDrawdown(),
        OptionalDouble.of(rate),
        OptionalDouble.of(deviation),
        Map.of());
  }

  private static StrategyGroup group(String id, double lower, double upper, String... members) {
    return new StrategyGroup(id, List.of(members), lower, upper);
  }

  private static StrategySpec withRate(double rate) {
    return new StrategySpec(
        "a", 1, List.of("AAA"), 0, 1, OptionalDouble.of(rate), OptionalDouble.empty());
  }

  private static StrategySpec returning(String id, double expected, String... symbols) {
    return new StrategySpec(
        id, 1, List.of(symbols), 0, 1, OptionalDouble.empty(), OptionalDouble.of(expected));
  }
}
