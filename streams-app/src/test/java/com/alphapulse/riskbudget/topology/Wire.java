package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.HardLimits;
import com.alphapulse.riskbudget.avro.Mark;
import com.alphapulse.riskbudget.avro.MarketData;
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
import com.alphapulse.riskbudget.avro.StrategyBudget;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import com.alphapulse.riskbudget.avro.SymbolState;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records for the tests of this package: one portfolio, one strategy, two symbols. */
public final class Wire {
  public static final String PORTFOLIO = "alpha";
  public static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  private Wire() {}

  /** A portfolio with marks and a budget, and the order o1 of it: 20 of A at 100 pend. */
  static void openOneOrder(StageDriver stage) {
    stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
    stage.send(Topics.MARKET_MARKS, "us", Wire.marks(1, START, "100", "50"), MarketMarks.class);
    stage.send(Topics.BUDGET_UPDATE, PORTFOLIO, Wire.budget(1, START), BudgetUpdate.class);
    stage.send(
        Topics.ORDER_INTENT,
        PORTFOLIO,
        Wire.intent("o1", Side.BUY, "20", START),
        OrderIntent.class);
  }

  public static BigDecimal dec(String value) {
    return new BigDecimal(value).setScale(8);
  }

  public static Portfolio portfolio(HardLimits hardLimits) {
    return portfolio(hardLimits, null);
  }

  public static Portfolio portfolio(HardLimits hardLimits, Double maxOrderRate) {
    return Portfolio.newBuilder()
        .setPortfolioId(PORTFOLIO)
        .setMarket("us")
        .setBaseCurrency("USD")
        .setCash(dec("10000"))
        .setStrategies(
            List.of(
                StrategyDefinition.newBuilder()
                    .setStrategyId("s1")
                    .setRiskShare(1.0)
                    .setSymbols(List.of("A", "B"))
                    .setMaxOrderRate(maxOrderRate)
                    .build()))
        .setHardLimits(hardLimits)
        .setUpdatedAt(START)
        .build();
  }

  public static MarketMarks marks(long sequence, Instant asOf, String priceOfA, String priceOfB) {
    return new MarketMarks(
        "us", sequence, asOf, List.of(mark("A", priceOfA, asOf), mark("B", priceOfB, asOf)));
  }

  private static Mark mark(String symbol, String price, Instant time) {
    return new Mark(
        symbol,
        dec(price),
        time,
        AssetClass.EQUITY,
        "USD",
        dec("1"),
        dec("0.01"),
        dec("1"),
        null,
        null,
        null);
  }

  /** Volatilities and the correlation of A and B. */
  public static MarketState state(
      long sequence, Instant asOf, double volatilityOfA, double volatilityOfB, double correlation) {
    return new MarketState(
        "us",
        sequence,
        asOf,
        MarketStateCause.BAR_CLOSED,
        100L,
        252.0,
        true,
        Regime.BULL,
        1.0,
        Map.of(),
        START,
        "test",
        List.of(symbol("A", volatilityOfA), symbol("B", volatilityOfB)),
        List.of(correlation),
        correlation,
        0.0);
  }

  private static SymbolState symbol(String symbol, double volatility) {
    return new SymbolState(
        symbol, AssetClass.EQUITY, "USD", dec("100"), volatility, dec("1"), dec("1"));
  }

  public static BudgetUpdate budget(long version, Instant asOf) {
    return budget(version, asOf, null);
  }

  public static BudgetUpdate budget(long version, Instant asOf, Double volatilityLimit) {
    return BudgetUpdate.newBuilder()
        .setPortfolioId(PORTFOLIO)
        .setVersion(version)
        .setCause(BudgetCause.SCHEDULED)
        .setAsOf(asOf)
        .setMarket("us")
        .setMarketSequence(version)
        .setRegime(Regime.BULL)
        .setRegimeConfidence(1.0)
        .setRegimeSince(START)
        .setRegimeParameters(new RegimeParameters(0.8, 1.5, 0.15, "RISK_BUDGETING"))
        .setEquity(dec("10000"))
        .setForecastVolatility(0.1)
        .setTargetVolatility(0.15)
        .setTargetLeverage(1.0)
        .setLeverageLimit(1.0)
        .setLeverageLimitBoundBy("")
        .setAverageCorrelation(0.2)
        .setVolatilityLimit(volatilityLimit)
        .setStrategies(
            List.of(new StrategyBudget("s1", 1.0, 1.0, dec("10000"), dec("9000"), 1.0, "")))
        .setSymbols(
            List.of(
                new SymbolBudget("A", 0.5, dec("60"), 0.5, ""),
                new SymbolBudget("B", 0.5, dec("60"), 0.5, "")))
        .build();
  }

  public static OrderIntent intent(
      String orderId, Side side, String quantity, Instant submittedAt) {
    return OrderIntent.newBuilder()
        .setOrderId(orderId)
        .setPortfolioId(PORTFOLIO)
        .setStrategyId("s1")
        .setSymbol("A")
        .setSide(side)
        .setQuantity(dec(quantity))
        .setType(OrderType.MARKET)
        .setSubmittedAt(submittedAt)
        .build();
  }

  public static ExecutionReport report(
      String orderId, Side side, ExecutionStatus status, String last, String execId, Instant time) {
    return report(orderId, side, status, last, last, execId, time);
  }

  public static ExecutionReport report(
      String orderId,
      Side side,
      ExecutionStatus status,
      String last,
      String cumulative,
      String execId,
      Instant time) {
    return ExecutionReport.newBuilder()
        .setPortfolioId(PORTFOLIO)
        .setOrderId(orderId)
        .setStrategyId("s1")
        .setSymbol("A")
        .setSide(side)
        .setStatus(status)
        .setLastQuantity(dec(last))
        .setCumulativeQuantity(dec(cumulative))
        .setPrice(dec("100"))
        .setFee(dec("0"))
        .setExecId(execId)
        .setEventTime(time)
        .build();
  }

  public static RiskOverride override(String id, OverrideAction action, Instant createdAt) {
    return RiskOverride.newBuilder()
        .setOverrideId(id)
        .setPortfolioId(PORTFOLIO)
        .setScope(OverrideScope.PORTFOLIO)
        .setAction(action)
        .setAuthor("operator")
        .setReason("test")
        .setCreatedAt(createdAt)
        .build();
  }

  static MarketData price(String symbol, String price, Instant time) {
    return MarketData.newBuilder()
        .setSymbol(symbol)
        .setMarket("us")
        .setAssetClass(AssetClass.EQUITY)
        .setPrice(dec(price))
        .setEventTime(time)
        .build();
  }

  static MarketData price(String symbol, String price, String bid, String ask, Instant time) {
    return MarketData.newBuilder(price(symbol, price, time))
        .setBid(bid == null ? null : dec(bid))
        .setAsk(ask == null ? null : dec(ask))
        .build();
  }

  public static HardLimits hardLimits(Double maxDailyLoss) {
    return HardLimits.newBuilder()
        .setMaxDailyLoss(maxDailyLoss)
        .setPositionLimits(Map.of())
        .build();
  }
}
