package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.audit.History.Entry;
import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Mark;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeParameters;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Sizing;
import com.alphapulse.riskbudget.avro.StrategyBudget;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import com.alphapulse.riskbudget.avro.TimeInForce;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Writes histories by hand: one portfolio P with the strategies S and T, symbols A and B, cash
 * 1000, all in partition 0. Each decision's cursor stands at the ends of the topics as they are
 * then.
 */
final class Histories {
  static {
    // Avro copies records of trusted packages only; the serde sees to that when it is first used.
    AvroSerde.of(OrderIntent.class, new InMemorySchemaRegistry());
  }

  private static final Instant TIME = Instant.parse("2005-03-01T16:30:00Z");

  private final List<Entry<OrderIntent>> intents = new ArrayList<>();
  private final List<Entry<OrderDecision>> decisions = new ArrayList<>();
  private final List<Entry<ExecutionReport>> executions = new ArrayList<>();
  private final List<Entry<BudgetUpdate>> budgets = new ArrayList<>();
  private final List<Entry<MarketMarks>> marks = new ArrayList<>();
  private final List<Entry<Portfolio>> portfolios = new ArrayList<>();

  Histories portfolio(String cash) {
    Portfolio portfolio =
        Portfolio.newBuilder()
            .setPortfolioId("P")
            .setMarket("M")
            .setBaseCurrency("EUR")
            .setCash(number(cash))
            .setStrategies(List.of(strategy("S"), strategy("T")))
            .setUpdatedAt(TIME)
            .build();
    return add(portfolios, portfolio);
  }

  private static StrategyDefinition strategy(String id) {
    return StrategyDefinition.newBuilder()
        .setStrategyId(id)
        .setRiskShare(1)
        .setSymbols(List.of("A", "B"))
        .build();
  }

  Histories marks(String priceOfA, String priceOfB) {
    MarketMarks update =
        MarketMarks.newBuilder()
            .setMarket("M")
            .setSequence(marks.size() + 1)
            .setAsOf(TIME)
            .setMarks(List.of(mark("A", priceOfA), mark("B", priceOfB)))
            .build();
    return add(marks, update);
  }

  private static Mark mark(String symbol, String price) {
    return Mark.newBuilder()
        .setSymbol(symbol)
        .setPrice(number(price))
        .setEventTime(TIME)
        .setAssetClass(AssetClass.EQUITY)
        .setCurrency("EUR")
        .setLotSize(number("1"))
        .setTickSize(number("0.01"))
        .setContractMultiplier(number("1"))
        .build();
  }

  /** A budget with the same position limit for A and B and the same exposure limit for S and T. */
  Histories budget(String positionLimit, String exposureLimit, double leverage) {
    BudgetUpdate budget =
        BudgetUpdate.newBuilder()
            .setPortfolioId("P")
            .setVersion(budgets.size() + 1)
            .setCause(BudgetCause.INITIAL)
            .setAsOf(TIME)
            .setMarket("M")
            .setMarketSequence(1)
            .setRegime(Regime.BULL)
            .setRegimeConfidence(1)
            .setRegimeSince(TIME)
            .setRegimeParameters(new RegimeParameters(1.0, leverage, 0.1, "RISK_BUDGETING"))
            .setEquity(number("1000"))
            .setForecastVolatility(0.1)
            .setTargetVolatility(0.1)
            .setTargetLeverage(leverage)
            .setLeverageLimit(leverage)
            .setLeverageLimitBoundBy("REGIME:BULL")
            .setAverageCorrelation(0)
            .setStrategies(List.of(budget("S", exposureLimit), budget("T", exposureLimit)))
            .setSymbols(List.of(limit("A", positionLimit), limit("B", positionLimit)))
            .build();
    return add(budgets, budget);
  }

  private static StrategyBudget budget(String strategyId, String exposureLimit) {
    return StrategyBudget.newBuilder()
        .setStrategyId(strategyId)
        .setRiskShare(0.5)
        .setCapitalWeight(0.5)
        .setAllocatedCapital(number(exposureLimit))
        .setExposureLimit(number(exposureLimit))
        .setRiskContribution(0.5)
        .setBoundBy("TARGET")
        .build();
  }

  private static SymbolBudget limit(String symbol, String positionLimit) {
    return SymbolBudget.newBuilder()
        .setSymbol(symbol)
        .setTargetWeight(0.5)
        .setPositionLimit(number(positionLimit))
        .setRiskContribution(0.5)
        .setBoundBy("TARGET")
        .build();
  }

  static OrderIntent intent(
      String orderId, String strategyId, String symbol, Side side, String quantity) {
    return OrderIntent.newBuilder()
        .setOrderId(orderId)
        .setPortfolioId("P")
        .setStrategyId(strategyId)
        .setSymbol(symbol)
        .setSide(side)
        .setQuantity(number(quantity))
        .setType(OrderType.MARKET)
        .setSizing(Sizing.EXACT)
        .setTimeInForce(TimeInForce.GTC)
        .setSubmittedAt(TIME)
        .build();
  }

  Histories sent(OrderIntent intent) {
    return add(intents, intent);
  }

  /** An intent and its approval in full. Position and pending quantities are of the portfolio. */
  Histories approved(OrderIntent intent, String position, String buys, String sells) {
    return approved(intent, position, buys, sells, decision -> decision);
  }

  Histories approved(
      OrderIntent intent,
      String position,
      String buys,
      String sells,
      UnaryOperator<OrderDecision.Builder> change) {
    return decided(
        intent,
        position,
        buys,
        sells,
        decision ->
            change.apply(
                decision.setOutcome(Outcome.APPROVED).setApprovedQuantity(intent.getQuantity())));
  }

  /** An intent and its rejection for one reason. */
  Histories rejected(
      OrderIntent intent, String position, String buys, String sells, String reason) {
    Violation violation =
        Violation.newBuilder()
            .setReason(reason)
            .setMessage("")
            .setScope("ORDER")
            .setScopeId("")
            .setBoundBy("BUDGET")
            .build();
    return decided(
        intent, position, buys, sells, decision -> decision.setViolations(List.of(violation)));
  }

  private Histories decided(
      OrderIntent intent,
      String position,
      String buys,
      String sells,
      UnaryOperator<OrderDecision.Builder> change) {
    DecisionInputs inputs =
        DecisionInputs.newBuilder()
            .setLedgerSequence(decisions.size())
            .setPosition(number(position))
            .setPendingBuys(number(buys))
            .setPendingSells(number(sells))
            .setStrategyPosition(number(position))
            .setStrategyPendingBuys(number(buys))
            .setStrategyPendingSells(number(sells))
            .setOpenOrders(0)
            .setTradingState(TradingState.ACTIVE)
            .build();
    OrderDecision.Builder decision =
        OrderDecision.newBuilder()
            .setIntent(intent)
            .setOutcome(Outcome.REJECTED)
            .setApprovedQuantity(number("0"))
            .setReducing(false)
            .setViolations(List.of())
            .setInputs(inputs)
            .setCursor(cursor())
            .setAsOf(TIME)
            .setDecidedAt(TIME);
    sent(intent);
    return add(decisions, change.apply(decision).build());
  }

  /** Adds a decision as it is, without an intent. */
  Histories decision(OrderDecision decision) {
    return add(decisions, decision);
  }

  /** The latest decision. */
  OrderDecision last() {
    return decisions.get(decisions.size() - 1).value();
  }

  Map<String, Long> cursor() {
    Map<String, Long> cursor = new HashMap<>();
    cursor.put("order-intent", end(intents));
    cursor.put("execution-report", end(executions));
    cursor.put("budget-update", end(budgets));
    cursor.put("portfolio", end(portfolios));
    cursor.put("market-marks", end(marks));
    cursor.put("risk-override-routed", -1L);
    return cursor;
  }

  Histories report(
      OrderIntent order, ExecutionStatus status, String last, String cumulative, String execId) {
    ExecutionReport report =
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
            .setEventTime(TIME)
            .build();
    return add(executions, report);
  }

  History history() {
    return new History(intents, decisions, executions, budgets, marks, portfolios);
  }

  /** Offsets have gaps, as transactions leave them. */
  private static <T> long end(List<Entry<T>> topic) {
    return topic.size() * 2L - 1;
  }

  private <T> Histories add(List<Entry<T>> topic, T value) {
    topic.add(new Entry<>(0, topic.size() * 2L + 1, "P", value));
    return this;
  }

  static BigDecimal number(String text) {
    return new BigDecimal(text).setScale(8);
  }
}
