package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders that add risk where only risk may be cut, and those that cut it. */
class MayIncreaseTest {
  private final Check check = new MayIncrease();
  private final CheckScene scene = new CheckScene();

  @ParameterizedTest
  @CsvSource({"p, SYMBOL, A, SYMBOL, A", "p, GLOBAL, '', GLOBAL, p"})
  void shouldNameTheOverride_whenRiskMayOnlyBeCut(
      String portfolio, OverrideScope scope, String id, Violation.Scope named, String namedId) {
    scene.hold("s", "A", "2");
    scene.override(scene.ledger.overrides(), OverrideAction.REDUCE_ONLY, portfolio, scope, id);

    assertThat(scene.reasons(scene.sell("2"))).isEmpty();
    Violation violation = scene.decide(scene.sell("4")).violations().get(0);
    assertThat(scene.reasons(scene.sell("4"))).containsExactly(RejectReason.REDUCE_ONLY);
    assertThat(violation.source().text()).isEqualTo("OVERRIDE:v1");
    assertThat(violation.scope()).isEqualTo(named);
    assertThat(violation.scopeId()).isEqualTo(namedId);
    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("REDUCE_ONLY by OVERRIDE:v1");
  }

  @Test
  void shouldCutToWhatIsHeld_whenAReduceOnlyOrderIsTooLarge() {
    scene.hold("s", "A", "26");
    scene.reserve("pends", "s", "A", Side.SELL, "6");

    scene.assertLimit(
        check,
        CheckScene.reduceOnly(scene.sell("22"), false),
        RejectReason.NOT_REDUCING,
        "reduce-only order: 22 AT_MOST 20 ORDER UNITS",
        "20");
    assertThat(
            scene
                .decide(CheckScene.reduceOnly(scene.sell("22"), false))
                .violations()
                .get(0)
                .message())
        .isEqualTo("a reduce-only order of 22, where at most 20 only cuts risk");
    Decision fitted = scene.decide(CheckScene.reduceOnly(scene.sell("22"), true));
    assertThat(fitted.approvedQuantity()).isEqualByComparingTo("20");
    assertThat(fitted.reducing()).isTrue();
    assertThat(fitted.violations()).isNotEmpty();
    scene.assertPasses(
        check,
        CheckScene.reduceOnly(scene.sell("20"), false),
        "reduce-only order: 20 AT_MOST 20 ORDER UNITS");
  }
}
