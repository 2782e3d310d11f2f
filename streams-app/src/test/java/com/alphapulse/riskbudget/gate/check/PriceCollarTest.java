package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At the collar, and one tick beyond, from each source and quote. */
class PriceCollarTest {
  private final Check check = new PriceCollar();
  private final CheckScene scene = new CheckScene();

  @ParameterizedTest
  @CsvSource({"BUY, 102, 102.05", "SELL, 98, 97.95"})
  void shouldPassAtTheCollarOnly_whenThePriceCosts(Side side, String within, String beyond) {
    scene.hard = CheckScene.hard("deviation", "0.02");

    scene.assertPasses(
        check, scene.order(side, "2", within), "0.02 AT_MOST 0.02 HARD_LIMIT FRACTION");
    Violation violation =
        scene.assertBroken(
            check,
            scene.order(side, "2", beyond),
            RejectReason.PRICE_COLLAR,
            "0.0205 AT_MOST 0.02 HARD_LIMIT FRACTION");
    assertThat(violation.largestQuantity()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "117, 119, BUY, 121.35, 121.4, ask 119",
    "117, 119, SELL, 98, 97.95, mark 100",
    "81, 83, SELL, 79.4, 79.35, bid 81",
    "81, 83, BUY, 102, 102.05, mark 100",
    "99, 101, BUY, 103, 103.05, ask 101",
    "99, 101, SELL, 97.05, 97, bid 99",
    ", 119, BUY, 121.35, 121.4, ask 119",
    "81, , SELL, 79.4, 79.35, bid 81",
    "119, 117, BUY, 102, 102.05, mark 100",
    "0, 151, BUY, 102, 102.05, mark 100",
    "-5, 1000000, SELL, 98, 97.95, mark 100",
  })
  void shouldMeasureFromTheQuote_whenItIsFartherOut(
      BigDecimal bid, BigDecimal ask, Side side, String within, String beyond, String from) {
    scene.hard = CheckScene.hard("deviation", "0.02");
    scene.mark("A", "100", "EUR", Touch.of(new BigDecimal(100), bid, ask), 0, "");

    scene.assertPasses(check, scene.order(side, "2", within), "measured from the " + from);
    List<Violation> violations = scene.decide(scene.order(side, "2", beyond)).violations();
    assertThat(violations).extracting(Violation::reason).containsExactly(RejectReason.PRICE_COLLAR);
    assertThat(violations.get(0).message()).endsWith("too far from the " + from);
  }

  @Test
  void shouldPass_whenThePriceIsFarOnTheSideThatSaves() {
    scene.assertPasses(
        check, scene.order(Side.BUY, "2", "0.05"), "-0.9995 AT_MOST 0.1 CONFIGURATION FRACTION");
    scene.assertPasses(
        check, scene.order(Side.SELL, "2", "1000"), "-9 AT_MOST 0.1 CONFIGURATION FRACTION");
  }

  @Test
  void shouldTakeTheConfiguredCollar_whenItIsTighter() {
    scene.configuration = "max_price_deviation: 0.01";
    scene.hard = CheckScene.hard("deviation", "0.02");

    scene.assertPasses(
        check, scene.order(Side.BUY, "2", "101"), "0.01 AT_MOST 0.01 CONFIGURATION FRACTION");
    scene.assertBroken(
        check,
        scene.order(Side.BUY, "2", "101.05"),
        RejectReason.PRICE_COLLAR,
        "0.0105 AT_MOST 0.01 CONFIGURATION FRACTION");
  }

  @Test
  void shouldHoldNothingUp_whenThereIsNoPriceOrNoFreshMark() {
    String nothing = "no limit price, or no mark that is young enough";
    scene.assertPasses(check, scene.buy("2"), nothing);
    scene.hold("s", "A", "2");
    scene.now = 10_000;
    assertThat(scene.reasons(scene.order(Side.SELL, "2", "50")))
        .containsExactly(RejectReason.PRICE_COLLAR);
    scene.now = 10_001;

    scene.assertPasses(check, scene.order(Side.SELL, "2", "50"), nothing);
    scene.marks.remove("A");
    scene.assertPasses(check, scene.order(Side.SELL, "2", "50"), nothing);
  }
}
