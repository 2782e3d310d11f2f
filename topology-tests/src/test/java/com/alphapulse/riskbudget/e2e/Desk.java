package com.alphapulse.riskbudget.e2e;

import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A market of its own with two symbols, and portfolios with one strategy that trade in it. */
final class Desk {
  static final String STRATEGY = "trend";
  static final BigDecimal CASH = decimal("1000000");

  /** Prices of both symbols, bar by bar: they move, and not in step. */
  private static final String[][] PRICES = {
    {"100", "50"},
    {"101", "50.2"},
    {"100.1", "50.6"},
    {"101.3", "50.1"},
    {"100.4", "50.5"},
    {"101.2", "50.9"},
    {"100", "50"}
  };

  private static final Duration BAR = Duration.ofMinutes(1);

  private final Outside outside;
  private final String market;
  private final List<String> portfolioIds;
  private final BigDecimal cash;
  private final Instant start;
  private int bars;

  /**
   * @param market a name that nobody else uses
   * @param portfolioIds that nobody else uses
   * @param cash of each portfolio
   */
  Desk(Outside outside, String market, List<String> portfolioIds, BigDecimal cash) {
    this.outside = outside;
    this.market = market;
    this.portfolioIds = portfolioIds;
    this.cash = cash;
    this.start = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(BAR.multipliedBy(30));
  }

  Desk(Outside outside, String market, String portfolioId) {
    this(outside, market, List.of(portfolioId), CASH);
  }

  /** Defines everything and plays prices, until the gate holds a budget of a bull market. */
  Map<String, BudgetUpdate> open() {
    for (String symbol : symbols()) {
      outside.send(Topics.INSTRUMENT, symbol, instrument(symbol), start.toEpochMilli());
    }
    portfolioIds.forEach(
        id -> outside.send(Topics.PORTFOLIO, id, portfolio(id), start.toEpochMilli()));
    regime(Regime.BULL);
    for (int bar = 0; bar < PRICES.length; bar++) {
      bar(PRICES[bar]);
    }
    return awaitBudgets(Regime.BULL, lastBarEnd());
  }

  /** Says what the regime is from now on. */
  void regime(Regime regime) {
    Instant at = now();
    outside.send(
        Topics.REGIME_CHANGE,
        market,
        new RegimeChange(market, regime, 0.9, Map.of(), at, "desk"),
        at.toEpochMilli());
    outside.flush();
  }

  /** A bar's prices; waits until they are marks, so that no symbol overtakes the other. */
  private void bar(String... prices) {
    bars++;
    for (int i = 0; i < prices.length; i++) {
      MarketData data =
          MarketData.newBuilder()
              .setSymbol(symbols().get(i))
              .setMarket(market)
              .setAssetClass(AssetClass.EQUITY)
              .setPrice(decimal(prices[i]))
              .setEventTime(now())
              .build();
      outside.send(Topics.MARKET_DATA, symbols().get(i), data, now().toEpochMilli());
    }
    outside.flush();
    outside.awaitFirst(
        Topics.MARKET_MARKS,
        MarketMarks.class,
        marks ->
            marks.getMarket().equals(market)
                && marks.getMarks().size() == prices.length
                && marks.getMarks().stream().allMatch(m -> m.getEventTime().equals(now())));
  }

  /** Each portfolio's budget of a regime from a time on that the gate goes by. */
  Map<String, BudgetUpdate> awaitBudgets(Regime regime, Instant from) {
    Map<String, BudgetUpdate> budgets = new TreeMap<>();
    for (String portfolioId : portfolioIds) {
      BudgetUpdate budget =
          outside.awaitFirst(
              Topics.BUDGET_UPDATE,
              BudgetUpdate.class,
              b ->
                  b.getPortfolioId().equals(portfolioId)
                      && b.getRegime() == regime
                      && !b.getAsOf().isBefore(from)
                      && isInForce(b));
      budgets.put(portfolioId, budget);
    }
    return budgets;
  }

  /**
   * A budget shows in the utilisation once the gate has it. One that the next has overtaken by then
   * never does.
   */
  private boolean isInForce(BudgetUpdate budget) {
    SymbolBudget symbol = budget.getSymbols().get(0);
    return outside.seen(Topics.RISK_UTILIZATION, RiskUtilization.class).stream()
        .anyMatch(
            row ->
                row.getPortfolioId().equals(budget.getPortfolioId())
                    && row.getScope() == OverrideScope.SYMBOL
                    && row.getScopeId().equals(symbol.getSymbol())
                    && row.getLimit().compareTo(symbol.getPositionLimit()) == 0);
  }

  List<String> symbols() {
    return List.of(market + ".A", market + ".B");
  }

  String symbol() {
    return symbols().get(0);
  }

  /** Price of {@link #symbol} after {@link #open}. */
  BigDecimal price() {
    return decimal(PRICES[PRICES.length - 1][0]);
  }

  BigDecimal price(String symbol) {
    return decimal(PRICES[PRICES.length - 1][symbols().indexOf(symbol)]);
  }

  /** The event time that the market has reached. */
  Instant now() {
    return start.plus(BAR.multipliedBy(bars));
  }

  Instant lastBarEnd() {
    return now().truncatedTo(ChronoUnit.MINUTES);
  }

  /** Whole units of {@link #symbol} that a budget leaves room for in an empty portfolio. */
  BigDecimal largest(BudgetUpdate budget) {
    BigDecimal position =
        budget.getSymbols().stream()
            .filter(s -> s.getSymbol().equals(symbol()))
            .map(SymbolBudget::getPositionLimit)
            .findFirst()
            .orElseThrow();
    BigDecimal strategy = budget.getStrategies().get(0).getExposureLimit();
    BigDecimal portfolio =
        budget.getEquity().multiply(BigDecimal.valueOf(budget.getLeverageLimit()));
    return strategy
        .min(portfolio)
        .divide(price(), 0, RoundingMode.DOWN)
        .min(position.setScale(0, RoundingMode.DOWN));
  }

  /** Whole units that are a share of the room. */
  BigDecimal part(BudgetUpdate budget, String share) {
    return largest(budget)
        .multiply(new BigDecimal(share))
        .setScale(0, RoundingMode.DOWN)
        .setScale(8);
  }

  OrderIntent buy(String orderId, BigDecimal quantity) {
    return intent(orderId, portfolioIds.get(0), symbol(), Side.BUY, quantity);
  }

  OrderIntent intent(
      String orderId, String portfolioId, String symbol, Side side, BigDecimal quantity) {
    return OrderIntent.newBuilder()
        .setOrderId(orderId)
        .setPortfolioId(portfolioId)
        .setStrategyId(STRATEGY)
        .setSymbol(symbol)
        .setSide(side)
        .setQuantity(quantity.setScale(8))
        .setType(OrderType.MARKET)
        .setSubmittedAt(now())
        .build();
  }

  /** Sends intents in one batch. */
  void submit(OrderIntent... intents) {
    for (OrderIntent intent : intents) {
      outside.send(
          Topics.ORDER_INTENT,
          intent.getPortfolioId(),
          intent,
          intent.getSubmittedAt().toEpochMilli());
    }
    outside.flush();
  }

  /** Sends an intent and waits for its first decision. */
  OrderDecision decide(OrderIntent intent) {
    submit(intent);
    return outside.awaitDecision(intent.getOrderId());
  }

  /** Reports what became of an approved order. */
  void report(OrderIntent intent, ExecutionStatus status, BigDecimal filled, BigDecimal price) {
    ExecutionReport report =
        ExecutionReport.newBuilder()
            .setPortfolioId(intent.getPortfolioId())
            .setOrderId(intent.getOrderId())
            .setStrategyId(intent.getStrategyId())
            .setSymbol(intent.getSymbol())
            .setSide(intent.getSide())
            .setStatus(status)
            .setLastQuantity(filled.setScale(8))
            .setCumulativeQuantity(filled.setScale(8))
            .setPrice(price)
            .setExecId(intent.getOrderId() + "-" + status)
            .setEventTime(now())
            .build();
    outside.send(Topics.EXECUTION_REPORT, report.getPortfolioId(), report, now().toEpochMilli());
  }

  /** Waits for a row of {@link #symbol} with so much held and so much reserved. */
  RiskUtilization awaitUtilization(BigDecimal used, BigDecimal reserved) {
    return outside.awaitFirst(
        Topics.RISK_UTILIZATION,
        RiskUtilization.class,
        row ->
            row.getPortfolioId().equals(portfolioIds.get(0))
                && row.getScope() == OverrideScope.SYMBOL
                && row.getScopeId().equals(symbol())
                && row.getUsed().compareTo(used) == 0
                && row.getReserved().compareTo(reserved) == 0);
  }

  static BigDecimal decimal(String value) {
    return new BigDecimal(value).setScale(8);
  }

  private Instrument instrument(String symbol) {
    return new Instrument(
        symbol,
        market,
        AssetClass.EQUITY,
        "USD",
        decimal("1"),
        decimal("0.01"),
        decimal("1"),
        null);
  }

  private Portfolio portfolio(String portfolioId) {
    return Portfolio.newBuilder()
        .setPortfolioId(portfolioId)
        .setMarket(market)
        .setBaseCurrency("USD")
        .setCash(cash)
        .setStrategies(
            List.of(
                StrategyDefinition.newBuilder()
                    .setStrategyId(STRATEGY)
                    .setRiskShare(1)
                    .setSymbols(symbols())
                    .build()))
        .setUpdatedAt(start)
        .build();
  }
}
