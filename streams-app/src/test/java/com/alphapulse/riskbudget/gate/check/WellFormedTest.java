package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identifiers, quantities and prices that are usable, and those just not. */
class WellFormedTest {
  private final Check check = new WellFormed();
  private final CheckScene scene = new CheckScene();

  private static final String TOO_LONG = "x".repeat(129);

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "a\u0000"})
  void shouldReject_whenAnIdentifierCannotBeUsed(String bad) {
    for (String id : List.of(bad, TOO_LONG)) {
      assertThat(found(named(id, "p", "s", "A"))).containsExactly(RejectReason.BAD_IDENTIFIER);
      assertThat(found(named("o", id, "s", "A"))).containsExactly(RejectReason.BAD_IDENTIFIER);
      assertThat(found(named("o", "p", id, "A"))).containsExactly(RejectReason.BAD_IDENTIFIER);
      assertThat(found(named("o", "p", "s", id))).containsExactly(RejectReason.BAD_IDENTIFIER);
    }
    assertThat(found(named("x".repeat(128), "p", "s", "A"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-2", "100000000000002", "1e30"})
  void shouldReject_whenTheQuantityIsNone(String quantity) {
    assertThat(found(scene.buy(quantity))).containsExactly(RejectReason.BAD_QUANTITY);
    assertThat(found(scene.buy("100000000000000"))).isEmpty();
  }

  @Test
  void shouldRoundDownToTheLot_whenTheQuantityIsNoWholeNumberOfLots() {
    scene.assertPasses(check, scene.buy("2"), "quantity: 2 MULTIPLE_OF 2 REFERENCE_DATA UNITS");
    scene.assertLimit(
        check,
        scene.buy("3"),
        RejectReason.NOT_A_LOT,
        "quantity: 3 MULTIPLE_OF 2 REFERENCE_DATA UNITS",
        "2");
    assertThat(scene.decide(scene.buy("3")).largestQuantity().orElseThrow())
        .isEqualByComparingTo("2");
    assertThat(scene.decide(scene.buy("3")).violations().get(0).message())
        .isEqualTo("3 is not a multiple of the lot size 2");
    assertThat(scene.decide(scene.buy("1")).largestQuantity()).isEmpty();
    scene.marks.remove("A");
    assertThat(scene.figures(check, scene.buy("3")))
        .containsExactly("quantity: 3 MULTIPLE_OF none UNITS");
  }

  @ParameterizedTest
  @CsvSource({
    "11, SELL, 11, ",
    "-11, BUY, 11, ",
    "11, SELL, 10, ",
    "11, SELL, 9, NOT_A_LOT",
    "11, SELL, 13, NOT_A_LOT",
    "11, BUY, 11, NOT_A_LOT",
    "0.00000001, SELL, 0.00000001, ",
    "0.5, SELL, 0.25, NOT_A_LOT",
  })
  void shouldCloseAPosition_whenItIsNoWholeNumberOfLots(
      String held, Side side, String quantity, RejectReason reason) {
    scene.hold("s", "A", held);

    assertThat(scene.reasons(scene.order(side, quantity, null)))
        .isEqualTo(reason == null ? List.of() : List.of(reason));
  }

  @ParameterizedTest
  @CsvSource({
    "100.05, ",
    "100.04, NOT_A_TICK",
    "0, BAD_PRICE",
    "-1, BAD_PRICE",
    "100000000000000, ",
    "100000000000000.05, BAD_PRICE",
  })
  void shouldReject_whenTheLimitPriceIsNone(String price, RejectReason reason) {
    assertThat(found(scene.order(Side.BUY, "2", price)))
        .isEqualTo(reason == null ? List.of() : List.of(reason));
  }

  @Test
  void shouldTellTheTick_whenThePriceIsNoMultiple() {
    scene.assertBroken(
        check,
        scene.order(Side.BUY, "2", "100.04"),
        RejectReason.NOT_A_TICK,
        "limit price: 100.04 MULTIPLE_OF 0.05 REFERENCE_DATA PRICE");
    assertThat(scene.decide(scene.order(Side.BUY, "2", "100.04")).violations().get(0).message())
        .isEqualTo("the limit price 100.04 is not a multiple of the tick size 0.05");
  }

  @Test
  void shouldReject_whenAMarketOrderNamesAPriceOrALimitOrderNone() {
    assertThat(found(priced(false, Optional.of(BigDecimal.TEN))))
        .containsExactly(RejectReason.BAD_PRICE);
    assertThat(found(priced(true, Optional.empty()))).containsExactly(RejectReason.BAD_PRICE);
    assertThat(found(priced(true, Optional.of(BigDecimal.TEN)))).isEmpty();
    assertThat(found(priced(false, Optional.empty()))).isEmpty();
  }

  private List<RejectReason> found(Order order) {
    return CheckScene.found(check, scene.proposal(order)).stream().map(Violation::reason).toList();
  }

  private static Order named(String orderId, String portfolio, String strategy, String symbol) {
    return new Order(
        orderId,
        portfolio,
        strategy,
        symbol,
        Side.BUY,
        BigDecimal.TEN,
        false,
        Optional.empty(),
        false,
        false,
        0);
  }

  private static Order priced(boolean limit, Optional<BigDecimal> price) {
    return new Order("o", "p", "s", "A", Side.BUY, BigDecimal.TEN, limit, price, false, false, 0);
  }
}
