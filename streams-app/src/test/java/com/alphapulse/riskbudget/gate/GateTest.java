package com.alphapulse.riskbudget.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The boundary of each limit: at it an order passes, one lot above it fails. */
class GateTest {
  private static final BigDecimal LOT_OF_C = new BigDecimal(5);
  private final GateHarness harness = new GateHarness();

  @BeforeEach
  void open() {
    harness.price("C", new BigDecimal(10));
  }

  @ParameterizedTest
  @CsvSource({
    "POSITION_LIMIT, 100, 50000, 9, SYMBOL, 105, 100, 100",
    "STRATEGY_BUDGET, 9000, 1000, 9, STRATEGY, 1050, 1000, 100",
    "PORTFOLIO_LEVERAGE, 9000, 50000, 0.2, PORTFOLIO, 1050, 1000, 100",
    "ORDER_NOTIONAL, 9000, 50000, 9, ORDER, 6050, 6000, 600",
  })
  void shouldPassAtTheLimitOnly_whenAnOrderGrows(
      RejectReason reason,
      BigDecimal position,
      BigDecimal strategy,
      BigDecimal leverage,
      Violation.Scope scope,
      BigDecimal observed,
      BigDecimal limit,
      BigDecimal largest) {
    harness.budget("p2", leverage, Map.of("s2", strategy), Map.of("C", position));

    assertThat(decide(largest, harness.now).approved()).isTrue();
    Decision decision = decide(largest.add(LOT_OF_C), harness.now);
    assertThat(decision.approved()).isFalse();
    assertThat(decision.largestQuantity().orElseThrow()).isEqualByComparingTo(largest);
    assertThat(decision.violations()).hasSize(1);
    Violation violation = decision.violations().get(0);
    assertThat(violation.reason()).isEqualTo(reason);
    assertThat(violation.scope()).isEqualTo(scope);
    assertThat(violation.observed().orElseThrow()).isEqualByComparingTo(observed);
    assertThat(violation.limit().orElseThrow()).isEqualByComparingTo(limit);
    assertThat(violation.largestQuantity().orElseThrow()).isEqualByComparingTo(largest);
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

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE})
  void shouldReject_whenTheSubmissionTimeIsAbsurd(long submittedAt) {
    harness.now = 1;
    harness.budget(
        "p2", BigDecimal.ONE, Map.of("s2", new BigDecimal(500)), Map.of("C", BigDecimal.TEN));

    assertThat(decide(LOT_OF_C, submittedAt).approved()).isFalse();
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
