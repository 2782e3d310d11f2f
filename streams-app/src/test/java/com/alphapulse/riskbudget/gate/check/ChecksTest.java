package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Gate;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every check, and orders that break several. */
class ChecksTest {

  static Stream<Check> checks() {
    return Stream.concat(Checks.ALWAYS.stream(), Checks.UNLESS_REDUCING.stream());
  }

  @ParameterizedTest
  @MethodSource("checks")
  void shouldHaveATestOfItsOwnName(Check check) {
    assertThatCode(() -> Class.forName(check.getClass().getName() + "Test"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("checks")
  void shouldGiveFigures_whateverTheOrderAndHoweverLittleIsKnown(Check check) {
    for (String number : List.of("0", "-1", "1e400", "-1e400", "1e-400", "7")) {
      for (Order order : List.of(nonsense(number, Long.MIN_VALUE), nonsense(number, 0))) {
        CheckScene scene = new CheckScene();
        scene.volatilityLimit = "0.1";
        assertFigures(check, scene.proposal(order));
        scene.marks.clear();
        scene.riskModel = RiskModel.none("m");
        scene.key = Optional.empty();
        assertFigures(check, scene.proposal(order));
        assertFigures(check, new CheckScene().undefined(order));
      }
    }
  }

  private static void assertFigures(Check check, Proposal proposal) {
    assertThat(check.figures(proposal)).isNotEmpty();
    List<String> told = CheckScene.figures(check, proposal);
    for (Violation violation : CheckScene.found(check, proposal)) {
      violation
          .observed()
          .filter(o -> violation.limit().isPresent())
          .map(BigDecimal::stripTrailingZeros)
          .ifPresent(
              observed ->
                  assertThat(told)
                      .anySatisfy(
                          figure ->
                              assertThat(figure)
                                  .contains(observed.toPlainString() + " ")
                                  .contains(" " + violation.source().text() + " ")));
    }
  }

  private static Order nonsense(String number, long submittedAt) {
    BigDecimal value = new BigDecimal(number);
    return new Order(
        "", "p", "s", "A", Side.BUY, value, true, Optional.of(value), false, true, submittedAt);
  }

  @Test
  void shouldReportEverything_whenAllHardLimitsAreBroken() {
    CheckScene scene = new CheckScene();
    scene.hard =
        CheckScene.hard(
            "leverage",
            "0.5",
            "notional",
            "4400",
            "quantity",
            "50",
            "weight",
            "0.4",
            "openOrders",
            "2",
            "deviation",
            "0.02");
    scene.positionLimit = "60";
    scene.reserve("o1", "s", "A", Side.BUY, "2");
    scene.reserve("o2", "s", "A", Side.BUY, "2");

    assertThat(scene.reasons(scene.order(Side.BUY, "100", "110")))
        .containsExactly(
            RejectReason.PRICE_COLLAR,
            RejectReason.OPEN_ORDERS,
            RejectReason.ORDER_QUANTITY,
            RejectReason.ORDER_NOTIONAL,
            RejectReason.POSITION_LIMIT,
            RejectReason.CONCENTRATION,
            RejectReason.PORTFOLIO_LEVERAGE);
  }

  @Test
  void shouldReport_whenNothingIsKnownOfThePortfolio() {
    CheckScene scene = new CheckScene();
    scene.key = Optional.empty();
    Order order =
        new Order(
            "o", "", "s", "A", Side.BUY, BigDecimal.TEN, false, Optional.empty(), false, false, 0);

    assertThat(
            new Gate(Checks.ALWAYS, Checks.UNLESS_REDUCING)
                .decide(scene.undefined(order))
                .violations())
        .extracting(Violation::reason)
        .containsExactly(
            RejectReason.UNROUTABLE,
            RejectReason.BAD_IDENTIFIER,
            RejectReason.UNKNOWN_PORTFOLIO,
            RejectReason.NO_BUDGET,
            RejectReason.NO_EQUITY);
  }

  @Test
  void shouldTellWhatCloses_whenTheOrderIsLarger() {
    CheckScene scene = new CheckScene();
    scene.hard = CheckScene.hard("quantity", "1");
    scene.hold("s", "A", "11.5");

    assertThat(scene.decide(scene.sell("20")).largestQuantity().orElseThrow())
        .isEqualByComparingTo("11.5");
  }
}
