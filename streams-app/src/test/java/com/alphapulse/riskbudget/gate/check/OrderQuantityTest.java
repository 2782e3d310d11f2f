package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At the limit on the quantity of an order from each source, and one lot beyond. */
class OrderQuantityTest {
  private final Check check = new OrderQuantity();
  private final CheckScene scene = new CheckScene();

  @ParameterizedTest
  @CsvSource({
    "'', 50, 50, HARD_LIMIT",
    "'max_order_quantity: 30', 50, 30, CONFIGURATION",
    "'max_order_quantity: 70', 50, 50, HARD_LIMIT",
    "'max_order_quantity: 50', 50, 50, CONFIGURATION",
    "'max_order_quantity: 30', , 30, CONFIGURATION",
  })
  void shouldPassAtTheLowerQuantityOnly_whenAnOrderGrows(
      String setting, String hard, int most, String source) {
    scene.configuration = setting;
    scene.hard = hard == null ? HardLimits.NONE : CheckScene.hard("quantity", hard);

    String limit = " AT_MOST " + most + " " + source + " UNITS";
    scene.assertPasses(check, scene.buy("" + most), most + limit);
    scene.assertLimit(
        check,
        scene.buy("" + (most + 2)),
        RejectReason.ORDER_QUANTITY,
        (most + 2) + limit,
        "" + most);
  }

  @Test
  void shouldPassAnything_whenThereIsNoLimit() {
    scene.assertPasses(check, scene.buy("1000"), "1000 AT_MOST none UNITS");
  }
}
