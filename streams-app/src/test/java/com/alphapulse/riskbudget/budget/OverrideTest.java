package com.alphapulse.riskbudget.budget;

import static com.alphapulse.riskbudget.budget.Fixtures.MINUTE;
import static com.alphapulse.riskbudget.budget.Fixtures.PORTFOLIO;
import static com.alphapulse.riskbudget.budget.Fixtures.dec;
import static com.alphapulse.riskbudget.budget.Fixtures.override;
import static com.alphapulse.riskbudget.budget.Fixtures.portfolio;
import static com.alphapulse.riskbudget.budget.Fixtures.settings;
import static com.alphapulse.riskbudget.budget.Fixtures.strategy;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.CAP_LEVERAGE;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.CAP_POSITION;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.HALT;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.PIN_REGIME;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.SCALE_BUDGET;
import static com.alphapulse.riskbudget.domain.override.OverrideAction.WITHDRAW;
import static com.alphapulse.riskbudget.domain.override.OverrideScope.GLOBAL;
import static com.alphapulse.riskbudget.domain.override.OverrideScope.STRATEGY;
import static com.alphapulse.riskbudget.domain.override.OverrideScope.SYMBOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.BudgetCause;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OverrideTest {
  private final RiskBudgeting settings =
      settings("monitoring_interval: 3600", "rebalancing_triggers:", "  drift_threshold: 10");
  private final Fixtures.Market market =
      new Fixtures.Market()
          .symbol("AAA", "100", 0.2)
          .symbol("BBB", "50", 0.4)
          .symbol("CCC", "10", 0.3);
  private final PortfolioBook book = book();

  @Test
  void shouldCapLeverage_whenTheWholePortfolioIsMeant() {
    Budget budget = with(override("c", GLOBAL, "", CAP_LEVERAGE, "0.5"));
    assertThat(budget.cause()).isEqualTo(BudgetCause.OVERRIDE);
    assertThat(budget.leverageLimit().value()).isEqualTo(0.5);
    assertThat(budget.leverageLimit().source().text()).isEqualTo("OVERRIDE:c");
    assertThat(budget.targetLeverage()).isLessThanOrEqualTo(0.5);
    assertThat(budget.overrides()).containsExactly("c");
  }

  @Test
  void shouldTakeTheTightest_whenSeveralApply() {
    with(override("c", GLOBAL, "", CAP_LEVERAGE, "0.7"));
    Budget budget = with(override("d", OverrideScope.PORTFOLIO, "", CAP_LEVERAGE, "0.3"));
    assertThat(budget.leverageLimit().source().text()).isEqualTo("OVERRIDE:d");
    assertThat(with(override("e", GLOBAL, "", CAP_LEVERAGE, "0.9")).leverageLimit().value())
        .isEqualTo(0.3);
  }

  @Test
  void shouldScaleCapitalAndTargets_whenBudgetIsScaled() {
    Budget before = first();
    Budget budget = with(override("s", STRATEGY, "a", SCALE_BUDGET, "0.25"));
    assertThat(budget.strategies().get(0).source().text()).isEqualTo("OVERRIDE:s");
    assertThat(budget.strategies().get(0).allocatedCapital().doubleValue())
        .isCloseTo(before.strategies().get(0).allocatedCapital().doubleValue() / 4, within(1e-3));
    assertThat(weight(budget, "AAA")).isCloseTo(weight(before, "AAA") / 4, within(1e-12));
    assertThat(budget.strategies().get(1)).isEqualTo(before.strategies().get(1));
    assertThat(weight(budget, "CCC")).isEqualTo(weight(before, "CCC"));
    assertThat(budget.targetLeverage()).isEqualTo(before.targetLeverage());
  }

  @Test
  void shouldCapPosition_whenSymbolOrPortfolioIsMeant() {
    Budget budget = with(override("p", SYMBOL, "AAA", CAP_POSITION, "10.5"));
    Budget.SymbolBudget capped = PortfolioBookTest.symbol(budget, "AAA");
    assertThat(capped.positionLimit()).isEqualByComparingTo("10.5");
    assertThat(capped.source().text()).isEqualTo("OVERRIDE:p");
    assertThat(capped.targetWeight()).isCloseTo(10.5 * 100 / 1_000_000, within(1e-15));
    assertThat(PortfolioBookTest.symbol(budget, "BBB").source().text()).isEqualTo("TARGET");
    Budget all = with(override("q", GLOBAL, "", CAP_POSITION, "3"));
    assertThat(all.symbols()).allMatch(s -> s.positionLimit().compareTo(dec("3")) == 0);
  }

  @Test
  void shouldBind_whenHardLimitsAreSet() {
    PortfolioBook limited = new PortfolioBook(PORTFOLIO);
    HardLimits hard =
        new HardLimits(
            OptionalDouble.of(0.4),
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.of(0.05),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Map.of("AAA", dec("7")));
    limited.define(
        portfolio("1000000", hard, Set.of("CCC"), strategy("a", 1, "AAA", "BBB", "CCC")), 0);
    Budget budget = limited.evaluate(market.at(1), 0, settings).budget().orElseThrow();
    assertThat(budget.leverageLimit().source().text()).isEqualTo("HARD_LIMIT");
    assertThat(PortfolioBookTest.symbol(budget, "AAA").positionLimit()).isEqualByComparingTo("7");
    assertThat(PortfolioBookTest.symbol(budget, "BBB").positionLimit())
        .isEqualByComparingTo("1000");
    assertThat(PortfolioBookTest.symbol(budget, "CCC").positionLimit()).isEqualByComparingTo("0");
    assertThat(budget.symbols()).allMatch(s -> s.source().text().equals("HARD_LIMIT"));
  }

  @Test
  void shouldRevert_whenOverrideExpires() {
    Budget before = first();
    book.overrides().apply(until("c", 10 * MINUTE), MINUTE);
    assertThat(evaluate(2).budget().orElseThrow().leverageLimit().value()).isEqualTo(0.1);
    assertThat(evaluate(9).budget()).isEmpty();
    BudgetStep step = evaluate(10);
    assertThat(step.alerts()).extracting(Alert::type).containsExactly(AlertType.OVERRIDE_ENDED);
    Budget after = step.budget().orElseThrow();
    assertThat(after.cause()).isEqualTo(BudgetCause.OVERRIDE);
    assertThat(after.leverageLimit().value()).isEqualTo(before.leverageLimit().value());
    assertThat(after.overrides()).isEmpty();
  }

  @Test
  void shouldRevert_whenOverrideIsWithdrawn() {
    with(override("c", GLOBAL, "", CAP_LEVERAGE, "0.5"));
    assertThat(book.overrides().apply(override("c", GLOBAL, "", WITHDRAW, ""), 0))
        .extracting(Alert::type)
        .containsExactly(AlertType.OVERRIDE_ENDED);
    Budget budget = evaluate(1).budget().orElseThrow();
    assertThat(budget.leverageLimit().value()).isEqualTo(1.5);
    assertThat(book.overrides().apply(override("unknown", GLOBAL, "", WITHDRAW, ""), 0)).isEmpty();
    assertThat(evaluate(1).budget()).isEmpty();
  }

  @Test
  void shouldPinTheMostCautiousRegime_whenSeveralAre() {
    with(pin("p", Regime.BEAR));
    Budget budget = with(pin("q", Regime.CRISIS));
    assertThat(budget.regime().regime()).isEqualTo(Regime.CRISIS);
    assertThat(budget.cause()).isEqualTo(BudgetCause.REGIME_CHANGE);
    assertThat(with(pin("r", Regime.BULL)).regime().regime()).isEqualTo(Regime.CRISIS);
  }

  @Test
  void shouldRefuse_whenOverrideMakesNoSense() {
    List<RiskOverrideSpec> bad =
        List.of(
            override("b", GLOBAL, "", CAP_LEVERAGE, ""),
            override("b", GLOBAL, "", CAP_LEVERAGE, "-1"),
            override("b", GLOBAL, "", CAP_POSITION, "1E+400"),
            override("b", GLOBAL, "", SCALE_BUDGET, "1.01"),
            override("b", STRATEGY, "", SCALE_BUDGET, "0.5"),
            override("b", STRATEGY, "nobody", SCALE_BUDGET, "0.5"),
            override("b", SYMBOL, "ZZZ", CAP_POSITION, "5"),
            override("b", GLOBAL, "", PIN_REGIME, ""),
            override("b", SYMBOL, "AAA", OverrideAction.REBALANCE, ""));
    first();
    for (RiskOverrideSpec override : bad) {
      assertThat(book.overrides().apply(override, 0))
          .as(override.toString())
          .extracting(Alert::type)
          .containsExactly(AlertType.BAD_OVERRIDE);
    }
    assertThat(book.overrides().apply(until("b", 5), 6))
        .extracting(Alert::type)
        .containsExactly(AlertType.BAD_OVERRIDE);
    assertThat(evaluate(1).budget()).isEmpty();
  }

  @Test
  void shouldIgnore_whenTheActionIsTheGates() {
    first();
    assertThat(book.overrides().apply(override("h", GLOBAL, "", HALT, ""), 0)).isEmpty();
    assertThat(evaluate(1).budget()).isEmpty();
  }

  @Test
  void shouldKeepTheMoreRestrictive_whenTwoHaveOneIdentifier() {
    for (boolean stricterFirst : new boolean[] {true, false}) {
      String id = "c" + stricterFirst;
      first();
      book.overrides()
          .apply(override(id, GLOBAL, "", SCALE_BUDGET, stricterFirst ? "0.5" : "0.7"), 0);
      assertThat(
              book.overrides()
                  .apply(override(id, GLOBAL, "", SCALE_BUDGET, stricterFirst ? "0.7" : "0.5"), 0))
          .first()
          .satisfies(alert -> assertThat(alert.type()).isEqualTo(AlertType.BAD_OVERRIDE))
          .satisfies(alert -> assertThat(alert.message()).contains("0.5", "0.7"));

      assertThat(book.overrides().get(id).orElseThrow().value()).contains(new BigDecimal("0.5"));
    }
  }

  @Test
  void shouldStay_whenTheGatesHasTheSameIdentifier() {
    first();
    book.overrides().apply(override("c", GLOBAL, "", SCALE_BUDGET, "0.5"), 0);

    assertThat(book.overrides().apply(override("c", GLOBAL, "", HALT, ""), 0))
        .extracting(Alert::type)
        .containsExactly(AlertType.BAD_OVERRIDE);
    assertThat(book.overrides().get("c")).isPresent();
  }

  @Property(tries = 60)
  void shouldOnlyTighten_whenOverridesArrive(@ForAll long seed) {
    Random random = new Random(seed);
    Budget before = evaluate(book(), 1);
    PortfolioBook tightened = book();
    for (int i = 0; i < 4; i++) {
      OverrideScope scope =
          List.of(GLOBAL, OverrideScope.PORTFOLIO, STRATEGY, SYMBOL).get(random.nextInt(4));
      OverrideAction action =
          List.of(CAP_LEVERAGE, CAP_POSITION, SCALE_BUDGET).get(random.nextInt(3));
      String scopeId = scope == STRATEGY ? "a" : scope == SYMBOL ? "BBB" : "";
      String value = action == CAP_POSITION ? "" + random.nextInt(9000) : "" + random.nextDouble();
      tightened.overrides().apply(override("o" + i, scope, scopeId, action, value), 0);
    }
    Budget after = evaluate(tightened, 1);
    assertThat(after.leverageLimit().value()).isLessThanOrEqualTo(before.leverageLimit().value());
    for (int k = 0; k < 2; k++) {
      assertThat(after.strategies().get(k).exposureLimit())
          .isLessThanOrEqualTo(before.strategies().get(k).exposureLimit());
      assertThat(after.strategies().get(k).allocatedCapital())
          .isLessThanOrEqualTo(before.strategies().get(k).allocatedCapital());
    }
    for (int s = 0; s < 3; s++) {
      assertThat(after.symbols().get(s).positionLimit())
          .isLessThanOrEqualTo(before.symbols().get(s).positionLimit());
      assertThat(after.symbols().get(s).targetWeight())
          .isBetween(0.0, before.symbols().get(s).targetWeight());
    }
    assertThat(PortfolioBookTest.gross(after))
        .isLessThanOrEqualTo(after.leverageLimit().value() + 1e-12);
  }

  private static PortfolioBook book() {
    PortfolioBook book = new PortfolioBook(PORTFOLIO);
    book.define(portfolio(strategy("a", 1, "AAA", "BBB"), strategy("b", 1, "CCC")), 0);
    return book;
  }

  private Budget evaluate(PortfolioBook any, long sequence) {
    return any.evaluate(market.at(sequence), 0, settings).budget().orElseThrow();
  }

  private Budget first() {
    return evaluate(1).budget().orElseThrow();
  }

  /** The budget that follows an override within the same market state. */
  private Budget with(RiskOverrideSpec override) {
    evaluate(1);
    assertThat(book.overrides().apply(override, 0))
        .extracting(Alert::type)
        .containsExactly(AlertType.OVERRIDE_APPLIED);
    return evaluate(1).budget().orElseThrow();
  }

  private BudgetStep evaluate(long sequence) {
    return book.evaluate(market.at(sequence), 0, settings);
  }

  private static double weight(Budget budget, String symbol) {
    return PortfolioBookTest.symbol(budget, symbol).targetWeight();
  }

  private static RiskOverrideSpec until(String id, long expiresAt) {
    return override(
        id, GLOBAL, "", CAP_LEVERAGE, "0.1", Optional.empty(), OptionalLong.of(expiresAt));
  }

  private static RiskOverrideSpec pin(String id, Regime regime) {
    return override(id, GLOBAL, "", PIN_REGIME, "", Optional.of(regime), OptionalLong.empty());
  }
}
