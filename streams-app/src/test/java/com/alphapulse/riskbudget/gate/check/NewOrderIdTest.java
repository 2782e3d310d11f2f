package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import org.junit.jupiter.api.Test;

/** Ids that are known, and those that are not. */
class NewOrderIdTest {
  private final Check check = new NewOrderId();
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldReject_whenAnOrderOfThatIdIsOpen() {
    scene.reserve("other", "s", "A", Side.BUY, "2");
    scene.assertPasses(check, scene.buy("2"), "id new");
    scene.reserve("new", "s", "A", Side.BUY, "2");

    assertThat(scene.reasons(scene.buy("2"))).containsExactly(RejectReason.DUPLICATE_ORDER);
  }
}
