package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.RejectReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At the leverage limit of each source, and one lot beyond. */
class PortfolioLeverageTest {
  private final Check check = new PortfolioLeverage();
  private final CheckScene scene = new CheckScene();

  @ParameterizedTest
  @CsvSource({"0.5, 9, HARD_LIMIT", "9, 0.5, BUDGET", "0.5, 0.5, BUDGET"})
  void shouldPassAtTheLowerLimitOnly_whenAnOrderGrows(String hard, String budget, String source) {
    scene.hard = CheckScene.hard("leverage", hard);
    scene.leverage = budget;

    scene.assertPasses(check, scene.buy("50"), "5000 AT_MOST 5000 " + source + " MONEY");
    scene.assertLimit(
        check,
        scene.buy("52"),
        RejectReason.PORTFOLIO_LEVERAGE,
        "5200 AT_MOST 5000 " + source + " MONEY",
        "50");
  }

  @Test
  void shouldCountWhatIsHeldAndPends_whenItIsOfAnotherSymbol() {
    scene.leverage = "0.5";
    scene.reserve("b", "s", "B", Side.SELL, "100");

    scene.assertPasses(check, scene.buy("40"), "5000 AT_MOST 5000 BUDGET MONEY");
    scene.assertLimit(
        check,
        scene.sell("42"),
        RejectReason.PORTFOLIO_LEVERAGE,
        "5200 AT_MOST 5000 BUDGET MONEY",
        "40");
  }

  @Test
  void shouldSaySo_whenThereIsNoBudgetOrNoPrice() {
    scene.budgetTime = Optional.empty();
    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("200 AT_MOST none MONEY");
    scene.hold("s", "B", "1");
    scene.marks.remove("B");

    assertThat(scene.figures(check, scene.buy("2"))).containsExactly("a price is missing");
    assertThat(CheckScene.found(check, scene.proposal(scene.buy("2")))).isEmpty();
  }
}
