package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** At the largest weight of a symbol, and one lot beyond. */
class ConcentrationTest {
  private final Check check = new Concentration();
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldPassAtTheSymbolsWeightOnly_whenAnOrderGrows() {
    scene.hard = CheckScene.hard("weight", "0.4");

    scene.assertPasses(check, scene.buy("40"), "4000 AT_MOST 4000 HARD_LIMIT MONEY");
    scene.assertLimit(
        check,
        scene.buy("42"),
        RejectReason.CONCENTRATION,
        "4200 AT_MOST 4000 HARD_LIMIT MONEY",
        "40");
  }

  @Test
  void shouldCountTheWholePortfolio_whenAnotherStrategyHoldsTheSymbol() {
    scene.hard = CheckScene.hard("weight", "0.4");
    scene.hold("t", "A", "30"); // Equity is 13 000.

    scene.assertPasses(check, scene.buy("22"), "5200 AT_MOST 5200 HARD_LIMIT MONEY");
    scene.assertLimit(
        check,
        scene.buy("24"),
        RejectReason.CONCENTRATION,
        "5400 AT_MOST 5200 HARD_LIMIT MONEY",
        "22");
  }

  @Test
  void shouldAllowNothing_whenEquityIsBelowZero() {
    scene.hard = CheckScene.hard("weight", "0.4");
    scene.ledger.restoreAccount(new BigDecimal(-30_000), BigDecimal.ZERO, 0);

    assertThat(scene.figures(check, scene.buy("2")))
        .containsExactly("200 AT_MOST 0 HARD_LIMIT MONEY");
    assertThat(scene.reasons(scene.buy("2"))).contains(RejectReason.CONCENTRATION);
  }

  @Test
  void shouldPass_whenThereIsNoLimitOrNoPrice() {
    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("200 AT_MOST none MONEY");
    scene.marks.remove("A");

    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("a price is missing");
    assertThat(CheckScene.found(check, scene.proposal(scene.buy("2")))).isEmpty();
  }
}
