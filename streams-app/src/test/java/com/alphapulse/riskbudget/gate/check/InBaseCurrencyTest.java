package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instruments in the base currency, in another one, and in nobody knows which. */
class InBaseCurrencyTest {
  private final Check check = new InBaseCurrency();
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldReject_whenTheCurrencyIsNotThePortfolios() {
    scene.assertPasses(check, scene.buy("2"), "instrument in EUR");
    price("USD");
    assertThat(scene.reasons(scene.buy("2"))).containsExactly(RejectReason.CURRENCY_MISMATCH);
    assertThat(scene.figures(check, scene.buy("2")))
        .containsExactly("instrument in USD", "portfolio in EUR");
    price("");
    assertThat(scene.reasons(scene.buy("2"))).containsExactly(RejectReason.CURRENCY_UNKNOWN);
    assertThat(scene.figures(check, scene.buy("2")))
        .containsExactly("instrument in an unknown currency", "portfolio in EUR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"USD", ""})
  void shouldLetRiskBeCut_whateverTheCurrency(String currency) {
    price(currency);
    scene.hold("s", "A", "10");

    assertThat(scene.decide(scene.sell("10")).approved()).isTrue();
    assertThat(scene.decide(scene.sell("12")).approved()).isFalse();
  }

  private void price(String currency) {
    scene.mark("A", "100", currency, Touch.NONE, 0, "");
  }
}
