package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Halts in each scope, of the portfolio and of all. */
class NotHaltedTest {
  private final Check check = new NotHalted();
  private final CheckScene scene = new CheckScene();

  @ParameterizedTest
  @CsvSource({
    "p, STRATEGY, s, STRATEGY, s",
    "p, SYMBOL, A, SYMBOL, A",
    "p, PORTFOLIO, '', PORTFOLIO, p",
    "*, PORTFOLIO, '', GLOBAL, *",
    "*, GLOBAL, '', GLOBAL, *",
  })
  void shouldNameTheOverride_whenOneHaltsTheOrder(
      String portfolio, OverrideScope scope, String id, Violation.Scope named, String namedId) {
    scene.assertPasses(check, scene.buy("2"), "ACTIVE");
    scene.override(
        portfolio.equals("*") ? scene.everywhere : scene.ledger.overrides(),
        OverrideAction.HALT,
        portfolio,
        scope,
        id);
    Decision decision = scene.decide(scene.buy("2"));

    assertThat(scene.reasons(scene.buy("2"))).containsExactly(RejectReason.HALTED);
    Violation violation = decision.violations().get(0);
    assertThat(violation.source().text()).isEqualTo("OVERRIDE:v1");
    assertThat(violation.scope()).isEqualTo(named);
    assertThat(violation.scopeId()).isEqualTo(namedId);
    assertThat(decision.inputs().tradingState()).isEqualTo(TradingState.HALTED);
    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("HALTED by OVERRIDE:v1");
  }

  @Test
  void shouldHoldForOrdersThatCutRisk_andForNoOtherScope() {
    scene.hold("s", "A", "2");
    scene.override(scene.ledger.overrides(), OverrideAction.HALT, "p", OverrideScope.STRATEGY, "t");
    assertThat(scene.reasons(scene.sell("2"))).isEmpty();
    scene.override(scene.ledger.overrides(), OverrideAction.HALT, "p", OverrideScope.STRATEGY, "s");

    assertThat(scene.reasons(scene.sell("2"))).containsExactly(RejectReason.HALTED);
  }
}
