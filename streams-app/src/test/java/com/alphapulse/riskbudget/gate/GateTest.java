package com.alphapulse.riskbudget.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions to which several checks belong; each alone has a test of its own name. */
class GateTest {
  private static final BigDecimal LOT_OF_C = new BigDecimal(5);
  private final GateHarness harness = new GateHarness();

  @BeforeEach
  void open() {
    harness.price("C", new BigDecimal(10));
  }

  @Test
  void shouldReportEveryViolation_whenSeveralLimitsAreBroken() {
    harness.budget(
        "p2", new BigDecimal("0.1"), Map.of("s2", BigDecimal.TEN), Map.of("C", BigDecimal.TEN));

    assertThat(decide(new BigDecimal(700), harness.now).violations())
        .extracting(Violation::reason)
        .containsExactly(
            RejectReason.ORDER_NOTIONAL,
            RejectReason.POSITION_LIMIT,
            RejectReason.STRATEGY_BUDGET,
            RejectReason.PORTFOLIO_LEVERAGE);
  }

  @Test
  void shouldPassAtTheLargestAge_whenBudgetAndMarksGrowOld() {
    harness.budget(
        "p2", BigDecimal.ONE, Map.of("s2", new BigDecimal(500)), Map.of("C", BigDecimal.TEN));

    harness.now = 10_000;
    assertThat(decide(LOT_OF_C, 10_000).approved()).isTrue();
    harness.now = 10_001;
    assertThat(decide(LOT_OF_C, 10_001).violations())
        .extracting(Violation::reason)
        .containsExactly(RejectReason.STALE_BUDGET, RejectReason.STALE_MARK);
  }

  @Test
  void shouldLetRiskBeCut_whenThereIsNeitherMarkNorBudget() {
    PortfolioLedger ledger = harness.ledgers.get("p2");
    ledger.restorePosition("s2", "C", new BigDecimal("7.5"));
    harness.marks = Marks.none("m");

    assertThat(sell("7.5").approved()).isTrue();
    assertThat(sell("7.6").violations())
        .extracting(Violation::reason)
        .contains(RejectReason.NO_BUDGET, RejectReason.NO_MARK);
  }

  @Test
  void shouldTellWhatWasSeen_whenAnOrderIsDecided() {
    harness.budget(
        "p2", BigDecimal.ONE, Map.of("s2", new BigDecimal(500)), Map.of("C", BigDecimal.TEN));
    reserve("b", Side.BUY, "10");
    reserve("s", Side.SELL, "5");
    Decision.Inputs inputs = decide(LOT_OF_C, 0).inputs();

    assertThat(inputs.ofPortfolio().pendingBuys()).isEqualByComparingTo("10");
    assertThat(inputs.ofPortfolio().pendingSells()).isEqualByComparingTo("5");
    assertThat(inputs.openOrders()).isEqualTo(2);
    assertThat(inputs.grossExposure().orElseThrow()).isEqualByComparingTo("100");
    assertThat(inputs.strategyExposure().orElseThrow()).isEqualByComparingTo("100");
    assertThat(inputs.budgetVersion()).hasValue(1);
    assertThat(inputs.budgetAsOf()).hasValue(0);
    assertThat(inputs.tradingState()).isEqualTo(TradingState.ACTIVE);
  }

  private void reserve(String id, Side side, String quantity) {
    harness
        .ledgers
        .get("p2")
        .reserve(new OrderState(id, "s2", "C", side, new BigDecimal(quantity), 0), harness.marks);
  }

  private Decision sell(String quantity) {
    PlainModel.Ask ask = new PlainModel.Ask("p2", "o", "s2", "C", false, false, true);
    return harness.decide(harness.order(ask, new BigDecimal(quantity), false));
  }

  private Decision decide(BigDecimal quantity, long submittedAt) {
    PlainModel.Ask ask = new PlainModel.Ask("p2", "o", "s2", "C", true, false, true);
    Order now = harness.order(ask, quantity, false);
    Order order =
        new Order(
            now.orderId(),
            now.portfolioId(),
            now.strategyId(),
            now.symbol(),
            now.side(),
            now.quantity(),
            false,
            Optional.empty(),
            false,
            false,
            submittedAt);
    return harness.decide(order);
  }
}
