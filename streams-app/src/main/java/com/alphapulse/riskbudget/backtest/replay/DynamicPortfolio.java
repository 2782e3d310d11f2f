package com.alphapulse.riskbudget.backtest.replay;

import com.alphapulse.riskbudget.budget.BudgetStep;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
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
 * positions are taken to the target weights of the budget in force, at the closing levels of that
 * day or of the next. What was decided at the close of a day earns from the next day on at the
 * earliest.
 */
public final class DynamicPortfolio {
  static final String PORTFOLIO = "backtest";

  /** Capital at the start; large enough that rounding to eight decimals does not show. */
  static final BigDecimal CAPITAL = new BigDecimal("10000000.00000000");

  private final PriceTable prices;
  private final RiskBudgeting settings;
  private final Execution execution;
  private final Consumer<Day> observer;
  private final PortfolioBook book = new PortfolioBook(PORTFOLIO);
  private final Map<String, String> strategies = new HashMap<>();
  private final Account account;
  private final Track.Recorder recorder;
  private final int last;
  private Map<String, Double> targets = Map.of();
  private boolean rebalance;
  private int budgetsIssued;
  private int failures;
  private String lastFailure = "";

  /** At which levels a recommendation is carried out. */
  enum Execution {
    /** Those that it was made on. */
    SAME_CLOSE,
    /** Those of the day after. */
    NEXT_CLOSE
  }

  /**
   * What was known and done at the close of a day.
   *
   * @param snapshots that became known; usually one
   * @param budgets issued on them
   * @param trades that followed
   * @param equity after them
   * @param weights after them, by symbol
   */
  public record Day(
      int day,
      List<MarketSnapshot> snapshots,
      List<Budget> budgets,
      List<Account.Trade> trades,
      BigDecimal equity,
      double[] weights) {}

  /**
   * A portfolio all in cash.
   *
   * @param first day of its track, by number
   * @param last day of its track
   */
  DynamicPortfolio(
      PriceTable prices,
      PortfolioSpec spec,
      RiskBudgeting settings,
      Execution execution,
      int first,
      int last,
      Consumer<Day> observer) {
    this.prices = prices;
    this.settings = settings;
    this.execution = execution;
    this.observer = observer;
    this.last = last;
    this.account = new Account(spec.cash(), prices.symbols().size(), settings.costBps());
    this.recorder = new Track.Recorder(last - first + 1, spec.cash());
    for (StrategySpec strategy : spec.strategies()) {
      strategy.symbols().forEach(symbol -> strategies.put(symbol, strategy.strategyId()));
    }
    book.define(spec, 0);
  }

  /** Takes in what became known at the close of the next day of its track, and acts. */
  void onClose(int day, List<MarketSnapshot> snapshots) {
    List<Account.Trade> trades = new ArrayList<>();
    if (execution == Execution.NEXT_CLOSE) {
      trades.addAll(rebalance(day));
    }
    List<Budget> budgets = new ArrayList<>();
    for (MarketSnapshot snapshot : snapshots) {
      BudgetStep step = book.evaluate(snapshot, snapshot.asOf(), settings);
      step.budget().ifPresent(budgets::add);
      rebalance |= step.recommendation().isPresent();
      step.alerts().forEach(this::noteFailure);
    }
    budgets.forEach(this::takeTargets);
    budgetsIssued += budgets.size();
    if (execution == Execution.SAME_CLOSE) {
      trades.addAll(rebalance(day));
    }
    BigDecimal[] marks = prices.marks()[day];
    BigDecimal equity = account.equity(marks);
    if (equity.signum() <= 0) {
      throw new ConfigurationException(
          PORTFOLIO, List.of("all equity is lost on " + prices.dates().get(day)));
    }
    recorder.day(
        equity,
        trades.stream().map(Account.Trade::notional).reduce(BigDecimal.ZERO, BigDecimal::add),
        trades.stream().map(Account.Trade::fee).reduce(BigDecimal.ZERO, BigDecimal::add),
        account.invested(equity));
    observer.accept(
        new Day(day, snapshots, budgets, trades, equity, account.weights(marks, equity)));
  }

  Track track() {
    return recorder.track();
  }

  /** Budgets issued so far. */
  int budgetsIssued() {
    return budgetsIssued;
  }

  /** Times that the budget stage began to fail for some reason, so far. */
  int failures() {
    return failures;
  }

  /** The latest reason for which there was no budget; empty if there was none. */
  String lastFailure() {
    return lastFailure;
  }

  private void noteFailure(Alert alert) {
    if (alert.type() == AlertType.BUDGET_FAILED) {
      failures++;
      lastFailure = alert.message();
    }
  }

  private void takeTargets(Budget budget) {
    targets = new HashMap<>();
    for (Budget.SymbolBudget symbol : budget.symbols()) {
      targets.put(symbol.symbol(), symbol.targetWeight());
    }
  }

  /** Carries out what was recommended; on the last day nothing could be earned on it any more. */
  private List<Account.Trade> rebalance(int day) {
    List<Account.Trade> trades = new ArrayList<>();
    if (!rebalance || day >= last) {
      return trades;
    }
    rebalance = false;
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
