package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.Range;
import com.alphapulse.riskbudget.audit.outside.CheckResult;
import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.HardLimits;
import com.alphapulse.riskbudget.avro.Mark;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.MarketStateCause;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeParameters;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Sizing;
import com.alphapulse.riskbudget.avro.StrategyBudget;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import com.alphapulse.riskbudget.avro.SymbolState;
import com.alphapulse.riskbudget.avro.TimeInForce;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.topology.GateRecorder;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A portfolio P with the strategies S and T and the symbols A and B in market M, cash 10000, that
 * trades through the real gate. Every mark, budget and order is a second later than the one before.
 */
final class Scene implements AutoCloseable {
  static final String GATE = gate(40);

  /** Remembers for longer than any scene lasts. */
  static final String NEVER_FORGETS = gate(3600);

  private static String gate(int executionMemory) {
    return "{max_mark_age: 20, max_budget_age: 60, max_intent_age: 30, execution_memory: %d, order_burst: 5, loss_marks: 2}"
        .formatted(executionMemory);
  }

  static final Instant START = Instant.parse("2005-03-01T16:30:00Z");

  private final GateRecorder gate;
  private Instant now = START;
  private long marks;
  private long states;
  private long budgets;
  private int overrides;
  private String currencyOfA = "EUR";

  Scene(Path directory) {
    this(directory, GATE);
  }

  private Scene(Path directory, String settings) {
    gate = new GateRecorder(directory, settings, START);
  }

  static GateSettings settings() {
    return settings(GATE);
  }

  static GateSettings settings(String gate) {
    return Configuration.parse("scene", "gate: " + gate).gate();
  }

  /** The audit of its orders; its budgets are made up. */
  static CheckResult audit(History history, GateSettings settings) {
    return Audit.ofOrders(history, settings, Range.ALL, (recorded, again) -> {});
  }

  /** A scene with a definition, marks, a market state and a budget. */
  static Scene open(Path directory) {
    return open(directory, GATE);
  }

  /** The same under other settings of the gate. */
  static Scene open(Path directory, String settings) {
    Scene scene = new Scene(directory, settings);
    scene.define("10000", limits -> {});
    scene.marks("10", "10");
    scene.state(0.2, 0.3, 0.5);
    scene.budget("100", "5000", 1.5, null);
    return scene;
  }

  /** Lets time pass, on the wall too. */
  Scene pass(long seconds) {
    now = now.plusSeconds(seconds);
    gate.pass(Duration.ofSeconds(seconds));
    return this;
  }

  Scene define(String cash, Consumer<HardLimits.Builder> limits) {
    return define(cash, limits, definition -> {});
  }

  /** A definition with anything else changed. */
  Scene define(
      String cash, Consumer<HardLimits.Builder> limits, Consumer<Portfolio.Builder> change) {
    HardLimits.Builder hard = HardLimits.newBuilder().setPositionLimits(Map.of());
    limits.accept(hard);
    Portfolio.Builder definition =
        Portfolio.newBuilder()
            .setPortfolioId("P")
            .setMarket("M")
            .setBaseCurrency("EUR")
            .setCash(number(cash))
            .setStrategies(List.of(strategy("S", 2.0), strategy("T", null)))
            .setHardLimits(hard.build())
            .setUpdatedAt(now);
    change.accept(definition);
    gate.send("P", definition.build());
    return this;
  }

  private static StrategyDefinition strategy(String id, Double maxOrderRate) {
    return StrategyDefinition.newBuilder()
        .setStrategyId(id)
        .setRiskShare(1)
        .setSymbols(List.of("A", "B"))
        .setMaxOrderRate(maxOrderRate)
        .build();
  }

  /** Lets the gate set the next record of a topic aside. */
  Scene setNextAside(Topics topic) {
    gate.setNextAside(topic);
    return this;
  }

  /** Withdraws the definition. */
  Scene withdraw() {
    gate.withdraw("P");
    return this;
  }

  Scene marks(String priceOfA, String priceOfB) {
    pass(1);
    gate.send(
        "M", new MarketMarks("M", ++marks, now, List.of(mark("A", priceOfA), mark("B", priceOfB))));
    return this;
  }

  /** The currency in which the next marks have A. */
  Scene currencyOfA(String currency) {
    currencyOfA = currency;
    return this;
  }

  private Mark mark(String symbol, String price) {
    return new Mark(
        symbol,
        number(price),
        now,
        AssetClass.EQUITY,
        symbol.equals("A") ? currencyOfA : "EUR",
        number("1"),
        number("0.01"),
        number(symbol.equals("A") ? "1" : "2"),
        null,
        null,
        null);
  }

  Scene state(double volatilityOfA, double volatilityOfB, double correlation) {
    gate.send(
        "M",
        new MarketState(
            "M",
            ++states,
            now,
            MarketStateCause.BAR_CLOSED,
            100L,
            252.0,
            true,
            Regime.BULL,
            1.0,
            Map.of(),
            START,
            "test",
            List.of(risk("A", volatilityOfA), risk("B", volatilityOfB)),
            List.of(correlation),
            correlation,
            0.0));
    return this;
  }

  private static SymbolState risk(String symbol, double volatility) {
    return new SymbolState(
        symbol, AssetClass.EQUITY, "EUR", number("10"), volatility, number("1"), number("1"));
  }

  /** A budget with the same position limit for A and B and the same exposure limit for S and T. */
  Scene budget(String position, String exposure, double leverage, Double volatilityLimit) {
    pass(1);
    gate.send(
        "P",
        BudgetUpdate.newBuilder()
            .setPortfolioId("P")
            .setVersion(++budgets)
            .setCause(BudgetCause.INITIAL)
            .setAsOf(now)
            .setMarket("M")
            .setMarketSequence(1)
            .setRegime(Regime.BULL)
            .setRegimeConfidence(1)
            .setRegimeSince(START)
            .setRegimeParameters(new RegimeParameters(1.0, leverage, 0.1, "RISK_BUDGETING"))
            .setEquity(number("10000"))
            .setForecastVolatility(0.1)
            .setTargetVolatility(0.1)
            .setTargetLeverage(leverage)
            .setLeverageLimit(leverage)
            .setLeverageLimitBoundBy("REGIME:BULL")
            .setVolatilityLimit(volatilityLimit)
            .setAverageCorrelation(0)
            .setStrategies(List.of(of("S", exposure), of("T", exposure)))
            .setSymbols(
                List.of(
                    new SymbolBudget("A", 0.5, number(position), 0.5, ""),
                    new SymbolBudget("B", 0.5, number(position), 0.5, "")))
            .build());
    return this;
  }

  private static StrategyBudget of(String strategyId, String exposure) {
    return new StrategyBudget(strategyId, 0.5, 0.5, number(exposure), number(exposure), 0.5, "");
  }

  OrderIntent intent(String id, String strategyId, String symbol, Side side, String quantity) {
    return OrderIntent.newBuilder()
        .setOrderId(id)
        .setPortfolioId("P")
        .setStrategyId(strategyId)
        .setSymbol(symbol)
        .setSide(side)
        .setQuantity(number(quantity))
        .setType(OrderType.MARKET)
        .setSizing(Sizing.EXACT)
        .setTimeInForce(TimeInForce.GTC)
        .setSubmittedAt(now)
        .build();
  }

  /** Sends an intent; a resent one is sent as it was. */
  Scene send(OrderIntent intent) {
    return send(intent, "P");
  }

  Scene send(OrderIntent intent, String key) {
    gate.send(key, intent);
    return this;
  }

  Scene order(String id, String strategyId, String symbol, Side side, String quantity) {
    return send(intent(id, strategyId, symbol, side, quantity));
  }

  Scene report(
      OrderIntent order, ExecutionStatus status, String last, String cumulative, String execId) {
    return report(order, status, last, cumulative, execId, "P");
  }

  Scene report(
      OrderIntent order,
      ExecutionStatus status,
      String last,
      String cumulative,
      String execId,
      String key) {
    gate.send(
        key,
        ExecutionReport.newBuilder()
            .setPortfolioId("P")
            .setOrderId(order.getOrderId())
            .setStrategyId(order.getStrategyId())
            .setSymbol(order.getSymbol())
            .setSide(order.getSide())
            .setStatus(status)
            .setLastQuantity(number(last))
            .setCumulativeQuantity(number(cumulative))
            .setPrice(number("10"))
            .setFee(number("1"))
            .setExecId(execId)
            .setEventTime(now)
            .build());
    return this;
  }

  /** Sends an override of the whole portfolio and returns its id. */
  String override(OverrideAction action, Consumer<RiskOverride.Builder> change) {
    String id = "o" + ++overrides;
    RiskOverride.Builder override =
        RiskOverride.newBuilder()
            .setOverrideId(id)
            .setPortfolioId("P")
            .setScope(OverrideScope.PORTFOLIO)
            .setAction(action)
            .setAuthor("operator")
            .setReason("test")
            .setCreatedAt(now);
    change.accept(override);
    RiskOverride record = override.build();
    gate.send(record.getPortfolioId(), record);
    return id;
  }

  Instant now() {
    return now;
  }

  History history() {
    return gate.history();
  }

  static BigDecimal number(String text) {
    return new BigDecimal(text).setScale(8);
  }

  @Override
  public void close() {
    gate.close();
  }
}
