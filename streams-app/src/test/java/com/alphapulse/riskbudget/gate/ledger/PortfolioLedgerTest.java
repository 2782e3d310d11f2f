package com.alphapulse.riskbudget.gate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.account.ReportResult;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.GateHarness;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.gate.orders.Answer;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortfolioLedgerTest {
  private final GateHarness harness = new GateHarness();
  private final PortfolioLedger ledger = harness.ledgers.get("p2");

  @BeforeEach
  void open() {
    harness.price("B", BigDecimal.TEN);
    harness.price("C", BigDecimal.TEN);
  }

  @Test
  void shouldFreeWhatIsReserved_whenAnOperatorReleasesIt() {
    reserve("o1", Side.BUY, 10);
    reserve("o2", Side.BUY, 5);
    assertThat(ledger.positions().valuation(harness.marks).gross().orElseThrow())
        .isEqualByComparingTo("150");

    Optional<OrderState> released = Executions.release("o1", ledger, harness.marks);
    assertThat(released).map(OrderState::orderId).contains("o1");
    assertThat(released.orElseThrow().closed()).isTrue();
    assertThat(ledger.positions().valuation(harness.marks).gross().orElseThrow())
        .isEqualByComparingTo("50");
    assertThat(ledger.positions().valuation(harness.marks).gross("s2").orElseThrow())
        .isEqualByComparingTo("50");
    assertThat(ledger.sequence()).isEqualTo(1);
    assertThat(Executions.release("o1", ledger, harness.marks)).isEmpty();
    assertThat(Executions.release("o9", ledger, harness.marks)).isEmpty();
    assertThat(ledger.sequence()).isEqualTo(1);
  }

  @Test
  void shouldRememberForAWhile_whenAnOrderIsSettled() {
    reserve("o1", Side.BUY, 10);
    harness.now = 500;
    Executions.release("o1", ledger, harness.marks);

    assertThat(ledger.orders().all()).extracting(OrderState::orderId).containsExactly("o1");
    assertThat(ledger.orders().forgetSettled(0)).isEmpty();
    ledger.orders().add(new Answer("o1", true, 0, 1, new byte[0]));
    assertThat(ledger.orders().forgetSettled(1)).isEmpty();
    ledger.orders().forgetOldestAnswer();
    assertThat(ledger.orders().forgetSettled(1))
        .extracting(OrderState::orderId)
        .containsExactly("o1");
    assertThat(ledger.orders().all()).isEmpty();
  }

  @Test
  void shouldKeepTheLaterBudget_whenAnOlderOneComesAfterIt() {
    assertThat(ledger.apply(limits(5))).isTrue();
    assertThat(ledger.apply(limits(4))).isFalse();
    assertThat(ledger.limits().orElseThrow().version()).isEqualTo(5);
    assertThat(ledger.apply(limits(5))).isTrue();
  }

  @Test
  void shouldMoveTheLossesBase_whenCashIsPaidIn() {
    assertThat(ledger.lossWatch().peak().orElseThrow()).isEqualByComparingTo("5000");
    var spec = ledger.spec().orElseThrow();
    ledger.define(
        new com.alphapulse.riskbudget.domain.PortfolioSpec(
            spec.portfolioId(),
            spec.market(),
            spec.baseCurrency(),
            new BigDecimal(6_000),
            spec.strategies(),
            spec.hardLimits(),
            spec.restrictedSymbols()));

    assertThat(ledger.cash()).isEqualByComparingTo("6000");
    assertThat(ledger.lossWatch().peak().orElseThrow()).isEqualByComparingTo("6000");
  }

  @Test
  void shouldBookAFillThatNobodyApproved_andRememberIt() {
    ExecutionEvent fill =
        new ExecutionEvent(
            "x",
            "s2",
            "B",
            Side.SELL,
            ExecutionEvent.Status.PARTIALLY_FILLED,
            BigDecimal.ONE,
            BigDecimal.ONE,
            BigDecimal.TEN,
            BigDecimal.ONE,
            "e1",
            7);
    ReportResult result = Executions.apply(fill, ledger, harness.marks, 7);

    assertThat(result.applied()).isTrue();
    assertThat(result.order().orElseThrow().heardAt()).isEqualTo(7);
    assertThat(result.order().orElseThrow().isSettled()).isTrue();
    assertThat(ledger.positions().exposure("B").position()).isEqualByComparingTo("-1");
    // One unit at 10 with multiplier 10, less a fee of 1.
    assertThat(ledger.cash()).isEqualByComparingTo("5099");
    assertThat(ledger.fees()).isEqualByComparingTo("1");
    assertThat(ledger.orders().order("x")).isPresent();
    assertThat(Executions.apply(fill, ledger, harness.marks, 7).applied()).isFalse();
    assertThat(ledger.orders().forgetSettled(8))
        .extracting(OrderState::orderId)
        .containsExactly("x");
  }

  @Test
  void shouldApplyNothing_whenAReportOfAnUnknownOrderFillsNothing() {
    ExecutionEvent cancelled =
        new ExecutionEvent(
            "x",
            "s2",
            "B",
            Side.SELL,
            ExecutionEvent.Status.CANCELLED,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            "e1",
            7);

    ReportResult result = Executions.apply(cancelled, ledger, harness.marks, 7);
    assertThat(result.applied()).isFalse();
    assertThat(result.alerts()).hasSize(1);
    assertThat(ledger.orders().order("x")).isEmpty();
  }

  @Test
  void shouldBringBackSettledOrders_whenRestored() {
    reserve("o1", Side.BUY, 10);
    reserve("o2", Side.SELL, 4);
    Executions.release("o1", ledger, harness.marks);
    PortfolioLedger restored = new PortfolioLedger("p2");
    ledger.orders().all().forEach(restored::restoreOrder);

    assertThat(restored.orders().open()).extracting(OrderState::orderId).containsExactly("o2");
    assertThat(restored.positions().exposure("C").pendingSells()).isEqualByComparingTo("4");
    assertThat(restored.positions().exposure("C").pendingBuys()).isZero();
    assertThat(restored.orders().forgetSettled(1))
        .extracting(OrderState::orderId)
        .containsExactly("o1");
  }

  @Test
  void shouldValueTotalsAnew_whenMarksChange() {
    reserve("o1", Side.BUY, 10);
    assertThat(ledger.positions().valuation(harness.marks).gross().orElseThrow())
        .isEqualByComparingTo("100");
    harness.price("C", BigDecimal.valueOf(11));

    assertThat(ledger.positions().valuation(harness.marks).gross().orElseThrow())
        .isEqualByComparingTo("110");
    assertThat(ledger.equity(harness.marks).orElseThrow()).isEqualByComparingTo("5000");
  }

  private void reserve(String id, Side side, int quantity) {
    ledger.reserve(
        new OrderState(id, "s2", "C", side, BigDecimal.valueOf(quantity), 0), harness.marks);
  }

  private static Limits limits(long version) {
    return new Limits(
        version, 0, new Limit<>(BigDecimal.ONE, Rule.BUDGET), Map.of(), Map.of(), Optional.empty());
  }
}
