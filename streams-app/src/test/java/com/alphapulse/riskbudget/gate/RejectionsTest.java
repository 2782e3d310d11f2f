package com.alphapulse.riskbudget.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.gate.ledger.Executions;
import com.alphapulse.riskbudget.gate.ledger.LossWatch;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that are wrong in themselves, not permitted, or decided on too little knowledge. */
class RejectionsTest {
  private static final String TOO_LONG = "x".repeat(129);
  private final GateHarness harness = new GateHarness();
  private final PortfolioLedger ledger = harness.ledgers.get("p2");

  @BeforeEach
  void open() {
    harness.price("B", BigDecimal.TEN);
    harness.price("C", BigDecimal.TEN);
    budget();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "a\u0000"})
  void shouldReject_whenAnIdentifierCannotBeUsed(String bad) {
    assertThat(reasons(decide(bad, "s2", "C"))).contains(RejectReason.BAD_IDENTIFIER);
    assertThat(reasons(decide("o", bad, "C"))).contains(RejectReason.BAD_IDENTIFIER);
    assertThat(reasons(decide("o", "s2", bad))).contains(RejectReason.BAD_IDENTIFIER);
    assertThat(reasons(decide("o", TOO_LONG, "C"))).contains(RejectReason.BAD_IDENTIFIER);
    assertThat(decide("x".repeat(128), "s2", "C").approved()).isTrue();
  }

  @Test
  void shouldReject_whenThePortfolioHasNoUsableIdentifierOrIsNotTheKey() {
    PortfolioLedger blank = new PortfolioLedger("");
    Order order = order("o", "", "s2", "C", 0);
    Decision decision =
        harness.gate.decide(
            order,
            Optional.empty(),
            blank,
            harness.everywhere,
            harness.marks,
            harness.riskModel,
            0);

    assertThat(reasons(decision))
        .containsExactly(
            RejectReason.UNROUTABLE,
            RejectReason.BAD_IDENTIFIER,
            RejectReason.UNKNOWN_PORTFOLIO,
            RejectReason.NO_BUDGET,
            RejectReason.NO_EQUITY);
    assertThat(reasons(routed(Optional.of("p1")))).containsExactly(RejectReason.UNROUTABLE);
    assertThat(reasons(routed(Optional.of("p2")))).isEmpty();
  }

  @Test
  void shouldReject_whenTheStrategyOrItsSymbolIsUnknown() {
    assertThat(reasons(decide("o", "s9", "C")))
        .containsExactly(RejectReason.UNKNOWN_STRATEGY, RejectReason.NO_BUDGET);
    assertThat(reasons(decide("o", "s1", "C"))).containsExactly(RejectReason.UNKNOWN_SYMBOL);
  }

  @Test
  void shouldReject_whenTheBudgetDoesNotCoverStrategyOrSymbol() {
    BigDecimal large = new BigDecimal(5_000);
    harness.budget("p2", BigDecimal.TEN, Map.of("s1", large), Map.of("B", large));

    assertThat(decide("o", "s2", "C").violations())
        .extracting(Violation::reason, Violation::scopeId)
        .containsExactly(tuple(RejectReason.NO_BUDGET, "s2"), tuple(RejectReason.NO_BUDGET, "C"));
  }

  @Test
  void shouldReject_whenAnOrderOfThatIdIsOpen() {
    reserve("o", "C", Side.BUY, "5");

    assertThat(reasons(decide("o", "s2", "C"))).containsExactly(RejectReason.DUPLICATE_ORDER);
  }

  @Test
  void shouldPassAtTheLargestAgeOnly_whenAnIntentIsOld() {
    long oldest = GateHarness.SETTINGS.maxIntentAge().toMillis();
    harness.now = oldest;
    open();

    assertThat(decideAt(0).approved()).isTrue();
    assertThat(reasons(decideAt(-1))).containsExactly(RejectReason.STALE_INTENT);
  }

  @ParameterizedTest
  @CsvSource({
    "HALT, p2, STRATEGY, s2, HALTED, STRATEGY, s2",
    "HALT, *, PORTFOLIO, '', HALTED, GLOBAL, *",
    "HALT, p2, PORTFOLIO, '', HALTED, PORTFOLIO, p2",
    "REDUCE_ONLY, p2, SYMBOL, C, REDUCE_ONLY, SYMBOL, C",
    "REDUCE_ONLY, p2, GLOBAL, '', REDUCE_ONLY, GLOBAL, p2",
  })
  void shouldNameTheOverride_whenOneStopsTheOrder(
      String action,
      String portfolio,
      String scope,
      String scopeId,
      RejectReason reason,
      Violation.Scope named,
      String namedId) {
    harness.override(
        new PlainModel.Command(portfolio, "v1", action, scope, scopeId, null, PlainModel.NEVER));
    Decision decision = decide("o", "s2", "C");

    Violation violation = decision.violations().get(0);
    assertThat(reasons(decision)).containsExactly(reason);
    assertThat(violation.source().text()).isEqualTo("OVERRIDE:v1");
    assertThat(violation.scope()).isEqualTo(named);
    assertThat(violation.scopeId()).isEqualTo(namedId);
    assertThat(decision.inputs().tradingState().name()).startsWith(action.substring(0, 4));
  }

  @Test
  void shouldCutToWhatIsHeld_whenAReduceOnlyOrderIsTooLarge() {
    ledger.restorePosition("s2", "C", new BigDecimal(25));
    reserve("pends", "C", Side.SELL, "5");
    PlainModel.Ask ask = new PlainModel.Ask("p2", "o", "s2", "C", false, true, true);

    Decision exact = harness.decide(harness.order(ask, new BigDecimal(25), false));
    assertThat(reasons(exact)).containsExactly(RejectReason.NOT_REDUCING);
    assertThat(exact.largestQuantity().orElseThrow()).isEqualByComparingTo("20");
    assertThat(exact.approvedQuantity()).isZero();
    Decision fitted = harness.decide(harness.order(ask, new BigDecimal(25), true));
    assertThat(fitted.approvedQuantity()).isEqualByComparingTo("20");
    assertThat(fitted.reducing()).isTrue();
    assertThat(fitted.violations()).isNotEmpty();
    assertThat(harness.decide(harness.order(ask, new BigDecimal(20), false)).approved()).isTrue();
  }

  @Test
  void shouldRejectForALoss_andLetRiskBeCut() {
    ledger.restorePosition("s2", "C", new BigDecimal(25));
    LossWatch.Breach breach =
        new LossWatch.Breach(LossWatch.Base.PEAK, new BigDecimal("0.3"), new BigDecimal("0.2"));
    ledger.lossWatch().restore(Optional.empty(), Optional.empty(), 0, 2, Optional.of(breach));

    Decision decision = decide("o", "s2", "C");
    Violation violation = decision.violations().get(0);
    assertThat(reasons(decision)).containsExactly(RejectReason.LOSS_LIMIT);
    assertThat(violation.observed()).contains(breach.loss());
    assertThat(violation.limit()).contains(breach.limit());
    assertThat(violation.source().text()).isEqualTo("HARD_LIMIT");
    assertThat(violation.message()).contains("from the peak");
    assertThat(decision.inputs().tradingState()).isEqualTo(TradingState.REDUCE_ONLY);
    PlainModel.Ask cut = new PlainModel.Ask("p2", "o", "s2", "C", false, false, true);
    assertThat(harness.decide(harness.order(cut, new BigDecimal(25), false)).approved()).isTrue();
    harness.override(
        new PlainModel.Command("p2", "v", "HALT", "PORTFOLIO", "", null, PlainModel.NEVER));
    assertThat(decide("o", "s2", "C").inputs().tradingState()).isEqualTo(TradingState.HALTED);
  }

  @Test
  void shouldReject_whenAnotherHeldSymbolHasNoMarkOrAnOldOne() {
    ledger.restorePosition("s1", "A", BigDecimal.ONE);
    assertThat(decide("o", "s2", "C").violations())
        .singleElement()
        .extracting(Violation::reason, Violation::scopeId)
        .containsExactly(RejectReason.NO_MARK, "A");
    assertThat(decide("o", "s2", "C").inputs().equity()).isEmpty();
    assertThat(decide("o", "s2", "C").inputs().grossExposure()).isEmpty();
    harness.price("A", BigDecimal.TEN);
    harness.now = 14_001;
    harness.price("B", BigDecimal.TEN);
    harness.price("C", BigDecimal.TEN);
    budget();

    assertThat(decide("o", "s2", "C").violations())
        .singleElement()
        .extracting(Violation::reason, Violation::scopeId)
        .containsExactly(RejectReason.STALE_MARK, "A");
  }

  @Test
  void shouldNotBlockForeverForAPriceOnce_whenTheUnpricedSymbolIsGone() {
    reserve("pends", "A", Side.BUY, "1");
    assertThat(reasons(decide("o", "s2", "C"))).containsExactly(RejectReason.NO_MARK);
    Executions.release("pends", ledger, harness.marks);

    assertThat(decide("o", "s2", "C").approved()).isTrue();
  }

  @Test
  void shouldTellWhatWasSeen_whenAnOrderIsDecided() {
    reserve("b", "C", Side.BUY, "10");
    reserve("s", "C", Side.SELL, "5");
    Decision.Inputs inputs = decide("o", "s2", "C").inputs();

    assertThat(inputs.pendingBuys()).isEqualByComparingTo("10");
    assertThat(inputs.pendingSells()).isEqualByComparingTo("5");
    assertThat(inputs.openOrders()).isEqualTo(2);
    assertThat(inputs.grossExposure().orElseThrow()).isEqualByComparingTo("100");
    assertThat(inputs.strategyExposure().orElseThrow()).isEqualByComparingTo("100");
    assertThat(inputs.budgetVersion()).hasValue(1);
    assertThat(inputs.budgetAsOf()).hasValue(0);
    assertThat(inputs.tradingState()).isEqualTo(TradingState.ACTIVE);
  }

  @Test
  void shouldLetAMarketOrderHaveNoPrice_whenItNamesOne() {
    Order order = order("o", "p2", "s2", "C", 0);
    Order priced =
        new Order(
            "o",
            "p2",
            "s2",
            "C",
            Side.BUY,
            order.quantity(),
            false,
            Optional.of(BigDecimal.TEN),
            false,
            false,
            0);
    Order unpriced =
        new Order(
            "o",
            "p2",
            "s2",
            "C",
            Side.BUY,
            order.quantity(),
            true,
            Optional.empty(),
            false,
            false,
            0);

    assertThat(reasons(harness.decide(priced))).containsExactly(RejectReason.BAD_PRICE);
    assertThat(reasons(harness.decide(unpriced))).containsExactly(RejectReason.BAD_PRICE);
  }

  private void budget() {
    BigDecimal large = new BigDecimal(5_000);
    harness.budget(
        "p2",
        BigDecimal.TEN,
        Map.of("s1", large, "s2", large),
        Map.of("A", large, "B", large, "C", large));
  }

  private void reserve(String id, String symbol, Side side, String quantity) {
    ledger.reserve(
        new OrderState(id, "s2", symbol, side, new BigDecimal(quantity), 0), harness.marks);
  }

  private Decision decide(String orderId, String strategy, String symbol) {
    return harness.decide(order(orderId, "p2", strategy, symbol, harness.now));
  }

  private Decision decideAt(long submittedAt) {
    return harness.decide(order("o", "p2", "s2", "C", submittedAt));
  }

  private Decision routed(Optional<String> key) {
    return harness.gate.decide(
        order("o", "p2", "s2", "C", 0),
        key,
        ledger,
        harness.everywhere,
        harness.marks,
        harness.riskModel,
        0);
  }

  private static Order order(
      String orderId, String portfolio, String strategy, String symbol, long submittedAt) {
    return new Order(
        orderId,
        portfolio,
        strategy,
        symbol,
        Side.BUY,
        new BigDecimal(5),
        false,
        Optional.empty(),
        false,
        false,
        submittedAt);
  }

  private static List<RejectReason> reasons(Decision decision) {
    return decision.violations().stream().map(Violation::reason).toList();
  }
}
