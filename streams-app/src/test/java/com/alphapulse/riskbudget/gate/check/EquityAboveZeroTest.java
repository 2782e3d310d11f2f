package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Equity above 0, and at it. */
class EquityAboveZeroTest {
  private final Check check = new EquityAboveZero();
  private final CheckScene scene = new CheckScene();

  @ParameterizedTest
  @CsvSource({"-9999.99, 0.01, true", "-10000, 0, false", "-10001, -1, false"})
  void shouldPassAboveZeroOnly(BigDecimal cash, String equity, boolean passes) {
    scene.proposal(scene.buy("2"));
    scene.ledger.restoreAccount(cash.add(BigDecimal.valueOf(10_000)), BigDecimal.ZERO, 0);

    assertThat(scene.figures(check, scene.buy("2")))
        .containsExactly("equity: " + equity + " ABOVE 0 CONFIGURATION MONEY");
    List<Violation> found = CheckScene.found(check, scene.proposal(scene.buy("2")));
    assertThat(found).hasSize(passes ? 0 : 1);
    assertThat(found).allSatisfy(v -> assertThat(v.reason()).isEqualTo(RejectReason.NO_EQUITY));
  }

  @Test
  void shouldLeaveItToTheMarks_whenEquityIsNotKnown() {
    scene.hold("s", "B", "1");
    scene.marks.remove("B");

    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("equity unknown");
    assertThat(CheckScene.found(check, scene.proposal(scene.buy("2")))).isEmpty();
  }
}
