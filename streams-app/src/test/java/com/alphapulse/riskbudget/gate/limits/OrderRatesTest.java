package com.alphapulse.riskbudget.gate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.GateHarness;
import com.alphapulse.riskbudget.gate.PlainModel;
import com.alphapulse.riskbudget.gate.Violation;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Portfolio p2 may send 10 orders a second, 20 at once; its strategy s1 2.5 and 5. */
class OrderRatesTest {
  private final GateHarness harness = new GateHarness();
  private int next;

  @BeforeEach
  void open() {
    BigDecimal large = new BigDecimal(50_000);
    harness.price("B", BigDecimal.TEN);
    harness.budget("p2", BigDecimal.TEN, Map.of("s1", large, "s2", large), Map.of("B", large));
  }

  @Test
  void shouldSpareThePortfolio_whenOneStrategyFloods() {
    send("s1", 500);

    assertThat(send("s2", 1).inputs().portfolioRateTokens()).hasValue(15);
    assertThat(send("s2", 14).approved()).isTrue();
    Violation violation = send("s2", 1).violations().get(0);
    assertThat(violation.scope()).isEqualTo(Violation.Scope.PORTFOLIO);
    assertThat(violation.source().text()).isEqualTo("HARD_LIMIT");
  }

  @Test
  void shouldFillByTheMarketsClock_whenSendersClaimAnotherTime() {
    send("s1", 5);
    harness.senderLead = Long.MAX_VALUE / 2;
    assertThat(send("s1", 1).inputs().strategyRateTokens()).hasValue(0);
    harness.senderLead = 0;
    harness.now = 400;

    assertThat(send("s1", 1).inputs().strategyRateTokens()).hasValue(1);
    assertThat(send("s1", 1).approved()).isFalse();
  }

  @Test
  void shouldNeitherFillNorEmpty_whenTimeRunsBackwards() {
    harness.now = 4_000;
    harness.price("B", BigDecimal.TEN);
    send("s1", 3);
    harness.now = 0;
    assertThat(send("s1", 1).inputs().strategyRateTokens()).hasValue(2);
    harness.now = 4_000;

    assertThat(send("s1", 1).inputs().strategyRateTokens()).hasValue(1);
  }

  @Test
  void shouldHoldNoMoreThanABurst_whenNothingIsSentForLong() {
    send("s1", 5);
    harness.now = 1_000_000;
    open();

    assertThat(send("s1", 1).inputs().strategyRateTokens()).hasValue(5);
  }

  @Test
  void shouldTakeTokensAndPass_whenAnOrderCutsRisk() {
    harness.ledgers.get("p2").restorePosition("s1", "B", new BigDecimal(100));
    send("s1", 4);
    Decision cut = sell("s1");
    assertThat(cut.reducing()).isTrue();
    assertThat(cut.inputs().strategyRateTokens()).hasValue(1);
    assertThat(send("s1", 1).approved()).isFalse();

    assertThat(sell("s1").approved()).as("without tokens").isTrue();
    assertThat(send("s1", 1).inputs().strategyRateTokens()).hasValue(0);
  }

  @Test
  void shouldHoldOneOrderAtLeast_whenTheRateIsLow() {
    assertThat(OrderRates.Limit.of(0.001, 10, Rule.ORDER).atOnce()).isEqualTo(1);
    assertThat(OrderRates.Limit.of(0, 10, Rule.ORDER).atOnce()).isZero();
    assertThat(OrderRates.Limit.of(2, 10, Rule.ORDER).atOnce()).isEqualTo(20);
  }

  @Test
  void shouldKeepTheLaterBucket_whenRestoredInAnyOrder() {
    OrderRates rates = new OrderRates();
    OrderRates.Bucket later = new OrderRates.Bucket(1, 10, 7);
    OrderRates.Bucket earlier = new OrderRates.Bucket(5, 20, 6);
    rates.restore(later);
    rates.restore(earlier);
    rates.restore("s", earlier);
    rates.restore("s", later);

    assertThat(rates.ofPortfolio()).contains(later);
    assertThat(rates.byStrategy()).containsEntry("s", later);
    assertThat(rates.followsFrom(7)).isTrue();
    assertThat(rates.followsFrom(6)).isFalse();
  }

  /** Sends so many orders and returns the last decision. */
  private Decision send(String strategy, int orders) {
    Decision last = null;
    for (int i = 0; i < orders; i++) {
      last = decide(strategy, Side.BUY);
    }
    return last;
  }

  private Decision sell(String strategy) {
    return decide(strategy, Side.SELL);
  }

  private Decision decide(String strategy, Side side) {
    PlainModel.Ask ask =
        new PlainModel.Ask("p2", "o" + next++, strategy, "B", side == Side.BUY, false, true);
    Decision decision = harness.decide(harness.order(ask, BigDecimal.ONE, false));
    harness.count(ask, decision);
    return decision;
  }
}
