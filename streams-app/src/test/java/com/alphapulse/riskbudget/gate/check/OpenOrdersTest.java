package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import org.junit.jupiter.api.Test;

/** At the number of open orders, and one more. */
class OpenOrdersTest {
  private final Check check = new OpenOrders();
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldPassUpToTheNumber_whenOrdersAreOpen() {
    scene.hard = CheckScene.hard("openOrders", "2");
    scene.reserve("o1", "s", "A", Side.BUY, "2");

    scene.assertPasses(check, scene.buy("2"), "2 AT_MOST 2 HARD_LIMIT ORDERS");
    scene.reserve("o2", "s", "A", Side.BUY, "2");
    scene.assertBroken(
        check, scene.buy("2"), RejectReason.OPEN_ORDERS, "3 AT_MOST 2 HARD_LIMIT ORDERS");
    assertThat(scene.decide(scene.buy("2")).largestQuantity()).isEmpty();
  }

  @Test
  void shouldPass_whenThereIsNoLimit() {
    scene.assertPasses(check, scene.buy("2"), "1 AT_MOST none ORDERS");
  }
}
