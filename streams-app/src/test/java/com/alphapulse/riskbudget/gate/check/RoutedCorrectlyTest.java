package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keys that are the portfolio, and those that are not. */
class RoutedCorrectlyTest {
  private final Check check = new RoutedCorrectly();
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldReject_whenTheKeyIsMissingOrAnotherPortfolio() {
    scene.assertPasses(check, scene.buy("2"), "key p");
    scene.key = Optional.of("q");
    assertThat(scene.reasons(scene.buy("2"))).containsExactly(RejectReason.UNROUTABLE);
    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("key q", "portfolio p");
    scene.key = Optional.empty();

    assertThat(scene.reasons(scene.buy("2"))).containsExactly(RejectReason.UNROUTABLE);
    assertThat(scene.figures(check, scene.buy("2")))
        .containsExactly(
            "no key, or not in its key's partition (murmur2; librdkafka needs partitioner=murmur2_random)",
            "portfolio p");
  }
}
