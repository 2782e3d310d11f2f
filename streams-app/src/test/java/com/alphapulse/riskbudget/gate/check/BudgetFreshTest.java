package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** At the largest age of a budget, a millisecond beyond, and without one. */
class BudgetFreshTest {
  private final Check check = new BudgetFresh();
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldPassAtTheLargestAgeOnly() {
    long oldest = scene.settings().maxBudgetAge().toMillis();
    scene.budgetTime = Optional.of(-oldest);
    scene.assertPasses(
        check, scene.buy("2"), oldest + " AT_MOST " + oldest + " CONFIGURATION MILLISECONDS_OLD");
    scene.budgetTime = Optional.of(-oldest - 1);

    scene.assertBroken(
        check,
        scene.buy("2"),
        RejectReason.STALE_BUDGET,
        (oldest + 1) + " AT_MOST " + oldest + " CONFIGURATION MILLISECONDS_OLD");
  }

  @Test
  void shouldReject_whenThereIsNoBudgetOrItDoesNotCoverStrategyOrSymbol() {
    assertThat(scene.decide(scene.order("u", "Z", Side.BUY, "2", null)).violations())
        .filteredOn(v -> v.reason() == RejectReason.NO_BUDGET)
        .extracting(Violation::scopeId)
        .containsExactly("u", "Z");
    scene.budgetTime = Optional.empty();

    assertThat(scene.decide(scene.buy("2")).violations())
        .singleElement()
        .extracting(Violation::reason, Violation::scopeId)
        .containsExactly(RejectReason.NO_BUDGET, "p");
    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("no budget");
  }
}
