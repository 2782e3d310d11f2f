package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** At the limit on the position of a symbol, and one lot beyond. */
class PositionLimitTest {
  private final Check check = new PositionLimit();
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldPassAtTheLimitOnly_whenAnOrderGrows() {
    scene.positionLimit = "60";
    scene.hold("t", "A", "20");

    scene.assertPasses(check, scene.buy("40"), "60 AT_MOST 60 BUDGET UNITS");
    scene.assertLimit(
        check, scene.buy("42"), RejectReason.POSITION_LIMIT, "62 AT_MOST 60 BUDGET UNITS", "40");
    scene.assertPasses(check, scene.sell("80"), "60 AT_MOST 60 BUDGET UNITS");
    scene.assertLimit(
        check, scene.sell("82"), RejectReason.POSITION_LIMIT, "62 AT_MOST 60 BUDGET UNITS", "80");
  }

  @Test
  void shouldLetThePositionBeCut_whenTheLimitIsBelowIt() {
    scene.positionLimit = "10";
    scene.hold("t", "A", "30");

    // Of another strategy than the one that sells, so that it does not count as reducing.
    scene.assertPasses(check, scene.sell("20"), "30 AT_MOST 10 BUDGET UNITS");
    scene.assertLimit(
        check, scene.buy("2"), RejectReason.POSITION_LIMIT, "32 AT_MOST 10 BUDGET UNITS", "0");
  }

  @Test
  void shouldSaySo_whenThereIsNoBudget() {
    scene.budgetTime = Optional.empty();

    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("2 AT_MOST none UNITS");
    assertThat(CheckScene.found(check, scene.proposal(scene.buy("2")))).isEmpty();
  }
}
