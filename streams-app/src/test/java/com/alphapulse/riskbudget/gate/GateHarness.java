package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.account.ReportResult;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.check.Checks;
import com.alphapulse.riskbudget.gate.ledger.Executions;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** The gate and the plain model side by side: every event goes to both. */
public final class GateHarness {
  static final List<String> PORTFOLIOS = List.of("p1", "p2");
  static final List<String> STRATEGIES = List.of("s1", "s2");
  static final List<String> SYMBOLS = List.of("A", "B", "C");

  /** Base currency of both portfolios. */
  private static final String CURRENCY = "EUR";

  public static final GateSettings SETTINGS =
      Configuration.parse(
              "test",
              "gate: {max_mark_age: 10, max_held_mark_age: 14, max_budget_age: 10,"
                  + " max_order_notional: 6000, max_clock_lead: 4, order_burst: 2, loss_marks: 2}")
          .gate();
  private static final Map<String, PlainModel.Instrument> INSTRUMENTS =
      Map.of(
          "A", new PlainModel.Instrument(BigDecimal.ONE, BigDecimal.ONE),
          "B", new PlainModel.Instrument(new BigDecimal("0.1"), BigDecimal.TEN),
          "C", new PlainModel.Instrument(new BigDecimal("5"), BigDecimal.ONE));

  final Gate gate = new Gate(Checks.ALWAYS, Checks.UNLESS_REDUCING);
  public final Map<String, PortfolioLedger> ledgers = new HashMap<>();
  final TradingOverrides everywhere = new TradingOverrides();
  final PlainRisk plainRisk =
      new PlainRisk(
          new PlainRisk.Rates(
              Map.of("p1", new BigDecimal("5"), "p2", new BigDecimal("10")),
              Map.of(List.of("p2", "s1"), new BigDecimal("2.5")),
              2),
          Map.of("p2", new BigDecimal("0.01")),
          2);
  final PlainModel model =
      new PlainModel(
          Map.of("p1", new BigDecimal(10_000), "p2", new BigDecimal(5_000)),
          Map.of("p1", rules(), "p2", PlainModel.Rules.NONE),
          INSTRUMENTS,
          plainRisk);
  final PlainRules plainRules =
      new PlainRules(
          model,
          plainRisk,
          new PlainRules.Settings(new BigDecimal(6_000), 10_000, 14_000, 4_000, 3_600_000));
  private final Map<String, Marks.Mark> prices = new HashMap<>();
  private final MarketClock clock = new MarketClock();
  public Marks marks = Marks.none("m");
  public RiskModel riskModel = RiskModel.none("m");
  public BigDecimal volatilityLimit;

  /** The wall clock. */
  public long now;

  /** By which the times of prices are behind the wall clock; below 0, ahead. */
  long feedDelay;

  /** By which a sender's clock is ahead of the wall clock; below 0, behind. */
  public long senderLead;

  private long version;

  public GateHarness() {
    for (String portfolio : PORTFOLIOS) {
      ledgers.put(portfolio, new PortfolioLedger(portfolio));
    }
    ledgers.get("p1").define(spec("p1", "10000", OptionalDouble.empty(), hardLimits()));
    ledgers
        .get("p2")
        .define(
            spec(
                "p2",
                "5000",
                OptionalDouble.of(2.5),
                hard(OptionalDouble.of(0.01), OptionalDouble.of(10))));
  }

  static BigDecimal lot(String symbol) {
    return INSTRUMENTS.get(symbol).lot();
  }

  public void price(String symbol, BigDecimal price) {
    price(symbol, price, CURRENCY);
  }

  /** A price in another currency than the portfolios', or in nobody knows which. */
  void price(String symbol, BigDecimal price, String currency) {
    InstrumentSpec instrument =
        new InstrumentSpec(
            symbol,
            AssetClass.EQUITY,
            currency,
            lot(symbol),
            new BigDecimal("0.01"),
            INSTRUMENTS.get(symbol).multiplier());
    long time = now - feedDelay;
    prices.put(symbol, Marks.Mark.of(instrument, price, time));
    Marks before = marks;
    marks = new Marks("m", marks.sequence() + 1, Math.max(marks.asOf(), time), prices);
    clock.advance(marks.asOf(), now);
    for (PortfolioLedger ledger : ledgers.values()) {
      ledger
          .equity(marks)
          .ifPresent(
              equity ->
                  ledger
                      .lossWatch()
                      .observe(
                          () -> ledger.equity(before),
                          equity,
                          now,
                          ledger.spec().orElseThrow().hardLimits(),
                          SETTINGS.lossMarks()));
    }
    model.add(new PlainModel.Price(symbol, price, !currency.equals(CURRENCY), time, now));
  }

  /** Volatilities of A, B and C and their correlations (B, A), (C, A), (C, B). */
  public void risk(double[] volatilities, double... correlations) {
    List<MarketSnapshot.SymbolRisk> symbols = new ArrayList<>();
    for (String symbol : SYMBOLS) {
      symbols.add(
          new MarketSnapshot.SymbolRisk(
              InstrumentSpec.defaults(symbol, AssetClass.EQUITY, "EUR"),
              BigDecimal.ONE,
              volatilities[symbols.size()]));
    }
    riskModel =
        RiskModel.of(
            new MarketSnapshot(
                "m",
                riskModel.sequence() + 1,
                now,
                100,
                252,
                true,
                new MarketSnapshot.Detected(Regime.BULL, 1, Map.of(), now, "test"),
                symbols,
                new MarketSnapshot.Correlations(
                    new double[][] {
                      {}, {correlations[0]}, {correlations[1], correlations[2]},
                    },
                    0,
                    0),
                Map.of()));
  }

  public void budget(
      String portfolio,
      BigDecimal leverage,
      Map<String, BigDecimal> strategies,
      Map<String, BigDecimal> positions) {
    version++;
    ledgers
        .get(portfolio)
        .apply(
            new Limits(
                version,
                now,
                new Limit<>(leverage, Rule.BUDGET),
                limits(strategies),
                limits(positions),
                Optional.ofNullable(volatilityLimit)
                    .map(limit -> new Limit<>(limit, Rule.BUDGET))));
    model.add(new PlainModel.Budget(portfolio, now, leverage, strategies, positions));
  }

  void override(PlainModel.Command command) {
    RiskOverrideSpec override =
        new RiskOverrideSpec(
            command.id(),
            command.portfolio(),
            OverrideScope.valueOf(command.scope()),
            command.scopeId(),
            OverrideAction.valueOf(command.action()),
            Optional.ofNullable(command.value()),
            Optional.empty(),
            Optional.empty(),
            false,
            "operator",
            "test",
            now,
            command.expiresAt() == PlainModel.NEVER
                ? OptionalLong.empty()
                : OptionalLong.of(command.expiresAt()));
    overrides(command.portfolio()).apply(override);
    if (override.action() == OverrideAction.RESUME && override.scope() == OverrideScope.PORTFOLIO) {
      ledgers.values().stream()
          .filter(
              l ->
                  command.portfolio().equals(PlainModel.ALL)
                      || command.portfolio().equals(l.portfolioId()))
          .forEach(l -> l.lossWatch().resume(l.equity(marks), now));
    }
    model.add(command);
  }

  ReportResult report(PlainModel.Report report, ExecutionEvent.Status status) {
    ExecutionEvent event =
        new ExecutionEvent(
            report.order(),
            report.strategy(),
            report.symbol(),
            report.buy() ? Side.BUY : Side.SELL,
            status,
            report.last(),
            report.cumulative(),
            report.price(),
            report.fee(),
            report.exec(),
            now);
    model.add(report);
    // The multiplier comes with the marks; the property prices every symbol before it trades.
    return Executions.apply(event, ledgers.get(report.portfolio()), marks, clock.received(now));
  }

  void release(String portfolio, String order) {
    Executions.release(order, ledgers.get(portfolio), marks);
    model.add(new PlainModel.Release(portfolio, order));
  }

  public Order order(PlainModel.Ask ask, BigDecimal quantity, boolean reduceToFit) {
    return new Order(
        ask.order(),
        ask.portfolio(),
        ask.strategy(),
        ask.symbol(),
        ask.buy() ? Side.BUY : Side.SELL,
        quantity,
        ask.limitPrice() != null,
        Optional.ofNullable(ask.limitPrice()),
        reduceToFit,
        ask.reduceOnly(),
        now + senderLead);
  }

  /** The market's time. */
  long asOf() {
    return clock.now(now);
  }

  /** The largest order of the kind that would pass now. */
  Headroom headroom(Order order) {
    return Headroom.of(
        gate,
        quantity ->
            new Proposal(
                sized(order, quantity),
                Optional.of(order.portfolioId()),
                new Proposal.World(
                    ledgers.get(order.portfolioId()),
                    everywhere,
                    marks,
                    riskModel,
                    SETTINGS,
                    asOf())));
  }

  /** The order at another quantity. */
  static Order sized(Order order, BigDecimal quantity) {
    return new Order(
        order.orderId(),
        order.portfolioId(),
        order.strategyId(),
        order.symbol(),
        order.side(),
        quantity,
        order.limit(),
        order.limitPrice(),
        order.reduceToFit(),
        order.reduceOnly(),
        order.submittedAt());
  }

  /** Expires overrides as the wiring does and decides; changes nothing else. */
  public Decision decide(Order order) {
    ledgers.values().forEach(ledger -> ledger.overrides().expire(asOf()));
    return gate.decide(
        new Proposal(
            order,
            Optional.of(order.portfolioId()),
            new Proposal.World(
                ledgers.get(order.portfolioId()), everywhere, marks, riskModel, SETTINGS, asOf())));
  }

  /** Counts an order that was decided. */
  public void count(PlainModel.Ask ask, Decision decision) {
    PortfolioLedger ledger = ledgers.get(ask.portfolio());
    ledger.count(decision.taken());
    model.asked(ask, now);
  }

  public void reserve(Decision decision) {
    Order order = decision.order();
    ledgers
        .get(order.portfolioId())
        .reserve(
            new OrderState(
                order.orderId(),
                order.strategyId(),
                order.symbol(),
                order.side(),
                decision.approvedQuantity(),
                decision.asOf()),
            marks);
    model.add(
        new PlainModel.Approval(
            order.portfolioId(),
            order.orderId(),
            order.strategyId(),
            order.symbol(),
            order.side() == Side.BUY,
            decision.approvedQuantity()));
  }

  private TradingOverrides overrides(String portfolio) {
    return portfolio.equals(PlainModel.ALL) ? everywhere : ledgers.get(portfolio).overrides();
  }

  private static Map<String, Limit<BigDecimal>> limits(Map<String, BigDecimal> values) {
    Map<String, Limit<BigDecimal>> limits = new HashMap<>();
    values.forEach((id, value) -> limits.put(id, new Limit<>(value, Rule.BUDGET)));
    return limits;
  }

  private static PortfolioSpec spec(
      String id, String cash, OptionalDouble rateOfFirst, HardLimits hardLimits) {
    return new PortfolioSpec(
        id,
        "m",
        CURRENCY,
        new BigDecimal(cash),
        List.of(
            new StrategySpec("s1", 1, List.of("A", "B"), 0, 1, rateOfFirst, OptionalDouble.empty()),
            new StrategySpec("s2", 1, List.of("B", "C"), 0, 1)),
        hardLimits,
        Set.of());
  }

  /** Hard limits on drawdown and orders a second alone. */
  static HardLimits hard(OptionalDouble maxDrawdown, OptionalDouble maxOrderRate) {
    return new HardLimits(
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        maxDrawdown,
        maxOrderRate,
        OptionalDouble.empty(),
        Map.of());
  }

  private static HardLimits hardLimits() {
    return new HardLimits(
        OptionalDouble.of(1.5),
        Optional.of(new BigDecimal(4_000)),
        Optional.of(new BigDecimal(35)),
        OptionalDouble.of(0.5),
        OptionalInt.of(6),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.of(5),
        OptionalDouble.empty(),
        Map.of("A", new BigDecimal(40)));
  }

  private static PlainModel.Rules rules() {
    return new PlainModel.Rules(
        new BigDecimal("1.5"),
        new BigDecimal(4_000),
        new BigDecimal(35),
        new BigDecimal("0.5"),
        6,
        Map.of("A", new BigDecimal(40)));
  }
}
