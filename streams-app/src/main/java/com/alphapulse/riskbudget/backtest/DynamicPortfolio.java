package com.alphapulse.riskbudget.backtest;

import com.alphapulse.riskbudget.budget.Budget;
import com.alphapulse.riskbudget.budget.BudgetStep;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Fill;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategySpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A portfolio that does what the budget stage says: whenever it recommends to rebalance, all
 * positions are taken to the target weights of the budget in force, at the day's closing levels.
 * What was decided at the close of a day earns from the next day on.
 */
final class DynamicPortfolio {
  static final String PORTFOLIO = "backtest";

  /** Capital at the start; large enough that rounding to eight decimals does not show. */
  static final BigDecimal CAPITAL = new BigDecimal("10000000.00000000");

  private final PriceTable prices;
  private final RiskBudgeting settings;
  private final PortfolioBook book = new PortfolioBook(PORTFOLIO);
  private final Map<String, String> strategies = new HashMap<>();
  private final Account account;
  private Map<String, Double> targets = Map.of();

  /**
   * What was known and done at the close of a day.
   *
   * @param snapshots that became known; usually one
   * @param budgets issued on them
   * @param trades that followed
   * @param equity after them
   * @param weights after them, by symbol
   */
  record Day(
      int day,
      List<MarketSnapshot> snapshots,
      List<Budget> budgets,
      List<Account.Trade> trades,
      BigDecimal equity,
      double[] weights) {}

  DynamicPortfolio(PriceTable prices, PortfolioSpec spec, RiskBudgeting settings, double costBps) {
    this.prices = prices;
    this.settings = settings;
    this.account = new Account(spec.cash(), prices.symbols().size(), costBps);
    for (StrategySpec strategy : spec.strategies()) {
      strategy.symbols().forEach(symbol -> strategies.put(symbol, strategy.strategyId()));
    }
    book.define(spec, 0);
  }

  /** Runs from one day to another, both included; {@code feed} has closed the days before. */
  Track run(MarketFeed feed, int from, int to, Consumer<Day> observer) {
    Track.Recorder recorder = new Track.Recorder(to - from + 1, CAPITAL);
    for (int day = from; day <= to; day++) {
      List<MarketSnapshot> snapshots = feed.closeNextDay();
      List<Budget> budgets = new ArrayList<>();
      boolean rebalance = false;
      for (MarketSnapshot snapshot : snapshots) {
        BudgetStep step = book.evaluate(snapshot, snapshot.asOf(), settings);
        step.budget().ifPresent(budgets::add);
        rebalance |= step.recommendation().isPresent();
      }
      budgets.forEach(this::takeTargets);
      // On the last day nothing could be earned on a trade any more.
      List<Account.Trade> trades = rebalance && day < to ? rebalance(day) : List.of();
      BigDecimal[] marks = prices.marks()[day];
      BigDecimal equity = account.equity(marks);
      recorder.day(
          equity,
          trades.stream().map(Account.Trade::notional).reduce(BigDecimal.ZERO, BigDecimal::add),
          trades.stream().map(Account.Trade::fee).reduce(BigDecimal.ZERO, BigDecimal::add));
      observer.accept(new Day(day, snapshots, budgets, trades, equity, account.weights(marks)));
    }
    return recorder.track();
  }

  private void takeTargets(Budget budget) {
    targets = new HashMap<>();
    for (Budget.SymbolBudget symbol : budget.symbols()) {
      targets.put(symbol.symbol(), symbol.targetWeight());
    }
  }

  private List<Account.Trade> rebalance(int day) {
    List<Account.Trade> trades = new ArrayList<>();
    BigDecimal[] marks = prices.marks()[day];
    BigDecimal equity = account.equity(marks);
    for (int s = 0; s < marks.length; s++) {
      String symbol = prices.symbols().get(s);
      Account.Trade trade = account.towards(s, targets.getOrDefault(symbol, 0.0), equity, marks[s]);
      if (trade != null) {
        account.book(trade);
        book.apply(fill(trade, day), InstrumentSpec.DEFAULT_CONTRACT_MULTIPLIER);
        trades.add(trade);
      }
    }
    return trades;
  }

  /** The same trade as the budget stage would learn of it. */
  private Fill fill(Account.Trade trade, int day) {
    String symbol = prices.symbols().get(trade.symbol());
    String order = prices.dates().get(day) + ":" + symbol;
    return new Fill(
        order,
        strategies.get(symbol),
        symbol,
        trade.quantity().signum() > 0 ? Side.BUY : Side.SELL,
        trade.quantity().abs(),
        trade.price(),
        trade.fee(),
        order,
        MarketFeed.noon(prices.dates().get(day)));
  }
}
