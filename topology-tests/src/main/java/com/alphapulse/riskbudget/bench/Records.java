package com.alphapulse.riskbudget.bench;

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
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeParameters;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Sizing;
import com.alphapulse.riskbudget.avro.StrategyBudget;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import com.alphapulse.riskbudget.avro.SymbolState;
import com.alphapulse.riskbudget.avro.TimeInForce;
import com.alphapulse.riskbudget.serde.TrustedRecords;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The records of a workload. Every limit is set, so that every check has something to compare; one
 * order in twenty is larger than the portfolio permits and is rejected.
 */
public final class Records {
  public static final String MARKET = "BENCH";

  static {
    TrustedRecords.trust();
  }

  /** One order in so many is larger than the portfolio permits. */
  static final int REJECTED_ONE_IN = 20;

  private static final BigDecimal CASH = decimal("10000000000");
  private static final BigDecimal FAR = decimal("1000000000");
  private static final BigDecimal MOST = decimal("1000");
  private static final BigDecimal TOO_MUCH = decimal("5000");
  private static final BigDecimal ONE = decimal("1");
  private static final BigDecimal NOTHING = decimal("0");

  private final Workload workload;
  private final String[] portfolioIds;
  private final String[] strategyIds;
  private final String[] symbols;
  private final BigDecimal[] prices;
  private final BigDecimal[] quantities = new BigDecimal[9];

  /** Those of one portfolio with one strategy and two symbols. */
  public static Records small() {
    return new Records(Workload.portfolios(1));
  }

  Records(Workload workload) {
    this.workload = workload;
    portfolioIds = names("portfolio-%06d", workload.portfolios());
    strategyIds = names("strategy-%d", workload.strategies());
    symbols = names("SYM%03d", workload.symbols());
    prices =
        IntStream.range(0, workload.symbols())
            .mapToObj(i -> decimal(100 + i + ".25"))
            .toArray(BigDecimal[]::new);
    for (int i = 0; i < quantities.length; i++) {
      quantities[i] = decimal(Integer.toString(1 + i));
    }
  }

  /**
   * An order.
   *
   * @param number counts the orders of a kind, and says everything about the order
   */
  public OrderIntent intent(char kind, long number, Instant at) {
    int symbol = symbol(number);
    boolean limit = number % 2 == 0;
    return new OrderIntent(
        orderId(kind, number),
        portfolioId(number),
        strategyIds[strategy(number)],
        symbols[symbol],
        side(number),
        number % REJECTED_ONE_IN == 7 ? TOO_MUCH : quantities[(int) (number % quantities.length)],
        limit ? OrderType.LIMIT : OrderType.MARKET,
        limit ? prices[symbol] : null,
        Sizing.EXACT,
        false,
        TimeInForce.DAY,
        at);
  }

  /** The end of an order that was not filled. */
  ExecutionReport cancelled(char kind, long number, Instant at) {
    return report(
        orderId(kind, number),
        portfolioId(number),
        strategyIds[strategy(number)],
        symbol(number),
        side(number),
        ExecutionStatus.CANCELLED,
        NOTHING,
        at);
  }

  /** A fill that makes a position; the gate books it though it has not approved the order. */
  ExecutionReport filled(int portfolio, int symbol, Instant at) {
    return report(
        "position-" + symbol,
        portfolioIds[portfolio],
        strategyIds[symbol % workload.strategies()],
        symbol,
        Side.BUY,
        ExecutionStatus.FILLED,
        MOST,
        at);
  }

  public Portfolio portfolio(int portfolio, Instant at) {
    return Portfolio.newBuilder()
        .setPortfolioId(portfolioIds[portfolio])
        .setMarket(MARKET)
        .setBaseCurrency("USD")
        .setCash(CASH)
        .setStrategies(
            List.of(strategyIds).stream()
                .map(
                    id ->
                        StrategyDefinition.newBuilder()
                            .setStrategyId(id)
                            .setRiskShare(1)
                            .setSymbols(List.of(symbols))
                            .build())
                .toList())
        .setHardLimits(
            HardLimits.newBuilder()
                .setMaxLeverage(2.0)
                .setMaxOrderNotional(FAR)
                .setMaxOrderQuantity(MOST)
                .setMaxSymbolWeight(1.0)
                .setMaxOpenOrders(1_000_000_000)
                .setMaxDailyLoss(0.5)
                .setMaxDrawdown(0.5)
                .setMaxOrderRate(1e6)
                .setMaxPriceDeviation(0.1)
                .build())
        .setUpdatedAt(at)
        .build();
  }

  public BudgetUpdate budget(int portfolio, long version, Instant at) {
    List<StrategyBudget> strategies = new ArrayList<>();
    for (String id : strategyIds) {
      strategies.add(
          new StrategyBudget(
              id, 1.0 / strategyIds.length, 1.0 / strategyIds.length, CASH, CASH, 0.5, "TARGET"));
    }
    List<SymbolBudget> positions = new ArrayList<>();
    for (String symbol : symbols) {
      positions.add(new SymbolBudget(symbol, 1.0 / symbols.length, FAR, 0.1, "TARGET"));
    }
    return BudgetUpdate.newBuilder()
        .setPortfolioId(portfolioIds[portfolio])
        .setVersion(version)
        .setCause(BudgetCause.SCHEDULED)
        .setAsOf(at)
        .setMarket(MARKET)
        .setMarketSequence(1)
        .setRegime(Regime.BULL)
        .setRegimeConfidence(0.9)
        .setRegimeSince(at)
        .setRegimeParameters(new RegimeParameters(0.8, 1.5, 0.15, "RISK_BUDGETING"))
        .setEquity(CASH)
        .setForecastVolatility(0.1)
        .setTargetVolatility(0.15)
        .setTargetLeverage(1.5)
        .setLeverageLimit(1.5)
        .setLeverageLimitBoundBy("REGIME:BULL")
        .setAverageCorrelation(0.3)
        .setVolatilityLimit(0.3)
        .setStrategies(strategies)
        .setSymbols(positions)
        .build();
  }

  public MarketMarks marks(long sequence, Instant at) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < symbols.length; i++) {
      marks.add(
          new Mark(
              symbols[i],
              prices[i],
              at,
              AssetClass.EQUITY,
              "USD",
              ONE,
              decimal("0.01"),
              ONE,
              null,
              null,
              null));
    }
    return new MarketMarks(MARKET, sequence, at, marks);
  }

  /** Volatilities and correlations, so that the volatility with each order is computed. */
  public MarketState state(long sequence, Instant at) {
    List<SymbolState> states = new ArrayList<>();
    List<Double> correlations = new ArrayList<>();
    for (int i = 0; i < symbols.length; i++) {
      states.add(new SymbolState(symbols[i], AssetClass.EQUITY, "USD", prices[i], 0.2, ONE, ONE));
      for (int j = 0; j < i; j++) {
        correlations.add(0.3);
      }
    }
    return MarketState.newBuilder()
        .setMarket(MARKET)
        .setSequence(sequence)
        .setAsOf(at)
        .setCause(MarketStateCause.BAR_CLOSED)
        .setBars(1000)
        .setBarsPerYear(252)
        .setWarmedUp(true)
        .setRegime(Regime.BULL)
        .setRegimeConfidence(0.9)
        .setRegimeSince(at)
        .setRegimeSource("bench")
        .setSymbols(states)
        .setCorrelations(correlations)
        .setAverageCorrelation(0.3)
        .build();
  }

  private String portfolioId(long number) {
    return portfolioIds[(int) (mixed(number) % workload.portfolios())];
  }

  private int strategy(long number) {
    return (int) (mixed(number) / workload.portfolios() % workload.strategies());
  }

  private int symbol(long number) {
    return (int) (mixed(number * 31 + 7) % workload.traded());
  }

  private static Side side(long number) {
    return (mixed(number * 17 + 3) & 1) == 0 ? Side.BUY : Side.SELL;
  }

  private ExecutionReport report(
      String orderId,
      String portfolioId,
      String strategyId,
      int symbol,
      Side side,
      ExecutionStatus status,
      BigDecimal quantity,
      Instant at) {
    return new ExecutionReport(
        portfolioId,
        orderId,
        strategyId,
        symbols[symbol],
        side,
        status,
        quantity,
        quantity,
        quantity.signum() == 0 ? NOTHING : prices[symbol],
        NOTHING,
        orderId + "-1",
        at);
  }

  /** Number of an order that {@link #intent} made, read from an encoded intent or decision. */
  static long number(byte[] value) {
    int length = value[WIRE_HEADER] / 2;
    long number = 0;
    for (int i = 1; i < length; i++) {
      number = number * 10 + value[WIRE_HEADER + 1 + i] - '0';
    }
    return number;
  }

  /** Kind of that order. */
  static char kind(byte[] value) {
    return (char) value[WIRE_HEADER + 1];
  }

  /**
   * Zero byte and schema id; the order id is the first field of an intent, and so of a decision.
   */
  private static final int WIRE_HEADER = 5;

  private static String orderId(char kind, long number) {
    String digits = Long.toString(number);
    return kind + "0".repeat(Math.max(0, 11 - digits.length())) + digits;
  }

  /** Spreads numbers in a way that is the same each time (the finaliser of SplitMix64). */
  private static long mixed(long number) {
    long mixed = number + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return (mixed ^ (mixed >>> 31)) >>> 1;
  }

  private static String[] names(String pattern, int count) {
    return IntStream.range(0, count).mapToObj(pattern::formatted).toArray(String[]::new);
  }

  private static BigDecimal decimal(String value) {
    return new BigDecimal(value).setScale(8);
  }
}
