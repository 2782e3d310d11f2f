package com.alphapulse.riskbudget.demo.trading;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Sizing;
import com.alphapulse.riskbudget.avro.StrategyBudget;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.avro.TimeInForce;
import com.alphapulse.riskbudget.demo.strategy.PriceHistory;
import com.alphapulse.riskbudget.demo.strategy.Strategy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The desk that trades one portfolio: runs its strategies on every bar, sizes what they want by the
 * latest budget, and sends an order for each position that is too far from its target. Some of its
 * orders are {@link Slips}.
 *
 * <p>The desk does not keep the limits for itself; that is the gate's task. Budgets shrink while
 * its positions stand, several strategies want the same symbol, and answers arrive late, so that
 * orders are rejected without anyone having planned it.
 */
public final class TradingDesk {
  /** How long after the closing levels the first order goes out. */
  static final Duration DELAY = Duration.ofMinutes(5);

  /** Share of a strategy's exposure limit that its target uses at full weight. */
  private static final double USE_OF_BUDGET = 0.9;

  /** Share of cash that a strategy would use before it has seen any budget. */
  private static final double FIRST_GUESS = 0.1;

  /** Distance from the target, as a share of the strategy's capital, that is worth an order. */
  private static final double WORTH_AN_ORDER = 0.02;

  private static final double LIMIT_ORDERS = 0.3;
  private static final double LIMIT_DISTANCE = 0.003;

  private final Portfolio portfolio;
  private final Map<String, Strategy> strategies;
  private final Map<String, Instrument> instruments;
  private final SplittableRandom random;
  private final Slips slips;
  private final PriceHistory history = new PriceHistory();
  private final Book book = new Book();
  private final Map<String, BigDecimal> exposureLimits = new HashMap<>();
  private long orders;

  /** A position that is away from its target. */
  private record Gap(String symbol, BigDecimal target, BigDecimal quantity, double share) {}

  /**
   * @param strategies by strategy id; one for each that the portfolio defines
   * @param instruments by symbol; one for each that a strategy may trade
   * @param seed of every random choice
   * @throws IllegalArgumentException if a strategy or an instrument is missing
   */
  public TradingDesk(
      Portfolio portfolio,
      Map<String, Strategy> strategies,
      Map<String, Instrument> instruments,
      long seed) {
    for (StrategyDefinition definition : portfolio.getStrategies()) {
      if (!strategies.containsKey(definition.getStrategyId())
          || !instruments.keySet().containsAll(definition.getSymbols())) {
        throw new IllegalArgumentException(
            "no strategy or instruments for " + definition.getStrategyId());
      }
    }
    this.portfolio = portfolio;
    this.strategies = Map.copyOf(strategies);
    this.instruments = Map.copyOf(instruments);
    this.random = new SplittableRandom(seed);
    this.slips = new Slips(portfolio, random.split());
  }

  /** Takes in a budget; budgets of other portfolios are ignored. */
  public void onBudget(BudgetUpdate budget) {
    if (budget.getPortfolioId().equals(portfolio.getPortfolioId())) {
      for (StrategyBudget strategy : budget.getStrategies()) {
        exposureLimits.put(strategy.getStrategyId(), strategy.getExposureLimit());
      }
    }
  }

  /** Takes in the gate's answer; answers to other portfolios are ignored. */
  public void onDecision(OrderDecision decision) {
    if (decision.getIntent().getPortfolioId().equals(portfolio.getPortfolioId())) {
      book.decided(decision);
    }
  }

  /** Takes in an execution report; reports of other portfolios are ignored. */
  public void onExecution(ExecutionReport report) {
    if (report.getPortfolioId().equals(portfolio.getPortfolioId())) {
      book.executed(report);
    }
  }

  /**
   * Runs the strategies on a bar.
   *
   * @param time event time of the closing levels, milliseconds
   * @param closes of the portfolio's market, by symbol
   * @return orders in the order of their times, resent ones among them
   */
  public List<OrderIntent> onBar(long time, Map<String, BigDecimal> closes) {
    history.add(closes);
    List<OrderIntent> intents = new ArrayList<>();
    for (StrategyDefinition definition : portfolio.getStrategies()) {
      for (Gap gap : gaps(definition, closes)) {
        Instant at = Instant.ofEpochMilli(time).plus(DELAY).plusSeconds(intents.size());
        OrderIntent.Builder wanted =
            order(definition.getStrategyId(), gap, closes.get(gap.symbol()), at);
        Slips.Sent sent = slips.send(wanted, instruments.get(gap.symbol()));
        sent.booked().ifPresent(book::sent);
        intents.addAll(sent.records());
      }
    }
    return intents;
  }

  /** Positions worth an order; the largest gap of a strategy always is, if it is a whole lot. */
  private List<Gap> gaps(StrategyDefinition definition, Map<String, BigDecimal> closes) {
    String strategyId = definition.getStrategyId();
    BigDecimal guess = portfolio.getCash().multiply(BigDecimal.valueOf(FIRST_GUESS));
    double capital = exposureLimits.getOrDefault(strategyId, guess).doubleValue() * USE_OF_BUDGET;
    List<Gap> gaps = new ArrayList<>();
    Gap largest = null;
    List<String> symbols = new ArrayList<>(definition.getSymbols());
    symbols.removeAll(portfolio.getRestrictedSymbols());
    for (Map.Entry<String, Double> wanted :
        strategies.get(strategyId).targetWeights(history, symbols).entrySet()) {
      BigDecimal close = closes.get(wanted.getKey());
      if (close == null) {
        continue;
      }
      Gap gap = gap(strategyId, wanted.getKey(), wanted.getValue() * capital, close, capital);
      if (gap.quantity().signum() == 0) {
        continue;
      }
      if (gap.share() >= WORTH_AN_ORDER) {
        gaps.add(gap);
      }
      largest = largest == null || gap.share() > largest.share() ? gap : largest;
    }
    return gaps.isEmpty() && largest != null ? List.of(largest) : gaps;
  }

  private Gap gap(
      String strategyId, String symbol, double notional, BigDecimal close, double capital) {
    BigDecimal lot = instruments.get(symbol).getLotSize();
    BigDecimal target = lots(BigDecimal.valueOf(notional / close.doubleValue()), lot);
    BigDecimal quantity = target.subtract(book.expected(strategyId, symbol));
    // Without capital, whatever is held is far from its target.
    double share =
        quantity.abs().doubleValue() * close.doubleValue() / Math.max(capital, Double.MIN_NORMAL);
    return new Gap(symbol, target, quantity, share);
  }

  private OrderIntent.Builder order(String strategyId, Gap gap, BigDecimal close, Instant at) {
    Side side = gap.quantity().signum() > 0 ? Side.BUY : Side.SELL;
    boolean limit = random.nextDouble() < LIMIT_ORDERS;
    BigDecimal held = book.held(strategyId, gap.symbol());
    boolean cuts =
        held.signum() * gap.quantity().signum() < 0
            && gap.quantity().abs().compareTo(held.abs()) <= 0;
    orders++;
    return OrderIntent.newBuilder()
        .setOrderId("%s-%06d".formatted(portfolio.getPortfolioId(), orders))
        .setPortfolioId(portfolio.getPortfolioId())
        .setStrategyId(strategyId)
        .setSymbol(gap.symbol())
        .setSide(side)
        .setQuantity(gap.quantity().abs().setScale(8))
        .setType(limit ? OrderType.LIMIT : OrderType.MARKET)
        .setLimitPrice(limit ? limitPrice(side, close, instruments.get(gap.symbol())) : null)
        .setSizing(random.nextInt(5) == 0 ? Sizing.REDUCE_TO_FIT : Sizing.EXACT)
        .setReduceOnly(cuts && random.nextBoolean())
        .setTimeInForce(random.nextInt(10) == 0 ? TimeInForce.IOC : TimeInForce.GTC)
        .setSubmittedAt(at);
  }

  private static BigDecimal limitPrice(Side side, BigDecimal close, Instrument instrument) {
    double factor = side == Side.BUY ? 1 + LIMIT_DISTANCE : 1 - LIMIT_DISTANCE;
    BigDecimal tick = instrument.getTickSize();
    BigDecimal ticks =
        close.multiply(BigDecimal.valueOf(factor)).divide(tick, 0, RoundingMode.HALF_EVEN);
    return ticks.max(BigDecimal.ONE).multiply(tick).setScale(8);
  }

  /** The nearest whole number of lots towards 0. */
  private static BigDecimal lots(BigDecimal quantity, BigDecimal lot) {
    return quantity.divide(lot, 0, RoundingMode.DOWN).multiply(lot);
  }
}
