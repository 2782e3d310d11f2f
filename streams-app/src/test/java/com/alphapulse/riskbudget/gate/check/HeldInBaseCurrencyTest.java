package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is held or pends in another currency than the portfolio's, or in nobody knows which. */
class HeldInBaseCurrencyTest {
  private final Check check = new HeldInBaseCurrency();
  private final CheckScene scene = new CheckScene();

  @ParameterizedTest
  @CsvSource({"USD, CURRENCY_MISMATCH, B in USD", "'', CURRENCY_UNKNOWN, B in an unknown currency"})
  void shouldReject_whenASymbolThatIsHeldIsNotInThePortfoliosCurrency(
      String currency, RejectReason reason, String figure) {
    scene.hold("s", "B", "10");
    scene.assertPasses(check, scene.buy("2"), "no other that is held or pends");

    price("B", currency);

    List<Violation> violations = scene.decide(scene.buy("2")).violations();
    assertThat(violations).extracting(Violation::reason).containsExactly(reason);
    assertThat(violations.get(0).scope()).isEqualTo(Violation.Scope.SYMBOL);
    assertThat(violations.get(0).scopeId()).isEqualTo("B");
    assertThat(violations.get(0).message()).contains("B");
    assertThat(scene.figures(check, scene.buy("2"))).containsExactly(figure);
  }

  @Test
  void shouldTellOneOfEachKind_theFirstByName_whenThereAreSeveral() {
    for (String symbol : List.of("F", "D", "E", "C")) {
      scene.hold("s", symbol, "2");
      price(symbol, symbol.compareTo("E") < 0 ? "USD" : "");
    }

    List<Violation> found = CheckScene.found(check, scene.proposal(scene.buy("2")));

    assertThat(found).extracting(Violation::scopeId).containsExactly("E", "C");
  }

  @Test
  void shouldReject_whenItOnlyPends_orStrategiesHoldItAgainstEachOther() {
    price("B", "USD");
    assertThat(scene.decide(scene.buy("2")).approved()).isTrue();
    scene.hold("s", "B", "10");
    scene.hold("t", "B", "-10");
    assertThat(scene.reasons(scene.buy("2"))).containsExactly(RejectReason.CURRENCY_MISMATCH);

    CheckScene pending = new CheckScene();
    pending.proposal(pending.buy("2"));
    pending.reserve("1", "s", "B", Side.SELL, "2");
    pending.mark("B", "10", "USD", Touch.NONE, 0, "");
    assertThat(pending.reasons(pending.buy("2"))).containsExactly(RejectReason.CURRENCY_MISMATCH);
  }

  @Test
  void shouldLeaveTheOrdersOwnSymbolToItsCheck_andLetRiskBeCut() {
    scene.hold("s", "A", "10");
    scene.hold("s", "B", "10");
    price("A", "USD");
    Order other = scene.order("s", "B", Side.SELL, "4", null);

    assertThat(CheckScene.found(check, scene.proposal(scene.buy("2")))).isEmpty();
    assertThat(scene.reasons(scene.buy("2"))).containsExactly(RejectReason.CURRENCY_MISMATCH);
    assertThat(scene.decide(other).approved()).isTrue();
    assertThat(scene.decide(scene.sell("10")).approved()).isTrue();
  }

  private void price(String symbol, String currency) {
    scene.mark(symbol, "100", currency, Touch.NONE, 0, "");
  }
}
