package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.orders.Order;
import org.junit.jupiter.api.Test;

/** At the largest lead of an intent, and a millisecond beyond. */
class IntentNotAheadTest {
  private final Check check = new IntentNotAhead();
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldPassAtTheLargestLeadOnly() {
    long most = scene.settings().maxClockLead().toMillis();
    Order order = scene.buy("2");

    scene.assertPasses(
        check,
        CheckScene.submitted(order, most),
        most + " AT_MOST " + most + " CONFIGURATION MILLISECONDS_AHEAD");
    scene.assertBroken(
        check,
        CheckScene.submitted(order, most + 1),
        RejectReason.CLOCK_AHEAD,
        (most + 1) + " AT_MOST " + most + " CONFIGURATION MILLISECONDS_AHEAD");
  }

  @Test
  void shouldReject_whenTheTimeIsAbsurd() {
    assertThat(scene.reasons(CheckScene.submitted(scene.buy("2"), Long.MAX_VALUE)))
        .containsExactly(RejectReason.CLOCK_AHEAD);
  }
}
