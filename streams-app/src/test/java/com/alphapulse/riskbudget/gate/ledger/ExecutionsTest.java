package com.alphapulse.riskbudget.gate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent.Status;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.account.ReportResult;
import com.alphapulse.riskbudget.gate.GateHarness;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutionsTest {
  private final GateHarness harness = new GateHarness();
  private final PortfolioLedger ledger = harness.ledgers.get("p2");

  @BeforeEach
  void approveTen() {
    harness.price("A", new BigDecimal(100));
    ledger.reserve(
        new OrderState("o1", "s1", "A", Side.BUY, BigDecimal.TEN, harness.now), harness.marks);
  }

  @Test
  void shouldFreeWhatFilled_whenAnOrderFillsInParts() {
    apply(Status.PARTIALLY_FILLED, 4, 4, "e1");
    assertState(4, 6, 1);
    apply(Status.FILLED, 6, 10, "e2");
    assertState(10, 0, 0);
    assertThat(ledger.cash()).isEqualByComparingTo("4000");
  }

  @Test
  void shouldApplyItOnce_whenAnExecutionIdIsRepeated() {
    apply(Status.PARTIALLY_FILLED, 4, 4, "e1");

    assertThat(apply(Status.PARTIALLY_FILLED, 4, 4, "e1").applied()).isFalse();
    assertState(4, 6, 1);
    assertThat(ledger.sequence()).isEqualTo(1);
  }

  @Test
  void shouldBookAndAlert_whenAnOrderIsOverFilled() {
    assertThat(apply(Status.FILLED, 11, 11, "e1").alerts())
        .extracting(Alert::type)
        .containsExactly(AlertType.OVER_FILLED);
    assertState(11, 0, 0);
  }

  @Test
  void shouldBookAndAlert_whenAFillComesAfterTheCancel() {
    apply(Status.CANCELLED, 0, 0, "e1");
    assertState(0, 0, 0);

    assertThat(apply(Status.PARTIALLY_FILLED, 3, 3, "e2").alerts())
        .extracting(Alert::type)
        .containsExactly(AlertType.FILL_AFTER_CLOSE);
    assertState(3, 0, 0);
  }

  @Test
  void shouldKeepReservingMissingFills_whenTheCancelOvertakesThem() {
    apply(Status.CANCELLED, 0, 4, "e1");
    assertState(0, 4, 1);

    assertThat(apply(Status.PARTIALLY_FILLED, 4, 4, "e0").alerts()).isEmpty();
    assertState(4, 0, 0);
  }

  @Test
  void shouldIgnoreAndAlert_whenAReportMakesNoSense() {
    assertThat(apply(Status.FILLED, 1, -1, "e1").alerts())
        .extracting(Alert::type)
        .containsExactly(AlertType.BAD_EXECUTION_REPORT);
    assertThat(apply(Status.FILLED, 1, 1, " ").applied()).isFalse();
    assertState(0, 10, 1);
  }

  @Test
  void shouldReserveItAgain_whenAFillIsTakenBackAndTheOrderGoesOn() {
    apply(Status.FILLED, 10, 10, "e1");
    assertState(10, 0, 0);

    assertThat(apply(Status.PARTIALLY_FILLED, -4, 6, "e2").alerts())
        .extracting(Alert::type)
        .containsExactly(AlertType.FILL_TAKEN_BACK);
    assertState(6, 4, 1);
    assertThat(ledger.cash()).isEqualByComparingTo("4400");

    apply(Status.FILLED, 4, 10, "e3");
    assertState(10, 0, 0);
    assertThat(ledger.orders().forgetSettled(Long.MAX_VALUE))
        .extracting(OrderState::orderId)
        .containsExactly("o1");
  }

  @Test
  void shouldReserveNothing_whenAFillIsTakenBackFromAnOrderThatHasEnded() {
    apply(Status.PARTIALLY_FILLED, 4, 4, "e1");
    apply(Status.CANCELLED, -4, 0, "e2");
    assertState(0, 0, 0);
    assertThat(ledger.cash()).isEqualByComparingTo("5000");
  }

  @Test
  void shouldRefuseIt_whenMoreIsTakenBackThanWasFilled() {
    apply(Status.PARTIALLY_FILLED, 4, 4, "e1");

    ReportResult result = apply(Status.PARTIALLY_FILLED, -5, 0, "e2");
    assertThat(result.applied()).isFalse();
    assertThat(result.alerts()).extracting(Alert::type).containsExactly(AlertType.FILL_TAKEN_BACK);
    assertState(4, 6, 1);
  }

  private ReportResult apply(Status status, int last, int cumulative, String execId) {
    return Executions.apply(
        new ExecutionEvent(
            "o1",
            "s1",
            "A",
            Side.BUY,
            status,
            BigDecimal.valueOf(last),
            BigDecimal.valueOf(cumulative),
            new BigDecimal(100),
            BigDecimal.ZERO,
            execId,
            harness.now),
        ledger,
        harness.marks,
        harness.now);
  }

  private void assertState(int position, int pending, int open) {
    assertThat(ledger.positions().exposure("A").position())
        .isEqualByComparingTo(BigDecimal.valueOf(position));
    assertThat(ledger.positions().exposure("A").pendingBuys())
        .isEqualByComparingTo(BigDecimal.valueOf(pending));
    assertThat(ledger.orders().open()).hasSize(open);
  }
}
