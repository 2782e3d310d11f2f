package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Performance;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.observability.Latencies;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** Counts and latest values for the progress line and the report. Safe for use by many threads. */
final class Tally {
  private final Set<String> known = new HashSet<>();
  private final Map<String, Long> sentAt = new HashMap<>();
  private final Map<String, Regime> regimes = new TreeMap<>();
  private final Map<String, Long> stateAsOf = new HashMap<>();
  private final Map<String, BudgetUpdate> budgets = new TreeMap<>();
  private final Map<Topics, Long> records = new EnumMap<>(Topics.class);
  private final Latencies latencies = new Latencies();
  private long sent;
  private long approved;
  private long rejected;
  private long budgetUpdates;
  private long regimeChanges;

  /** Notes that an intent is about to be sent. */
  synchronized void sending(OrderIntent intent) {
    sent++;
    if (known.add(key(intent))) {
      sentAt.put(key(intent), System.nanoTime());
    }
  }

  /** Takes in a committed record of the stages. */
  synchronized void take(SpecificRecord published) {
    if (published instanceof OrderDecision decision) {
      decided(decision);
    } else if (published instanceof BudgetUpdate budget) {
      budgetUpdates++;
      budgets.put(budget.getPortfolioId(), budget);
    } else if (published instanceof MarketState state) {
      stateAsOf.put(state.getMarket(), state.getAsOf().toEpochMilli());
      Regime before = regimes.put(state.getMarket(), state.getRegime());
      if (before != null && before != state.getRegime()) {
        regimeChanges++;
      }
    }
  }

  /** Counts a record of which only the number matters. */
  synchronized void count(Topics topic) {
    records.merge(topic, 1L, Long::sum);
  }

  private void decided(OrderDecision decision) {
    if (decision.getRepeat()) {
      return;
    }
    if (decision.getOutcome() == Outcome.APPROVED) {
      approved++;
    } else {
      rejected++;
    }
    Long at = sentAt.remove(key(decision.getIntent()));
    if (at != null) {
      latencies.record(Duration.ofNanos(System.nanoTime() - at));
    }
  }

  private static String key(OrderIntent intent) {
    return intent.getPortfolioId() + " " + intent.getOrderId();
  }

  /** Orders without a decision yet. */
  synchronized int waiting() {
    return sentAt.size();
  }

  /** Whether a market's state and a portfolio's budget of that event time or later were seen. */
  synchronized boolean reached(String market, String portfolioId, long time) {
    BudgetUpdate budget = budgets.get(portfolioId);
    return stateAsOf.getOrDefault(market, Long.MIN_VALUE) >= time
        && budget != null
        && budget.getAsOf().toEpochMilli() >= time;
  }

  synchronized long sent() {
    return sent;
  }

  synchronized long approved() {
    return approved;
  }

  synchronized long rejected() {
    return rejected;
  }

  synchronized long budgetUpdates() {
    return budgetUpdates;
  }

  synchronized long regimeChanges() {
    return regimeChanges;
  }

  synchronized long counted(Topics topic) {
    return records.getOrDefault(topic, 0L);
  }

  /** Regime in force by market. */
  synchronized Map<String, Regime> regimes() {
    return new TreeMap<>(regimes);
  }

  /** Latest budget by portfolio. */
  synchronized Map<String, BudgetUpdate> budgets() {
    return new TreeMap<>(budgets);
  }

  /** Latest performance by portfolio, of those that have any. */
  synchronized Map<String, Performance> performance() {
    Map<String, Performance> performance = new TreeMap<>();
    budgets.forEach(
        (id, budget) ->
            Optional.ofNullable(budget.getPerformance()).ifPresent(p -> performance.put(id, p)));
    return performance;
  }

  /** Times from sending an intent to seeing its decision committed. */
  Latencies latencies() {
    return latencies;
  }
}
