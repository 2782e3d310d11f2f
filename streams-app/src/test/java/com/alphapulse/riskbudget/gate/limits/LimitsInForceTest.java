package com.alphapulse.riskbudget.gate.limits;

import static com.alphapulse.riskbudget.gate.LimitSources.EXPIRY;
import static com.alphapulse.riskbudget.gate.LimitSources.TIGHT;
import static com.alphapulse.riskbudget.gate.LimitSources.WIDE;
import static com.alphapulse.riskbudget.gate.LimitSources.budget;
import static com.alphapulse.riskbudget.gate.LimitSources.hard;
import static com.alphapulse.riskbudget.gate.LimitSources.marks;
import static com.alphapulse.riskbudget.gate.LimitSources.override;
import static com.alphapulse.riskbudget.gate.LimitSources.spec;
import static com.alphapulse.riskbudget.gate.LimitSources.strategy;
import static com.alphapulse.riskbudget.gate.RejectReason.HALTED;
import static com.alphapulse.riskbudget.gate.RejectReason.ORDER_NOTIONAL;
import static com.alphapulse.riskbudget.gate.RejectReason.ORDER_QUANTITY;
import static com.alphapulse.riskbudget.gate.RejectReason.PORTFOLIO_LEVERAGE;
import static com.alphapulse.riskbudget.gate.RejectReason.POSITION_LIMIT;
import static com.alphapulse.riskbudget.gate.RejectReason.REDUCE_ONLY;
import static com.alphapulse.riskbudget.gate.RejectReason.RESTRICTED_SYMBOL;
import static com.alphapulse.riskbudget.gate.RejectReason.STRATEGY_BUDGET;
import static com.alphapulse.riskbudget.gate.RejectReason.UNKNOWN_STRATEGY;
import static com.alphapulse.riskbudget.gate.RejectReason.UNKNOWN_SYMBOL;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Gate;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.check.Checks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A limit that was resolved for one order is not used for the next once a source has changed.
 * Equity 10 000; A and B at 100; an order of 1000 breaks every limit and shows them so.
 */
class LimitsInForceTest {
  private final PortfolioLedger ledger = new PortfolioLedger("p");
  private TradingOverrides everywhere = new TradingOverrides();
  private GateSettings settings = WIDE;

  @BeforeEach
  void start() {
    ledger.define(spec(HardLimits.NONE, Set.of(), strategy("s", "A", "B")));
    ledger.apply(budget(1, "2", "9000", "60"));
    assertStart();
  }

  @Test
  void shouldUseTheNewBudget_whenOneIsApplied() {
    ledger.apply(budget(3, "1.5", "8000", "50"));

    assertThat(limit("A", POSITION_LIMIT)).isEqualTo("50 BUDGET");
    assertThat(limit("A", STRATEGY_BUDGET)).isEqualTo("8000 BUDGET");
    assertThat(limit("A", PORTFOLIO_LEVERAGE)).isEqualTo("15000 BUDGET");
    assertThat(ledger.apply(budget(2, "1", "1", "1"))).isFalse();
    assertThat(limit("A", POSITION_LIMIT)).isEqualTo("50 BUDGET");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldUseTheNewDefinition_whenOneIsTakenIn(boolean restored) {
    take(restored, spec(hard("0.5", "40", 4_000), Set.of(), strategy("s", "A", "B")));
    assertThat(limit("A", POSITION_LIMIT)).isEqualTo("40 HARD_LIMIT");
    assertThat(limit("A", PORTFOLIO_LEVERAGE)).isEqualTo("5000 HARD_LIMIT");
    assertThat(limit("A", ORDER_NOTIONAL)).isEqualTo("4000 HARD_LIMIT");
    assertThat(limit("A", ORDER_QUANTITY)).isEqualTo("35 HARD_LIMIT");
    assertThat(decide("A", "1").inputs().portfolioRateTokens()).hasValue(50);

    take(restored, spec(HardLimits.NONE, Set.of("A"), strategy("s", "A", "B")));
    assertThat(reasons("A")).containsExactly(RESTRICTED_SYMBOL);
    assertThat(reasons("B")).isEmpty();
    take(restored, spec(HardLimits.NONE, Set.of(), strategy("s", "B")));
    assertThat(reasons("A")).containsExactly(UNKNOWN_SYMBOL);
    take(restored, spec(HardLimits.NONE, Set.of(), strategy("t", "A", "B")));
    assertThat(reasons("A")).containsExactly(UNKNOWN_STRATEGY);
    take(restored, spec(HardLimits.NONE, Set.of(), strategy("s", "A", "B")));
    assertStart();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldUseTheCap_whenOneIsAppliedAndUntilItExpires(boolean ofAll) {
    TradingOverrides overrides = overrides(ofAll);
    overrides.apply(override("c1", OverrideAction.CAP_POSITION, OverrideScope.SYMBOL, "A", "30"));
    assertThat(limit("A", POSITION_LIMIT)).isEqualTo("30 OVERRIDE:c1");
    assertThat(limit("B", POSITION_LIMIT)).isEqualTo("60 BUDGET");
    overrides.apply(override("c2", OverrideAction.CAP_POSITION, OverrideScope.STRATEGY, "s", "20"));
    assertThat(limit("A", POSITION_LIMIT)).isEqualTo("20 OVERRIDE:c2");
    assertThat(limit("B", POSITION_LIMIT)).isEqualTo("20 OVERRIDE:c2");
    overrides.apply(
        override("c3", OverrideAction.CAP_LEVERAGE, OverrideScope.PORTFOLIO, "", "0.7"));
    assertThat(limit("A", PORTFOLIO_LEVERAGE)).isEqualTo("7000 OVERRIDE:c3");
    overrides.apply(
        override("c3", OverrideAction.CAP_LEVERAGE, OverrideScope.PORTFOLIO, "", "0.6"));
    assertThat(limit("A", PORTFOLIO_LEVERAGE)).isEqualTo("6000 OVERRIDE:c3");

    overrides.expire(EXPIRY - 1);
    assertThat(limit("A", PORTFOLIO_LEVERAGE)).isEqualTo("6000 OVERRIDE:c3");
    assertThat(limit("A", POSITION_LIMIT)).isEqualTo("20 OVERRIDE:c2");
    overrides.expire(EXPIRY);
    assertStart();
  }

  @ParameterizedTest
  @CsvSource({
    "false, HALT, HALTED", "false, REDUCE_ONLY, REDUCE_ONLY",
    "true, HALT, HALTED", "true, REDUCE_ONLY, REDUCE_ONLY",
  })
  void shouldStopAndGoOn_whenTradingIsStoppedAndResumedOrWithdrawnOrExpires(
      boolean ofAll, OverrideAction action, RejectReason reason) {
    TradingOverrides overrides = overrides(ofAll);
    for (OverrideScope scope : List.of(OverrideScope.PORTFOLIO, OverrideScope.SYMBOL)) {
      String scopeId = scope == OverrideScope.SYMBOL ? "A" : "";
      List<Runnable> endings =
          List.of(
              () -> overrides.apply(override("r", OverrideAction.RESUME, scope, scopeId, "1")),
              () -> overrides.apply(override("v", OverrideAction.WITHDRAW, scope, scopeId, "1")),
              () -> overrides.expire(EXPIRY));
      for (Runnable ending : endings) {
        overrides.apply(override("v", action, scope, scopeId, "1"));
        assertThat(reasons("A")).containsExactly(reason);
        assertThat(decide("A", "10").violations().get(0).source().text()).isEqualTo("OVERRIDE:v");
        assertThat(reasons("B").isEmpty()).isEqualTo(scope == OverrideScope.SYMBOL);
        ending.run();
        assertThat(reasons("A")).isEmpty();
        assertThat(reasons("B")).isEmpty();
      }
    }
  }

  @Test
  void shouldUseTheOthersOverrides_whenThoseOfAllPortfoliosAreReplaced() {
    TradingOverrides before = everywhere;
    everywhere = new TradingOverrides();
    everywhere.apply(override("v", OverrideAction.HALT, OverrideScope.GLOBAL, "", "1"));
    before.apply(override("v", OverrideAction.REDUCE_ONLY, OverrideScope.GLOBAL, "", "1"));
    assertThat(reasons("A")).containsExactly(HALTED);
    everywhere = before;

    assertThat(reasons("A")).containsExactly(REDUCE_ONLY);
  }

  @Test
  void shouldUseTheOtherSettings_whenAnotherGateDecides() {
    settings = TIGHT;
    assertThat(limit("A", ORDER_QUANTITY)).isEqualTo("25 CONFIGURATION");
    assertThat(limit("A", ORDER_NOTIONAL)).isEqualTo("3000 CONFIGURATION");
    assertThat(decide("A", "1").inputs().portfolioRateTokens()).hasValue(70);
    settings = WIDE;

    assertThat(decide("A", "1").inputs().portfolioRateTokens()).isEmpty();
    assertStart();
  }

  private void assertStart() {
    assertThat(limit("A", POSITION_LIMIT)).isEqualTo("60 BUDGET");
    assertThat(limit("A", STRATEGY_BUDGET)).isEqualTo("9000 BUDGET");
    assertThat(limit("A", PORTFOLIO_LEVERAGE)).isEqualTo("20000 BUDGET");
    assertThat(decide("A", "1000").violations()).hasSize(3);
    assertThat(reasons("A")).isEmpty();
    assertThat(reasons("B")).isEmpty();
  }

  private void take(boolean restored, PortfolioSpec definition) {
    if (restored) {
      ledger.restoreSpec(definition);
    } else {
      ledger.define(definition);
    }
  }

  private TradingOverrides overrides(boolean ofAll) {
    return ofAll ? everywhere : ledger.overrides();
  }

  private String limit(String symbol, RejectReason reason) {
    return decide(symbol, "1000").violations().stream()
        .filter(v -> v.reason() == reason)
        .map(v -> "%.0f %s".formatted(v.limit().orElseThrow(), v.source().text()))
        .findFirst()
        .orElse("none");
  }

  private List<RejectReason> reasons(String symbol) {
    return decide(symbol, "10").violations().stream().map(Violation::reason).toList();
  }

  private Decision decide(String symbol, String quantity) {
    Order order =
        new Order(
            "new",
            "p",
            "s",
            symbol,
            Side.BUY,
            new BigDecimal(quantity),
            false,
            Optional.empty(),
            false,
            false,
            0);
    return new Gate(Checks.ALWAYS, Checks.UNLESS_REDUCING)
        .decide(
            new Proposal(
                order,
                Optional.of("p"),
                new Proposal.World(ledger, everywhere, marks(), RiskModel.none("m"), settings, 0)));
  }
}
