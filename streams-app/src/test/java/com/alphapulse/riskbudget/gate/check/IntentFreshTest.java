package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.orders.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At the largest age of an intent, and a millisecond beyond. */
class IntentFreshTest {
  private final Check check = new IntentFresh();
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldPassAtTheLargestAgeOnly() {
    long oldest = scene.settings().maxIntentAge().toMillis();
    Order order = scene.buy("2");

    scene.assertPasses(
        check,
        CheckScene.submitted(order, -oldest),
        oldest + " AT_MOST " + oldest + " CONFIGURATION MILLISECONDS_OLD");
    scene.assertBroken(
        check,
        CheckScene.submitted(order, -oldest - 1),
        RejectReason.STALE_INTENT,
        (oldest + 1) + " AT_MOST " + oldest + " CONFIGURATION MILLISECONDS_OLD");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1})
  void shouldReject_whenTheTimeIsAbsurd(long submittedAt) {
    scene.now = 1;
    assertThat(scene.reasons(CheckScene.submitted(scene.buy("2"), submittedAt)))
        .containsExactly(RejectReason.STALE_INTENT);
  }
}
