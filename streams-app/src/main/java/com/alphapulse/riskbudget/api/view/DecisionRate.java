package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Decisions of each portfolio in the last minute of wall-clock time, counted by the second. */
final class DecisionRate {
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** Seconds that are kept of a portfolio: more than are asked for, since clocks differ. */
  private static final int SECONDS_KEPT = 180;

  /**
   * A number of decisions.
   *
   * @param rejected those among them that were rejected
   */
  record Count(long decided, long rejected) {
    static final Count NONE = new Count(0, 0);

    Count and(Count other) {
      return new Count(decided + other.decided, rejected + other.rejected);
    }
  }

  private final Map<String, TreeMap<Long, Count>> byPortfolio = new HashMap<>();

  /** Counts a decision; a repeated one was counted before. */
  void add(String portfolioId, OrderDecision decision) {
    if (decision.getRepeat()) {
      return;
    }
    TreeMap<Long, Count> seconds = byPortfolio.computeIfAbsent(portfolioId, id -> new TreeMap<>());
    Count one = new Count(1, decision.getOutcome() == Outcome.REJECTED ? 1 : 0);
    seconds.merge(decision.getDecidedAt().getEpochSecond(), one, Count::and);
    if (seconds.size() > SECONDS_KEPT) {
      seconds.pollFirstEntry();
    }
  }

  /** Those of the minute before {@code now}. */
  Count before(String portfolioId, Instant now) {
    long first = now.minus(WINDOW).getEpochSecond();
    return byPortfolio
        .getOrDefault(portfolioId, new TreeMap<>())
        .subMap(first, false, now.getEpochSecond(), true)
        .values()
        .stream()
        .reduce(Count.NONE, Count::and);
  }

  void forget(String portfolioId) {
    byPortfolio.remove(portfolioId);
  }
}
