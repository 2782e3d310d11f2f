package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.GateHarness;
import com.alphapulse.riskbudget.gate.PlainModel;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ex-ante volatility of portfolio p2: equity 5000; B at 10 with multiplier 10 and lot 0.1, C at
 * 10 with lot 5.
 */
class ExAnteVolatilityTest {
  private static final double[] VOLATILITIES = {0.1, 0.2, 0.4};
  private final GateHarness harness = new GateHarness();
  private int next;
  private final PortfolioLedger ledger = harness.ledgers.get("p2");

  @BeforeEach
  void open() {
    harness.price("B", BigDecimal.TEN);
    harness.price("C", BigDecimal.TEN);
    harness.risk(VOLATILITIES, 0.0, 0.0, 0.5);
    limit("0.08");
  }

  @Test
  void shouldPassAtTheLimitOnly_whenOneInstrumentIsHeld() {
    // 100 units of C at 10 are 1000: 0.4 x 1000 / 5000 = 0.08.
    assertThat(buy("C", "100").approved()).isTrue();
    Decision decision = buy("C", "105");
    assertThat(decision.approved()).isFalse();
    Violation violation = only(decision);
    assertThat(violation.reason()).isEqualTo(RejectReason.VOLATILITY_LIMIT);
    assertThat(violation.observed().orElseThrow().doubleValue()).isCloseTo(0.084, within(1e-12));
    assertThat(violation.limit().orElseThrow()).isEqualByComparingTo("0.08");
    assertThat(violation.largestQuantity().orElseThrow()).isEqualByComparingTo("100");
    assertThat(decision.largestQuantity().orElseThrow()).isEqualByComparingTo("100");
  }

  @Test
  void shouldUseCorrelations_whenSeveralInstrumentsAreHeld() {
    ledger.reserve(order("c", "C", Side.BUY, "80"), harness.marks);

    // y(C) = 320, y(B) = 20 q: 102400 + 2 x 0.5 x 320 x 20 q + 400 q² against 400².
    assertThat(buy("B", "0.1").inputs().volatility().orElseThrow())
        .isCloseTo(Math.sqrt(102_400 + 640 + 4) / 5_000, within(1e-15));
    // 400 q² + 6400 q − 57600 = 0 has the root 6.4222.
    assertThat(buy("B", "6.4").approved()).isTrue();
    assertThat(only(buy("B", "6.5")).largestQuantity().orElseThrow()).isEqualByComparingTo("6.4");
    // Sold, it hedges: 400 q² − 6400 q − 57600 = 0 has the root 22.4222.
    assertThat(sell("B", "22.4").approved()).isTrue();
    assertThat(only(sell("B", "22.5")).largestQuantity().orElseThrow())
        .isEqualByComparingTo("22.4");
  }

  @Test
  void shouldCountWhatPends_whenOrdersFitAloneButNotTogether() {
    Decision first = buy("C", "60");
    assertThat(first.approved()).isTrue();
    assertThat(buy("C", "45").approved()).isTrue();
    harness.reserve(first);

    assertThat(only(buy("C", "45")).reason()).isEqualTo(RejectReason.VOLATILITY_LIMIT);
    assertThat(buy("C", "40").approved()).isTrue();
  }

  @Test
  void shouldNotNetPendingOrders_whenBuysAndSellsOfASymbolPend() {
    ledger.reserve(order("b", "C", Side.BUY, "100"), harness.marks);
    ledger.reserve(order("s", "C", Side.SELL, "100"), harness.marks);

    assertThat(buy("B", "0.1").violations())
        .extracting(Violation::reason)
        .containsExactly(RejectReason.VOLATILITY_LIMIT);
    // A further sell is held against sells alone.
    assertThat(only(sell("C", "5")).observed().orElseThrow().doubleValue())
        .isCloseTo(0.084, within(1e-12));
  }

  @Test
  void shouldPass_whenAnOrderLowersAVolatilityAboveItsLimit() {
    ledger.reserve(order("c", "C", Side.BUY, "200"), harness.marks);

    assertThat(sell("B", "5").approved()).isTrue();
    assertThat(buy("B", "0.1").approved()).isFalse();
    // Beyond twice the best hedge (40 units) it is above where it began.
    assertThat(sell("B", "40").approved()).isTrue();
    assertThat(only(sell("B", "40.1")).largestQuantity().orElseThrow()).isEqualByComparingTo("40");
  }

  @Test
  void shouldPassNothing_whenTheLimitIsZero() {
    limit("0");

    assertThat(only(buy("C", "5")).largestQuantity().orElseThrow()).isZero();
    assertThat(buy("C", "5").largestQuantity()).isEmpty();
  }

  @Test
  void shouldPassAnyQuantity_whenTheInstrumentDoesNotMove() {
    harness.risk(new double[] {0, 0, 0}, 0.0, 0.0, 0.0);
    limit("0");

    assertThat(buy("C", "100").approved()).isTrue();
  }

  @Test
  void shouldReject_whenNoMarketStateIsKnown() {
    harness.riskModel = RiskModel.none("m");

    assertThat(only(buy("C", "5")).reason()).isEqualTo(RejectReason.NO_RISK_MODEL);
    assertThat(buy("C", "5").inputs().stateSequence()).isEmpty();
    assertThat(buy("C", "5").inputs().volatility()).isEmpty();
    assertThat(buy("C", "5").largestQuantity()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -0.1})
  void shouldReject_whenAHeldSymbolHasNoUsableVolatility(double volatility) {
    ledger.restorePosition("s1", "B", BigDecimal.ONE);
    harness.risk(new double[] {0.1, volatility, 0.4}, 0.0, 0.0, 0.5);

    Violation violation = only(buy("C", "5"));
    assertThat(violation.reason()).isEqualTo(RejectReason.NO_RISK_MODEL);
    assertThat(violation.scopeId()).isEqualTo("B");
    assertThat(buy("C", "5").inputs().volatility()).isEmpty();
    assertThat(sellOf("s1", "B", "1").approved()).as("cuts risk").isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 1.1, -1.1, Double.NEGATIVE_INFINITY})
  void shouldReject_whenACorrelationIsNone(double correlation) {
    harness.risk(VOLATILITIES, 0.0, 0.0, correlation);

    assertThat(only(buy("C", "5")).reason()).isEqualTo(RejectReason.NO_RISK_MODEL);
  }

  @Test
  void shouldPassAtTheLargestAgeOnly_whenTheMarketStateGrowsOld() {
    long oldest = GateHarness.SETTINGS.maxRiskModelAge().toMillis();
    harness.now = oldest;
    reprice();
    assertThat(buy("C", "5").approved()).isTrue();
    harness.now = oldest + 1;
    reprice();

    Violation violation = only(buy("C", "5"));
    assertThat(violation.reason()).isEqualTo(RejectReason.NO_RISK_MODEL);
    assertThat(violation.observed().orElseThrow()).isEqualByComparingTo("" + (oldest + 1));
    assertThat(violation.limit().orElseThrow()).isEqualByComparingTo("" + oldest);
  }

  @Test
  void shouldCheckNothing_whenTheBudgetHasNoLimitOnVolatility() {
    harness.volatilityLimit = null;
    budget();
    harness.riskModel = RiskModel.none("m");

    assertThat(buy("C", "400").approved()).isTrue();
  }

  @Test
  void shouldAnswer_whenTheQuantityIsBeyondADouble() {
    assertThat(buy("C", "1e400").violations())
        .extracting(Violation::reason)
        .contains(RejectReason.BAD_QUANTITY, RejectReason.NO_RISK_MODEL);
  }

  @Test
  void shouldTellVolatilityAndAgeOfTheModel() {
    CheckScene scene = new CheckScene();
    ExAnteVolatility check = new ExAnteVolatility();
    scene.volatilityLimit = "0.1";
    String age = "state 1: 0 AT_MOST 604800000 CONFIGURATION MILLISECONDS_OLD";

    scene.assertPasses(check, scene.buy("50"), "0.1 AT_MOST 0.1 BUDGET FRACTION");
    scene.assertLimit(
        check,
        scene.buy("52"),
        RejectReason.VOLATILITY_LIMIT,
        "0.104 AT_MOST 0.1 BUDGET FRACTION",
        "50");
    assertThat(scene.figures(check, scene.buy("2")).get(1)).isEqualTo(age);
    assertThat(scene.figures(check, scene.buy("1e400")).get(0))
        .isEqualTo("unknown AT_MOST 0.1 BUDGET FRACTION");
    scene.riskModel = CheckScene.riskModel(Double.NaN);
    assertThat(scene.figures(check, scene.buy("2")))
        .containsExactly("unknown AT_MOST 0.1 BUDGET FRACTION", "no volatility of A");
    scene.riskModel = RiskModel.none("m");
    assertThat(scene.figures(check, scene.buy("2")).get(1))
        .isEqualTo(scene.riskModel.problem().orElseThrow());
  }

  private void reprice() {
    harness.price("B", BigDecimal.TEN);
    harness.price("C", BigDecimal.TEN);
    budget();
  }

  private void limit(String limit) {
    harness.volatilityLimit = new BigDecimal(limit);
    budget();
  }

  private void budget() {
    BigDecimal large = new BigDecimal(50_000);
    harness.budget(
        "p2",
        BigDecimal.TEN,
        Map.of("s1", large, "s2", large),
        Map.of("A", large, "B", large, "C", large));
  }

  private Decision buy(String symbol, String quantity) {
    return decide("s2", symbol, true, quantity);
  }

  private Decision sell(String symbol, String quantity) {
    return decide("s2", symbol, false, quantity);
  }

  private Decision sellOf(String strategy, String symbol, String quantity) {
    return decide(strategy, symbol, false, quantity);
  }

  private Decision decide(String strategy, String symbol, boolean buy, String quantity) {
    PlainModel.Ask ask = new PlainModel.Ask("p2", "o" + next++, strategy, symbol, buy, false, true);
    return harness.decide(harness.order(ask, new BigDecimal(quantity), false));
  }

  private static OrderState order(String id, String symbol, Side side, String quantity) {
    return new OrderState(id, "s2", symbol, side, new BigDecimal(quantity), 0);
  }

  private static Violation only(Decision decision) {
    List<Violation> violations = decision.violations();
    assertThat(violations).hasSize(1);
    return violations.get(0);
  }
}
