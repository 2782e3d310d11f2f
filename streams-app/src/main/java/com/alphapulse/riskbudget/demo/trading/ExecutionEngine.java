package com.alphapulse.riskbudget.demo.trading;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A simulated execution engine. Orders that the gate approved are worked on the following bars:
 * filled whole or in parts, cancelled after a part, rejected, left to expire, worked late; some
 * cancels overtake the last fill, and some reports arrive twice.
 *
 * <p>What becomes of an order follows from the seed and its id alone, not from the order in which
 * decisions arrive.
 */
public final class ExecutionEngine {
  /** How long after the closing levels executions are reported. */
  static final Duration DELAY = Duration.ofMinutes(1);

  private static final int REPEATED_REPORTS_PERCENT = 3;

  private final Map<String, Instrument> instruments;
  private final long seed;
  private final Map<String, WorkingOrder> working = new LinkedHashMap<>();
  private final SplittableRandom repeats;

  /**
   * @param instruments by symbol
   * @param seed of every random choice
   */
  public ExecutionEngine(Map<String, Instrument> instruments, long seed) {
    this.instruments = Map.copyOf(instruments);
    this.seed = seed;
    this.repeats = new SplittableRandom(seed);
  }

  /** Takes in a decision; only approvals that are not repeats, of known instruments, are worked. */
  public void onDecision(OrderDecision decision) {
    Instrument instrument = instruments.get(decision.getIntent().getSymbol());
    if (decision.getOutcome() == Outcome.APPROVED && !decision.getRepeat() && instrument != null) {
      String key = key(decision.getIntent().getPortfolioId(), decision.getIntent().getOrderId());
      working.putIfAbsent(
          key, new WorkingOrder(decision, instrument, new SplittableRandom(seed ^ mix(key))));
    }
  }

  /** Cancels an order on its next bar; an unknown one is ignored, since it has already ended. */
  public void onCancelRequest(String portfolioId, String orderId) {
    WorkingOrder order = working.get(key(portfolioId, orderId));
    if (order != null) {
      order.cancel();
    }
  }

  /**
   * Works every order whose symbol has a price.
   *
   * @param time event time of the closing levels, milliseconds
   * @param closes by symbol
   */
  public List<ExecutionReport> onBar(long time, Map<String, BigDecimal> closes) {
    long at = time + DELAY.toMillis();
    List<ExecutionReport> reports = new ArrayList<>();
    Iterator<WorkingOrder> orders = working.values().iterator();
    while (orders.hasNext()) {
      WorkingOrder order = orders.next();
      BigDecimal close = closes.get(order.symbol());
      if (close == null) {
        continue;
      }
      for (ExecutionReport report : order.work(close, at)) {
        reports.add(report);
        if (repeats.nextInt(100) < REPEATED_REPORTS_PERCENT) {
          reports.add(report);
        }
      }
      if (order.done()) {
        orders.remove();
      }
    }
    return reports;
  }

  /** Orders that are still being worked. */
  public int open() {
    return working.size();
  }

  private static String key(String portfolioId, String orderId) {
    return portfolioId + " " + orderId;
  }

  /** Spreads the few bits in which neighbouring ids differ over all of them (SplitMix64's step). */
  private static long mix(String key) {
    long z = key.hashCode() * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    return z ^ (z >>> 27);
  }
}
