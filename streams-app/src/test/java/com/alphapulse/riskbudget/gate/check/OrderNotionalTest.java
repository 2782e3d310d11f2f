package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At the limit on the notional of an order from each source, and one lot beyond. */
class OrderNotionalTest {
  private final Check check = new OrderNotional();
  private final CheckScene scene = new CheckScene();

  @ParameterizedTest
  @CsvSource({"4400, 4400, CONFIGURATION", "4400, 9000, CONFIGURATION", "9000, 4400, HARD_LIMIT"})
  void shouldPassAtTheLowerLimitOnly_whenAnOrderGrows(String setting, String hard, String source) {
    scene.configuration = "max_order_notional: " + setting;
    scene.hard = CheckScene.hard("notional", hard);

    scene.assertPasses(check, scene.buy("44"), "4400 AT_MOST 4400 " + source + " MONEY");
    scene.assertLimit(
        check,
        scene.buy("46"),
        RejectReason.ORDER_NOTIONAL,
        "4600 AT_MOST 4400 " + source + " MONEY",
        "44");
  }

  @Test
  void shouldUseTheLimitPrice_whenItMakesTheNotionalLarger() {
    scene.hard = CheckScene.hard("notional", "4400");

    scene.assertLimit(
        check,
        scene.order(Side.SELL, "44", "102"),
        RejectReason.ORDER_NOTIONAL,
        "4488 AT_MOST 4400 HARD_LIMIT MONEY",
        "43.13725490");
    scene.assertPasses(
        check, scene.order(Side.BUY, "44", "98"), "4400 AT_MOST 4400 HARD_LIMIT MONEY");
  }

  @Test
  void shouldSaySo_whenThePriceIsMissing() {
    scene.marks.remove("A");

    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("a price is missing");
    assertThat(CheckScene.found(check, scene.proposal(scene.buy("2")))).isEmpty();
  }
}
