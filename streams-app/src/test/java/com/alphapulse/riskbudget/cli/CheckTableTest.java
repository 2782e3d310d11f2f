package com.alphapulse.riskbudget.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.check.CheckScene;
import org.junit.jupiter.api.Test;

/** What {@code explain} prints of the checks. */
class CheckTableTest {
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldTellEveryCheckWithItsFigures() {
    scene.strategyLimit = "3000";
    scene.positionLimit = "60.5";
    scene.volatilityLimit = "0.1";

    assertThat(
            String.join("\n", CheckTable.lines(scene.proposal(scene.order(Side.BUY, "40", "101")))))
        .isEqualTo(
            """
            check     routed correctly     passes  key p; portfolio p
            check     well formed          passes  quantity: 40 in steps of 2; limit price: 101 in steps of 0.05
            check     known and permitted  passes  portfolio known; strategy known; symbol permitted
            check     new order id         passes  id new
            check     intent fresh         passes  0 ms old, at most 3600 s
            check     intent not ahead     passes  0 ms ahead, at most 5 s
            check     not halted           passes  ACTIVE
            check     price collar         passes  0.01 of at most 0.1 (CONFIGURATION); measured from the mark 100
            check     may increase         passes  ACTIVE
            check     portfolio open       passes  definition not withdrawn
            check     budget fresh         passes  0 ms old, at most 300 s
            check     marks fresh          passes  A: 0 ms old, at most 10 s
            check     in base currency     passes  instrument in EUR; portfolio in EUR
            check     held in base currency passes  no other that is held or pends
            check     equity above zero    passes  equity: 10000, must be above 0
            check     loss within limits   passes  no loss limit reached
            check     order rate           passes  portfolio: no limit; strategy: no limit
            check     open orders          passes  1, no limit
            check     order quantity       passes  40, no limit
            check     order notional       passes  4040 of at most 1000000000 (CONFIGURATION)
            check     position limit       passes  40 of at most 60.5 (BUDGET)
            check     concentration        passes  4000, no limit
            check     strategy budget      BROKEN  4000 of at most 3000 (BUDGET)
                      STRATEGY_BUDGET (STRATEGY s, limit from BUDGET): 4000 is above the limit of 3000
                      Send at most the largest quantity that passes.
            check     portfolio leverage   passes  4000 of at most 1000000000000000000000000 (BUDGET)
            check     ex ante volatility   passes  0.08 of at most 0.1 (BUDGET); state 1: 0 ms old, at most 7 d 0 h
            """
                .stripTrailing());
  }

  @Test
  void shouldSayHowItIs_whenLittleIsKnown() {
    assertThat(String.join("\n", CheckTable.lines(scene.undefined(scene.buy("40")))))
        .isEqualTo(
            """
            check     routed correctly     passes  key p; portfolio p
            check     well formed          passes  quantity: 40 in steps of 2
            check     known and permitted  BROKEN  portfolio unknown; strategy unknown; symbol not permitted
                      UNKNOWN_PORTFOLIO (PORTFOLIO p, limit from REFERENCE_DATA): no definition of the portfolio is known
                      Publish it on `portfolio`, or mend the id.
            check     new order id         passes  id new
            check     intent fresh         passes  0 ms old, at most 3600 s
            check     intent not ahead     passes  0 ms ahead, at most 5 s
            check     not halted           passes  ACTIVE
            check     price collar         passes  no limit price, or no mark that is young enough
            check     may increase         passes  ACTIVE
            check     portfolio open       passes  definition not withdrawn
            check     budget fresh         BROKEN  no budget
                      NO_BUDGET (PORTFOLIO p, limit from BUDGET): no budget covers p
                      Check the budget stage and the market's state; budgets are on `budget-update`.
            check     marks fresh          passes  A: 0 ms old, at most 10 s
            check     in base currency     passes  instrument in EUR; portfolio in none
            check     held in base currency passes  no other that is held or pends
            check     equity above zero    BROKEN  equity: 0, must be above 0
                      NO_EQUITY (PORTFOLIO p, limit from CONFIGURATION): equity must be above 0
                      Only orders that cut risk are accepted.
            check     loss within limits   passes  no loss limit reached
            check     order rate           passes  portfolio: no limit; strategy: no limit
            check     open orders          passes  1, no limit
            check     order quantity       passes  40, no limit
            check     order notional       passes  4000 of at most 1000000000 (CONFIGURATION)
            check     position limit       passes  40, no limit
            check     concentration        passes  4000, no limit
            check     strategy budget      passes  4000, no limit
            check     portfolio leverage   passes  4000, no limit
            check     ex ante volatility   passes  unknown, no limit; state 1: 0 ms old, at most 7 d 0 h
            """
                .stripTrailing());
  }
}
