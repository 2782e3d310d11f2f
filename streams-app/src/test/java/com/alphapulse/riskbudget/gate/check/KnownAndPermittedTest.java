package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the definition names and permits, and what not. */
class KnownAndPermittedTest {
  private final Check check = new KnownAndPermitted();
  private final CheckScene scene = new CheckScene();

  @Test
  void shouldReject_whenPortfolioStrategyOrSymbolIsUnknown() {
    assertThat(CheckScene.found(check, scene.undefined(scene.buy("2"))))
        .extracting(Violation::reason)
        .containsExactly(RejectReason.UNKNOWN_PORTFOLIO);
    assertThat(CheckScene.figures(check, scene.undefined(scene.buy("2"))))
        .containsExactly("portfolio unknown", "strategy unknown", "symbol not permitted");

    scene.assertPasses(check, scene.buy("2"), "symbol permitted");
    assertThat(scene.reasons(scene.order("u", "A", Side.BUY, "2", null)))
        .containsExactly(RejectReason.UNKNOWN_STRATEGY, RejectReason.NO_BUDGET);
    assertThat(scene.reasons(scene.order("t", "B", Side.BUY, "2", null)))
        .containsExactly(RejectReason.UNKNOWN_SYMBOL);
    assertThat(scene.figures(check, scene.order("t", "B", Side.BUY, "2", null)))
        .containsExactly("portfolio known", "strategy known", "symbol not permitted");
  }

  @Test
  void shouldReject_whenTheSymbolIsRestricted() {
    scene.restricted = Set.of("A");
    scene.hold("s", "A", "10");

    assertThat(scene.reasons(scene.buy("2"))).containsExactly(RejectReason.RESTRICTED_SYMBOL);
    assertThat(scene.figures(check, scene.buy("2"))).contains("symbol restricted");
    assertThat(scene.decide(scene.sell("10")).approved()).isTrue();
    assertThat(scene.reasons(scene.sell("12"))).contains(RejectReason.RESTRICTED_SYMBOL);
  }

  @ParameterizedTest
  @CsvSource({"gone, A", "s, Z", "gone, Z"})
  void shouldLetAPositionBeLeft_whenTheDefinitionDoesNotNameIt(String strategy, String symbol) {
    scene.hold(strategy, symbol, "7");

    Decision all = scene.decide(scene.order(strategy, symbol, Side.SELL, "7", null));
    assertThat(all.approved()).isTrue();
    assertThat(all.reducing()).isTrue();
    assertThat(approved(strategy, symbol, Side.SELL, "8")).isFalse();
    assertThat(approved(strategy, symbol, Side.BUY, "2")).isFalse();
    assertThat(scene.decide(scene.sell("2")).reducing()).as("of another strategy").isFalse();

    scene.reserve("o", strategy, symbol, Side.SELL, "3");
    assertThat(approved(strategy, symbol, Side.SELL, "7")).as("more pends").isFalse();
    assertThat(approved(strategy, symbol, Side.SELL, "4")).isTrue();
  }

  private boolean approved(String strategy, String symbol, Side side, String quantity) {
    return scene.decide(scene.order(strategy, symbol, side, quantity, null)).approved();
  }
}
