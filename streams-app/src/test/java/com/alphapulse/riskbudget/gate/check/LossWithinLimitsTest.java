package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.ledger.LossWatch;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses that were reached, and none. */
class LossWithinLimitsTest {
  private final Check check = new LossWithinLimits();
  private final CheckScene scene = new CheckScene();

  @ParameterizedTest
  @CsvSource({"PEAK, from the peak", "DAY_START, since the start of the day"})
  void shouldRejectForALoss_andLetRiskBeCut(LossWatch.Base base, String since) {
    scene.hold("s", "A", "2");
    scene.assertPasses(check, scene.sell("4"), "no loss limit reached");
    LossWatch.Breach breach =
        new LossWatch.Breach(base, new BigDecimal("0.3"), new BigDecimal("0.2"));
    scene.ledger.lossWatch().restore(Optional.empty(), Optional.empty(), 0, 2, Optional.of(breach));

    Violation violation =
        scene.assertBroken(
            check,
            scene.sell("4"),
            RejectReason.LOSS_LIMIT,
            "lost " + since + ": 0.3 AT_MOST 0.2 HARD_LIMIT FRACTION");
    assertThat(violation.message()).contains(since);
    assertThat(scene.decide(scene.sell("4")).inputs().tradingState())
        .isEqualTo(TradingState.REDUCE_ONLY);
    assertThat(scene.decide(scene.sell("2")).approved()).isTrue();
    scene.override(scene.ledger.overrides(), OverrideAction.HALT, "p", OverrideScope.PORTFOLIO, "");
    assertThat(scene.decide(scene.sell("4")).inputs().tradingState())
        .isEqualTo(TradingState.HALTED);
  }
}
