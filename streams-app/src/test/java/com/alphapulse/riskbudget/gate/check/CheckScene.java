package com.alphapulse.riskbudget.gate.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Numbers;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Gate;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One order before the gate. Portfolio p has equity 10 000 EUR and the strategies s and t; A is at
 * 100 with lot 2, tick 0.05 and volatility 0.2, B at 10. It is time 0, all is fresh, and the budget
 * leaves room for whatever a test does not narrow.
 */
public final class CheckScene {
  public final PortfolioLedger ledger = new PortfolioLedger("p");
  final TradingOverrides everywhere = new TradingOverrides();
  final Map<String, Marks.Mark> marks = new HashMap<>();
  RiskModel riskModel = riskModel(0.2);

  /** Keys of the gate, and calendars beside them. */
  String configuration = "";

  String calendars = "{}";
  public HardLimits hard = HardLimits.NONE;
  Set<String> restricted = Set.of();
  String leverage = "1e20";
  public String strategyLimit = "1e20";
  public String positionLimit = "1e20";
  public String volatilityLimit;
  Optional<Long> budgetTime = Optional.of(0L);
  Optional<String> key = Optional.of("p");
  long now;

  public CheckScene() {
    mark("A", "100", "EUR", Touch.NONE, 0, "");
    mark("B", "10", "EUR", Touch.NONE, 0, "");
  }

  void mark(String symbol, String price, String currency, Touch touch, long time, String calendar) {
    InstrumentSpec instrument =
        new InstrumentSpec(
            symbol,
            AssetClass.EQUITY,
            currency,
            new BigDecimal(2),
            new BigDecimal("0.05"),
            BigDecimal.ONE);
    marks.put(symbol, Marks.Mark.of(instrument, new BigDecimal(price), touch, time, calendar));
  }

  /** Volatility of A; B has a tenth and moves on its own. */
  static RiskModel riskModel(double volatility) {
    return RiskModel.of(
        new MarketSnapshot(
            "m",
            1,
            0,
            100,
            252,
            true,
            new MarketSnapshot.Detected(Regime.BULL, 1, Map.of(), 0, "test"),
            List.of(risk("A", volatility), risk("B", volatility / 10)),
            new MarketSnapshot.Correlations(new double[][] {{}, {0}}, 0, 0),
            Map.of()));
  }

  private static MarketSnapshot.SymbolRisk risk(String symbol, double volatility) {
    return new MarketSnapshot.SymbolRisk(
        InstrumentSpec.defaults(symbol, AssetClass.EQUITY, "EUR"), BigDecimal.ONE, volatility);
  }

  /** Hard limits by name: leverage, notional, quantity, weight, openOrders, rate, deviation. */
  static HardLimits hard(String... namesAndValues) {
    Map<String, BigDecimal> limits = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      limits.put(namesAndValues[i], new BigDecimal(namesAndValues[i + 1]));
    }
    return new HardLimits(
        real(limits, "leverage"),
        Optional.ofNullable(limits.get("notional")),
        Optional.ofNullable(limits.get("quantity")),
        real(limits, "weight"),
        limits.containsKey("openOrders")
            ? OptionalInt.of(limits.get("openOrders").intValueExact())
            : OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        real(limits, "rate"),
        real(limits, "deviation"),
        Map.of());
  }

  private static OptionalDouble real(Map<String, BigDecimal> limits, String name) {
    return limits.containsKey(name)
        ? OptionalDouble.of(limits.get(name).doubleValue())
        : OptionalDouble.empty();
  }

  void hold(String strategy, String symbol, String position) {
    ledger.restorePosition(strategy, symbol, new BigDecimal(position));
  }

  void reserve(String id, String strategy, String symbol, Side side, String quantity) {
    ledger.reserve(
        new OrderState(id, strategy, symbol, side, new BigDecimal(quantity), 0), marks());
  }

  void override(
      TradingOverrides among,
      OverrideAction action,
      String portfolio,
      OverrideScope scope,
      String scopeId) {
    among.apply(
        new RiskOverrideSpec(
            "v1",
            portfolio,
            scope,
            scopeId,
            action,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            "operator",
            "test",
            0,
            OptionalLong.empty()));
  }

  /** To buy A at market. */
  public Order buy(String quantity) {
    return order(Side.BUY, quantity, null);
  }

  /** To sell A at market. */
  Order sell(String quantity) {
    return order(Side.SELL, quantity, null);
  }

  /** In A; without a price at market. */
  public Order order(Side side, String quantity, String limitPrice) {
    return order("s", "A", side, quantity, limitPrice);
  }

  Order order(String strategy, String symbol, Side side, String quantity, String limitPrice) {
    return new Order(
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
        now);
  }

  static Order reduceOnly(Order order, boolean reduceToFit) {
    return new Order(
        order.orderId(),
        order.portfolioId(),
        order.strategyId(),
        order.symbol(),
        order.side(),
        order.quantity(),
        order.limit(),
        order.limitPrice(),
        reduceToFit,
        true,
        order.submittedAt());
  }

  static Order submitted(Order order, long time) {
    return new Order(
        order.orderId(),
        order.portfolioId(),
        order.strategyId(),
        order.symbol(),
        order.side(),
        order.quantity(),
        order.limit(),
        order.limitPrice(),
        false,
        false,
        time);
  }

  /** What the checks read, of a portfolio that is defined and has a budget. */
  public Proposal proposal(Order order) {
    ledger.define(
        new PortfolioSpec(
            "p",
            "m",
            "EUR",
            new BigDecimal(10_000),
            List.of(
                new StrategySpec("s", 1, List.of("A", "B"), 0, 1),
                new StrategySpec(
                    "t", 1, List.of("A"), 0, 1, OptionalDouble.of(2), OptionalDouble.empty())),
            hard,
            restricted));
    ledger.dropLimits();
    budgetTime.ifPresent(
        time ->
            ledger.apply(
                new Limits(
                    1,
                    time,
                    limit(leverage),
                    Map.of("s", limit(strategyLimit), "t", limit(strategyLimit)),
                    Map.of("A", limit(positionLimit), "B", limit(positionLimit)),
                    Optional.ofNullable(volatilityLimit).map(CheckScene::limit))));
    return undefined(order);
  }

  /** What the checks read, of the ledger as it is. */
  public Proposal undefined(Order order) {
    return new Proposal(
        order, key, new Proposal.World(ledger, everywhere, marks(), riskModel, settings(), now));
  }

  private static Limit<BigDecimal> limit(String value) {
    return new Limit<>(new BigDecimal(value), Rule.BUDGET);
  }

  GateSettings settings() {
    return Configuration.parse(
            "test", "gate: {%s}\ncalendars: %s".formatted(configuration, calendars))
        .gate();
  }

  Marks marks() {
    return new Marks("m", marks.hashCode(), now, marks);
  }

  /** By all checks. */
  Decision decide(Order order) {
    return new Gate(Checks.ALWAYS, Checks.UNLESS_REDUCING).decide(proposal(order));
  }

  List<RejectReason> reasons(Order order) {
    return decide(order).violations().stream().map(Violation::reason).toList();
  }

  /** What one check finds. */
  static List<Violation> found(Check check, Proposal proposal) {
    Findings findings = new Findings(proposal.order());
    check.examine(proposal, findings);
    return findings.violations();
  }

  List<String> figures(Check check, Order order) {
    return figures(check, proposal(order));
  }

  /** The figures of a check, as {@code subject: 3 AT_MOST 2 HARD_LIMIT UNITS}. */
  static List<String> figures(Check check, Proposal proposal) {
    return check.figures(proposal).stream().map(CheckScene::text).toList();
  }

  private static String text(Figure figure) {
    if (figure.unit() == Figure.Unit.NONE) {
      return figure.subject();
    }
    return "%s%s %s %s %s"
        .formatted(
            figure.subject().isEmpty() ? "" : figure.subject() + ": ",
            figure.observed().map(Numbers::plain).orElse("unknown"),
            figure.relation(),
            figure
                .limit()
                .map(l -> Numbers.plain(l.value()) + " " + l.source().text())
                .orElse("none"),
            figure.unit());
  }

  /** The order passes all checks, this one looking at {@code figure}. */
  void assertPasses(Check check, Order order, String figure) {
    assertThat(decide(order).violations()).isEmpty();
    assertThat(figures(check, order)).contains(figure);
  }

  /** The order breaks this check alone, and the violation says what {@code figure} says. */
  Violation assertBroken(Check check, Order order, RejectReason reason, String figure) {
    List<Violation> violations = decide(order).violations();
    assertThat(violations).hasSize(1);
    Violation violation = violations.get(0);
    assertThat(violation.reason()).isEqualTo(reason);
    assertThat(figures(check, order)).contains(figure);
    assertThat(figure)
        .contains(
            "%s %s"
                .formatted(
                    violation.limit().map(Numbers::plain).orElse("none"),
                    violation.source().text()))
        .contains(violation.observed().map(Numbers::plain).orElse("unknown") + " ");
    return violation;
  }

  /** The same, and no more than {@code largest} would have passed. */
  void assertLimit(Check check, Order order, RejectReason reason, String figure, String largest) {
    Violation violation = assertBroken(check, order, reason, figure);
    assertThat(violation.largestQuantity().orElseThrow()).isEqualByComparingTo(largest);
  }
}
