package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import org.junit.jupiter.api.Test;

/** At the budget of a strategy, and one lot beyond. */
class StrategyBudgetTest {
  private final Check check = new StrategyBudget();
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldPassAtTheBudgetOnly_whenAnOrderGrows() {
    scene.strategyLimit = "1000";
    scene.hold("t", "A", "50"); // Of another strategy.

    scene.assertPasses(check, scene.buy("10"), "1000 AT_MOST 1000 BUDGET MONEY");
    scene.assertLimit(
        check,
        scene.buy("12"),
        RejectReason.STRATEGY_BUDGET,
        "1200 AT_MOST 1000 BUDGET MONEY",
        "10");
  }

  @Test
  void shouldLetAStrategyLeave_whenAnotherOffsetsItAndTheBudgetIsCut() {
    scene.strategyLimit = "0";
    scene.hold("s", "A", "20");
    scene.hold("t", "A", "-20");

    scene.assertPasses(check, scene.sell("20"), "2000 AT_MOST 0 BUDGET MONEY");
    scene.assertPasses(check, scene.sell("10"), "2000 AT_MOST 0 BUDGET MONEY");
    scene.assertLimit(
        check, scene.sell("22"), RejectReason.STRATEGY_BUDGET, "2000 AT_MOST 0 BUDGET MONEY", "20");
  }

  @Test
  void shouldSaySo_whenAPriceIsMissing() {
    scene.marks.remove("A");

    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("a price is missing");
  }
}
