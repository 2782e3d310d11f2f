package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.demo.trading.ExecutionEngine;
import com.alphapulse.riskbudget.demo.trading.TradingDesk;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the prices at a steady pace, and lets desks, execution engine and operators act on each
 * bar: prices and executions at its start, orders half a bar later.
 */
final class Feed {
  /**
   * Unanswered orders from which the feed waits, so that a fast replay does not outrun the gate.
   */
  private static final int TOO_MANY_WAITING = 300;

  /** How long the feed waits for answers before it gives up. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Bars by which budgets may be behind the prices. A bar closes when the next ones begin, so that
   * two are owed to the risk model; the rest is for the way through the stages.
   */
  private static final int BARS_BEHIND = 5;

  /** How long the feed waits for budgets to catch up before it gives up. */
  private static final Duration CATCH_UP = Duration.ofMinutes(2);

  /** Bars without trading after the replay, in which the engine ends what is still open. */
  private static final int QUIET_BARS = 12;

  private static final Duration QUIET_BAR = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final Scenario scenario;
  private final Publisher publisher;
  private final Observer observer;
  private final Tally tally;
  private final CountDownLatch stop;
  private final Map<String, TradingDesk> desks = new LinkedHashMap<>();
  private final ExecutionEngine engine;
  private final Deque<RiskOverride> overrides;
  private final Map<String, Deque<Long>> recentBars = new HashMap<>();

  /**
   * @param stop ends the feed when it reaches 0
   */
  Feed(
      Scenario scenario, Publisher publisher, Observer observer, Tally tally, CountDownLatch stop) {
    this.scenario = scenario;
    this.publisher = publisher;
    this.observer = observer;
    this.tally = tally;
    this.stop = stop;
    this.overrides = new ArrayDeque<>(scenario.overrides());
    this.engine = new ExecutionEngine(scenario.instruments(), Scenario.SEED);
    long seed = Scenario.SEED;
    for (Portfolio portfolio : scenario.portfolios()) {
      desks.put(
          portfolio.getPortfolioId(),
          new TradingDesk(portfolio, scenario.strategies(), scenario.instruments(), ++seed));
    }
  }

  /**
   * Replays every bar.
   *
   * @param speed bars a second
   * @param onBar called after each bar
   * @return bars replayed; fewer than there are when it was stopped or the gate does not answer
   */
  int replay(double speed, Consumer<Replay.Bar> onBar) throws InterruptedException {
    define();
    long barNanos = Math.round(1e9 / speed);
    long next = System.nanoTime();
    int done = 0;
    for (Replay.Bar bar : scenario.replay().bars()) {
      prices(bar);
      decideOverrides(bar);
      executions(bar.time(), closes(bar));
      if (stoppedAt(next + barNanos / 2)) {
        return done;
      }
      if (!budgetsFollow(bar)) {
        return done;
      }
      orders(bar);
      done++;
      onBar.accept(bar);
      if (!answered(TOO_MANY_WAITING)) {
        LOG.error("{} orders have no answer; the replay ends early", tally.waiting());
        return done;
      }
      if (stoppedAt(next + barNanos)) {
        return done;
      }
      // After a pause of the machine the replay goes on at its pace; it does not catch up in a
      // rush.
      next = Math.max(next + barNanos, System.nanoTime() - barNanos);
    }
    return done;
  }

  /** Lets the engine end what is open and waits until every order is answered, for a while. */
  void drain() throws InterruptedException {
    if (!answered(0)) {
      LOG.error("{} orders have no answer at the end", tally.waiting());
    }
    Replay.Bar last = scenario.replay().bars().get(scenario.replay().bars().size() - 1);
    Map<String, BigDecimal> closes = new HashMap<>();
    scenario.replay().bars().forEach(bar -> closes.putAll(closes(bar)));
    long time = last.time();
    for (int i = 0; i < QUIET_BARS; i++) {
      receive();
      time += Duration.ofHours(1).toMillis();
      executions(time, closes);
      if (stop.await(QUIET_BAR.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    publisher.flush();
  }

  /** Writes portfolios and instruments. */
  private void define() {
    for (Instrument instrument : scenario.instruments().values()) {
      long time = scenario.portfolios().get(0).getUpdatedAt().toEpochMilli();
      publisher.send(Topics.INSTRUMENT, instrument.getSymbol(), instrument, time);
    }
    for (Portfolio portfolio : scenario.portfolios()) {
      publisher.send(
          Topics.PORTFOLIO,
          portfolio.getPortfolioId(),
          portfolio,
          portfolio.getUpdatedAt().toEpochMilli());
    }
    publisher.flush();
  }

  private void prices(Replay.Bar bar) {
    bar.closes()
        .forEach(
            (market, closes) ->
                closes.forEach(
                    (symbol, close) ->
                        publisher.send(
                            Topics.MARKET_DATA,
                            symbol,
                            MarketData.newBuilder()
                                .setSymbol(symbol)
                                .setMarket(market)
                                .setAssetClass(scenario.instruments().get(symbol).getAssetClass())
                                .setPrice(close)
                                .setEventTime(Instant.ofEpochMilli(bar.time()))
                                .build(),
                            bar.time())));
  }

  private void decideOverrides(Replay.Bar bar) {
    while (!overrides.isEmpty()
        && overrides.element().getCreatedAt().toEpochMilli() <= bar.time() + 300_000) {
      RiskOverride override = overrides.remove();
      publisher.send(
          Topics.RISK_OVERRIDE,
          override.getPortfolioId(),
          override,
          override.getCreatedAt().toEpochMilli());
    }
  }

  private void executions(long time, Map<String, BigDecimal> closes) {
    for (ExecutionReport report : engine.onBar(time, closes)) {
      publisher.send(
          Topics.EXECUTION_REPORT,
          report.getPortfolioId(),
          report,
          report.getEventTime().toEpochMilli());
    }
  }

  private void orders(Replay.Bar bar) {
    receive();
    for (Portfolio portfolio : scenario.portfolios()) {
      Map<String, BigDecimal> closes = bar.closes().get(portfolio.getMarket());
      if (closes == null) {
        continue;
      }
      for (OrderIntent intent : desks.get(portfolio.getPortfolioId()).onBar(bar.time(), closes)) {
        tally.sending(intent);
        publisher.send(
            Topics.ORDER_INTENT,
            intent.getPortfolioId(),
            intent,
            intent.getSubmittedAt().toEpochMilli());
      }
    }
  }

  /** Hands out what has arrived since the last time. */
  private void receive() {
    for (SpecificRecord arrived : observer.arrived()) {
      if (arrived instanceof OrderDecision decision) {
        engine.onDecision(decision);
        desks.values().forEach(desk -> desk.onDecision(decision));
      } else if (arrived instanceof ExecutionReport report) {
        desks.values().forEach(desk -> desk.onExecution(report));
      } else if (arrived instanceof BudgetUpdate budget) {
        desks.values().forEach(desk -> desk.onBudget(budget));
      } else if (arrived instanceof CancelRequest request) {
        engine.onCancelRequest(request.getPortfolioId(), request.getOrderId());
      }
    }
  }

  private static Map<String, BigDecimal> closes(Replay.Bar bar) {
    Map<String, BigDecimal> closes = new HashMap<>();
    bar.closes().values().forEach(closes::putAll);
    return closes;
  }

  /**
   * Keeps the replay from outrunning the stages, which would make every budget look stale.
   *
   * @return false where it was stopped, or they do not follow
   */
  private boolean budgetsFollow(Replay.Bar bar) throws InterruptedException {
    for (String market : bar.closes().keySet()) {
      Deque<Long> recent = recentBars.computeIfAbsent(market, m -> new ArrayDeque<>());
      recent.add(bar.time());
      if (recent.size() > BARS_BEHIND && !budgetsReach(market, recent.remove())) {
        return false;
      }
    }
    return true;
  }

  private boolean budgetsReach(String market, long time) throws InterruptedException {
    long deadline = System.nanoTime() + CATCH_UP.toNanos();
    for (Portfolio portfolio : scenario.portfolios()) {
      while (portfolio.getMarket().equals(market)
          && !tally.reached(market, portfolio.getPortfolioId(), time)) {
        if (stop.await(2, TimeUnit.MILLISECONDS)) {
          return false;
        }
        if (System.nanoTime() > deadline) {
          LOG.error(
              "Budgets of {} do not follow the prices; the replay ends early",
              portfolio.getPortfolioId());
          return false;
        }
      }
    }
    return true;
  }

  /** Waits until at most so many orders have no answer; false if that takes too long. */
  private boolean answered(int permitted) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (tally.waiting() > permitted) {
      if (System.nanoTime() > deadline || stop.await(5, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  private boolean stoppedAt(long nanoTime) throws InterruptedException {
    return stop.await(Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
  }
}
