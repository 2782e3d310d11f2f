package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.limits.OrderRates;
import com.alphapulse.riskbudget.gate.orders.Order;
import org.junit.jupiter.api.Test;

/** As many orders as come at once, and one more: 3 of the portfolio, 2 of strategy t. */
class OrderRateTest {
  private final Check check = new OrderRate();
  private final CheckScene scene = new CheckScene();
  private long next = 1;

  @Test
  void shouldPassWithOneLeftOnly_whenOrdersCome() {
    limit();
    take("t", 2, 1);
    scene.assertPasses(check, order("t"), "portfolio: 2 AT_MOST 3 HARD_LIMIT ORDERS");
    scene.assertPasses(check, order("t"), "strategy: 2 AT_MOST 2 REFERENCE_DATA ORDERS");

    take("t", 2, 0.5);
    Violation violation =
        scene.assertBroken(
            check,
            order("t"),
            RejectReason.ORDER_RATE,
            "strategy: 2.5 AT_MOST 2 REFERENCE_DATA ORDERS");
    assertThat(violation.scope()).isEqualTo(Violation.Scope.STRATEGY);
    assertThat(violation.scopeId()).isEqualTo("t");
    assertThat(scene.decide(order("t")).largestQuantity()).isEmpty();
  }

  @Test
  void shouldHoldForThePortfolio_whenAStrategyHasNoRate() {
    limit();
    take("s", 0, Double.NaN);

    Violation violation =
        scene.assertBroken(
            check, order("s"), RejectReason.ORDER_RATE, "portfolio: 4 AT_MOST 3 HARD_LIMIT ORDERS");
    assertThat(violation.scope()).isEqualTo(Violation.Scope.PORTFOLIO);
    assertThat(violation.scopeId()).isEqualTo("p");
    assertThat(scene.figures(check, order("s"))).contains("strategy: no limit");
  }

  private void limit() {
    scene.configuration = "order_burst: 1";
    scene.hard = CheckScene.hard("rate", "3");
  }

  /** Leaves that many orders at once. */
  private void take(String strategy, double ofPortfolio, double ofStrategy) {
    scene.ledger.rates().restore(new OrderRates.Bucket(ofPortfolio, 0, next));
    if (!Double.isNaN(ofStrategy)) {
      scene.ledger.rates().restore(strategy, new OrderRates.Bucket(ofStrategy, 0, next));
    }
    next++;
  }

  private Order order(String strategy) {
    return scene.order(strategy, "A", Side.BUY, "2", null);
  }
}
