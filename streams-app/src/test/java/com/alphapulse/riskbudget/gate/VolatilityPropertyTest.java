package com.alphapulse.riskbudget.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.gate.ledger.Executions;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The ex-ante volatility depends on what is held and pends, and not on how that came about. */
class VolatilityPropertyTest {

  @Property(tries = 200)
  void shouldBeTheSameToTheLastBit_whenTheSameStateCameAboutInAnotherWay(@ForAll long seed) {
    Random random = new Random(seed);
    GateHarness harness = harness();
    PortfolioLedger ledger = harness.ledgers.get("p2");
    for (int i = 0; i < 20; i++) {
      OrderState order =
          new OrderState(
              "o" + i,
              "s2",
              GateHarness.SYMBOLS.get(random.nextInt(3)),
              random.nextBoolean() ? Side.BUY : Side.SELL,
              BigDecimal.valueOf(1 + random.nextInt(9)),
              0);
      ledger.reserve(order, harness.marks);
      volatility(harness);
      if (random.nextBoolean()) {
        Executions.release("o" + i, ledger, harness.marks);
      }
    }
    GateHarness other = harness();
    List<OrderState> open = new ArrayList<>(ledger.orders().open());
    Collections.reverse(open);
    open.forEach(other.ledgers.get("p2")::restoreOrder);

    assertThat(volatility(other)).isPresent().isEqualTo(volatility(harness));
  }

  private static GateHarness harness() {
    GateHarness harness = new GateHarness();
    harness.price("A", new BigDecimal("33.37"));
    harness.price("B", BigDecimal.TEN);
    harness.price("C", BigDecimal.TEN);
    harness.risk(new double[] {0.1, 0.2, 0.4}, 0.3, -0.2, 0.7);
    return harness;
  }

  private static OptionalDouble volatility(GateHarness harness) {
    PlainModel.Ask ask = new PlainModel.Ask("p2", "new", "s2", "C", true, false, true);
    return harness.decide(harness.order(ask, BigDecimal.valueOf(5), false)).inputs().volatility();
  }
}
