package com.alphapulse.riskbudget.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.check.Checks;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hard limits and the checks of an order by itself, at the limit and one step beyond. Equity 10 000
 * EUR; symbol A at 100 with lot 2 and tick 0.05; the budget leaves room for all.
 */
class HardLimitsTest {
  private static final BigDecimal LOT = new BigDecimal(2);
  private static final HardLimits HARD =
      new HardLimits(
          OptionalDouble.of(0.5),
          Optional.of(new BigDecimal(4_400)),
          Optional.of(new BigDecimal(50)),
          OptionalDouble.of(0.4),
          OptionalInt.of(2),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.of(0.02),
          Map.of("A", new BigDecimal(60)));

  private HardLimits hard = HardLimits.NONE;
  private String configuration = "";
  private String currency = "EUR";
  private Touch touch = Touch.NONE;
  private Set<String> restricted = Set.of();
  private final PortfolioLedger ledger = new PortfolioLedger("p");

  @Test
  void shouldPassAtTheSymbolsWeightOnly_whenAnOrderGrows() {
    hard = only(OptionalDouble.empty(), OptionalDouble.of(0.4));

    assertThat(buy("40").approved()).isTrue();
    assertLimit(buy("42"), RejectReason.CONCENTRATION, "4200", "4000", "40", "HARD_LIMIT");
  }

  @Test
  void shouldPassAtTheHardLeverageOnly_whenTheBudgetAllowsMore() {
    hard = only(OptionalDouble.of(0.5), OptionalDouble.empty());

    assertThat(buy("50").approved()).isTrue();
    assertLimit(buy("52"), RejectReason.PORTFOLIO_LEVERAGE, "5200", "5000", "50", "HARD_LIMIT");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 50, HARD_LIMIT", "'max_order_quantity: 30', 30, CONFIGURATION",
    "'max_order_quantity: 70', 50, HARD_LIMIT", "'max_order_quantity: 50', 50, CONFIGURATION",
  })
  void shouldPassAtTheLowerQuantityOnly_whenBothAreSet(
      String setting, BigDecimal most, String boundBy) {
    configuration = setting;
    hard = quantity(Optional.of(new BigDecimal(50)));

    assertThat(buy(most.toPlainString()).approved()).isTrue();
    assertLimit(
        buy(most.add(LOT).toPlainString()),
        RejectReason.ORDER_QUANTITY,
        most.add(LOT).toPlainString(),
        most.toPlainString(),
        most.toPlainString(),
        boundBy);
  }

  @Test
  void shouldLimitTheQuantityByConfiguration_whenThePortfolioSetsNone() {
    configuration = "max_order_quantity: 30";

    assertThat(buy("30").approved()).isTrue();
    assertLimit(buy("32"), RejectReason.ORDER_QUANTITY, "32", "30", "30", "CONFIGURATION");
    configuration = "";
    assertThat(buy("1000").approved()).isTrue();
  }

  @Test
  void shouldReportEverything_whenAllHardLimitsAreBroken() {
    hard = HARD;
    reserve("o1");
    reserve("o2");

    assertThat(reasons(order(Side.BUY, "100", "110")))
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
  void shouldPassUpToTheNumberOfOpenOrders_whenOrdersAreOpen() {
    hard = HARD;
    reserve("o1");
    assertThat(buy("2").approved()).isTrue();
    reserve("o2");
    Decision decision = buy("2");

    Violation violation = only(decision);
    assertThat(violation.reason()).isEqualTo(RejectReason.OPEN_ORDERS);
    assertThat(violation.observed().orElseThrow()).isEqualByComparingTo("3");
    assertThat(violation.limit().orElseThrow()).isEqualByComparingTo("2");
    assertThat(decision.largestQuantity()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "BUY, 102, 102.05, HARD_LIMIT, 0.0205",
    "SELL, 98, 97.95, HARD_LIMIT, 0.0205",
  })
  void shouldPassAtTheCollarOnly_whenThePriceCosts(
      Side side, String within, String beyond, String boundBy, String observed) {
    hard = HARD;

    assertThat(order(side, "2", within).approved()).isTrue();
    Violation violation = only(order(side, "2", beyond));
    assertThat(violation.reason()).isEqualTo(RejectReason.PRICE_COLLAR);
    assertThat(violation.source().text()).isEqualTo(boundBy);
    assertThat(violation.observed().orElseThrow()).isEqualByComparingTo(observed);
    assertThat(violation.limit().orElseThrow()).isEqualByComparingTo("0.02");
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
  void shouldMeasureTheCollarFromTheQuote_whenItIsFartherOut(
      BigDecimal bid, BigDecimal ask, Side side, String within, String beyond, String from) {
    hard = HARD;
    touch = Touch.of(new BigDecimal(100), bid, ask);

    assertThat(order(side, "2", within).approved()).isTrue();
    Violation violation = only(order(side, "2", beyond));
    assertThat(violation.reason()).isEqualTo(RejectReason.PRICE_COLLAR);
    assertThat(violation.message()).endsWith("too far from the " + from);
  }

  @Test
  void shouldPass_whenThePriceIsFarOnTheSideThatSaves() {
    assertThat(order(Side.BUY, "2", "0.05").approved()).isTrue();
    assertThat(order(Side.SELL, "2", "1000").violations()).isEmpty();
  }

  @Test
  void shouldTakeTheConfiguredCollar_whenItIsTighter() {
    configuration = "max_price_deviation: 0.01";
    hard = HARD;

    assertThat(order(Side.BUY, "2", "101").approved()).isTrue();
    assertThat(only(order(Side.BUY, "2", "101.05")).source().text()).isEqualTo("CONFIGURATION");
  }

  @Test
  void shouldUseTheLimitPrice_whenItMakesTheNotionalLarger() {
    hard = HARD;

    // 42 x 102 is 4284, 42 x 100 would be 4200; 44 x 102 is 4488 against 4400.
    assertThat(reasons(order(Side.SELL, "44", "102"))).contains(RejectReason.ORDER_NOTIONAL);
    assertThat(reasons(order(Side.SELL, "44", "100"))).doesNotContain(RejectReason.ORDER_NOTIONAL);
    assertThat(reasons(order(Side.SELL, "44", "98"))).doesNotContain(RejectReason.ORDER_NOTIONAL);
  }

  @Test
  void shouldReject_whenTheCurrencyIsNotThePortfolios() {
    currency = "USD";
    assertThat(reasons(buy("2"))).containsExactly(RejectReason.CURRENCY_MISMATCH);
    currency = "";
    assertThat(reasons(buy("2"))).containsExactly(RejectReason.CURRENCY_UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"USD", ""})
  void shouldLetRiskBeCut_whateverTheCurrency(String ofTheInstrument) {
    currency = ofTheInstrument;
    ledger.restorePosition("s", "A", BigDecimal.TEN);

    assertThat(order(Side.SELL, "10", null).approved()).isTrue();
    assertThat(order(Side.SELL, "12", null).approved()).isFalse();
  }

  @Test
  void shouldReject_whenTheSymbolIsRestricted() {
    restricted = Set.of("A");
    ledger.restorePosition("s", "A", BigDecimal.TEN);

    assertThat(reasons(buy("2"))).containsExactly(RejectReason.RESTRICTED_SYMBOL);
    assertThat(order(Side.SELL, "10", null).approved()).isTrue();
    assertThat(reasons(order(Side.SELL, "12", null))).contains(RejectReason.RESTRICTED_SYMBOL);
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
      BigDecimal held, Side side, String quantity, RejectReason reason) {
    ledger.restorePosition("s", "A", held);

    List<RejectReason> reasons = reasons(order(side, quantity, null));
    assertThat(reasons).isEqualTo(reason == null ? List.of() : List.of(reason));
  }

  @Test
  void shouldTellWhatCloses_whenTheOrderIsLarger() {
    hard = quantity(Optional.of(BigDecimal.ONE));
    ledger.restorePosition("s", "A", new BigDecimal("11.5"));

    assertThat(order(Side.SELL, "20", null).largestQuantity().orElseThrow())
        .isEqualByComparingTo("11.5");
  }

  @ParameterizedTest
  @CsvSource({"gone, A", "s, Z", "gone, Z"})
  void shouldLetAPositionBeLeft_whenTheDefinitionDoesNotNameIt(String strategy, String symbol) {
    ledger.restorePosition(strategy, symbol, new BigDecimal(7));

    Decision all = order(strategy, symbol, Side.SELL, "7");
    assertThat(all.approved()).isTrue();
    assertThat(all.reducing()).isTrue();
    assertThat(order(strategy, symbol, Side.SELL, "8").approved()).isFalse();
    assertThat(order(strategy, symbol, Side.BUY, "2").approved()).isFalse();
    assertThat(order("s", "A", Side.SELL, "2").reducing()).as("of another strategy").isFalse();

    ledger.reserve(new OrderState("o", strategy, symbol, Side.SELL, new BigDecimal(3), 0), marks());
    assertThat(order(strategy, symbol, Side.SELL, "7").approved()).as("more pends").isFalse();
    assertThat(order(strategy, symbol, Side.SELL, "4").approved()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-2", "100000000000002", "1e30"})
  void shouldReject_whenTheQuantityIsNone(String quantity) {
    assertThat(reasons(buy(quantity))).contains(RejectReason.BAD_QUANTITY);
  }

  @Test
  void shouldRoundDownToTheLot_whenTheQuantityIsNoWholeNumberOfLots() {
    Decision decision = buy("3");

    assertLimit(decision, RejectReason.NOT_A_LOT, "3", "2", "2", "REFERENCE_DATA");
    assertThat(decision.largestQuantity().orElseThrow()).isEqualByComparingTo("2");
    assertThat(buy("1").largestQuantity()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "100.05, ",
    "100.04, NOT_A_TICK",
    "0, BAD_PRICE",
    "-1, BAD_PRICE",
    "100000000000000.05, BAD_PRICE",
  })
  void shouldReject_whenTheLimitPriceIsNone(String price, RejectReason reason) {
    configuration = "{max_price_deviation: 1000000, max_order_notional: 1.0e+15}";
    List<RejectReason> reasons = reasons(order(Side.BUY, "2", price));

    if (reason == null) {
      assertThat(reasons).isEmpty();
    } else {
      assertThat(reasons).contains(reason);
    }
  }

  @Test
  void shouldReject_whenEquityIsNotAboveZero() {
    ledger.restoreAccount(new BigDecimal(-10_000), BigDecimal.ZERO, 0);

    assertThat(reasons(buy("2"))).contains(RejectReason.NO_EQUITY);
  }

  private void reserve(String id) {
    ledger.reserve(
        new OrderState(id, "s", "A", Side.BUY, new BigDecimal("0.00000001"), 0), marks());
  }

  private Decision buy(String quantity) {
    return order(Side.BUY, quantity, null);
  }

  private Decision order(Side side, String quantity, String limitPrice) {
    return order("s", "A", side, quantity, limitPrice);
  }

  private Decision order(String strategy, String symbol, Side side, String quantity) {
    return order(strategy, symbol, side, quantity, null);
  }

  private Decision order(
      String strategy, String symbol, Side side, String quantity, String limitPrice) {
    PortfolioSpec spec =
        new PortfolioSpec(
            "p",
            "m",
            "EUR",
            new BigDecimal(10_000),
            List.of(new StrategySpec("s", 1, List.of("A"), 0, 1)),
            hard,
            restricted);
    ledger.define(spec);
    BigDecimal large = BigDecimal.TEN.pow(20);
    Limit<BigDecimal> limit = new Limit<>(large, Rule.BUDGET);
    ledger.apply(new Limits(1, 0, limit, Map.of("s", limit), Map.of("A", limit), Optional.empty()));
    Order order =
        new Order(
            "new",
            "p",
            strategy,
            symbol,
            side,
            new BigDecimal(quantity),
            limitPrice != null,
            Optional.ofNullable(limitPrice).map(BigDecimal::new),
            false,
            false,
            0);
    return new Gate(Checks.ALWAYS, Checks.UNLESS_REDUCING, settings())
        .decide(
            order,
            Optional.of("p"),
            ledger,
            new TradingOverrides(),
            marks(),
            RiskModel.none("m"),
            0);
  }

  private GateSettings settings() {
    String keys = configuration.startsWith("{") ? configuration : "{" + configuration + "}";
    return Configuration.parse("test", "gate: " + keys).gate();
  }

  private Marks marks() {
    InstrumentSpec instrument =
        new InstrumentSpec(
            "A", AssetClass.EQUITY, currency, LOT, new BigDecimal("0.05"), BigDecimal.ONE);
    return new Marks(
        "m", 1, 0, Map.of("A", Marks.Mark.of(instrument, new BigDecimal(100), touch, 0)));
  }

  private static void assertLimit(
      Decision decision,
      RejectReason reason,
      String observed,
      String limit,
      String largest,
      String boundBy) {
    Violation violation = only(decision);
    assertThat(violation.reason()).isEqualTo(reason);
    assertThat(violation.observed().orElseThrow()).isEqualByComparingTo(observed);
    assertThat(violation.limit().orElseThrow()).isEqualByComparingTo(limit);
    assertThat(violation.largestQuantity().orElseThrow()).isEqualByComparingTo(largest);
    assertThat(violation.source().text()).isEqualTo(boundBy);
    assertThat(decision.approved()).isFalse();
  }

  private static Violation only(Decision decision) {
    assertThat(decision.violations()).hasSize(1);
    return decision.violations().get(0);
  }

  private static List<RejectReason> reasons(Decision decision) {
    return decision.violations().stream().map(Violation::reason).toList();
  }

  private static HardLimits only(OptionalDouble leverage, OptionalDouble weight) {
    return new HardLimits(
        leverage,
        Optional.empty(),
        Optional.empty(),
        weight,
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Map.of());
  }

  private static HardLimits quantity(Optional<BigDecimal> maxOrderQuantity) {
    return new HardLimits(
        OptionalDouble.empty(),
        Optional.empty(),
        maxOrderQuantity,
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Map.of());
  }
}
