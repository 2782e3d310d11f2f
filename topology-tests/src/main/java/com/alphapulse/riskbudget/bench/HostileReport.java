package com.alphapulse.riskbudget.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of hostile records.
 *
 * @param kinds records sent, by what was wrong with them
 * @param intents records on the topic of orders, good ones included
 * @param decisions answers to them
 * @param letters dead letters, by the topic that they came from
 * @param alerts alerts, by type
 * @param orders good orders of each kind: before, and between
 * @param different good orders that were decided otherwise than before
 * @param threadsReplaced stream threads that failed
 * @param refusedByBroker records on the topic of orders that never came
 */
record HostileReport(
    long records,
    long seed,
    Duration taken,
    Map<String, Long> kinds,
    long intents,
    long decisions,
    Map<String, Long> letters,
    Map<String, Long> alerts,
    long orders,
    long different,
    int threadsReplaced,
    long refusedByBroker) {

  /** Intents that were neither decided nor dead-lettered. */
  long unanswered() {
    return intents - decisions - letters.getOrDefault("order-intent", 0L);
  }

  /** The table. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d hostile records (seed %d) in %.1f s, %.0f a second"
            .formatted(
                records,
                seed,
                taken.toMillis() / 1e3,
                records * 1e3 / Math.max(1, taken.toMillis())));
    lines.add("sent: " + kinds);
    lines.add("dead letters by topic: " + letters);
    lines.add("alerts: " + alerts);
    lines.add(
        "intents %d, decisions %d, unanswered %d".formatted(intents, decisions, unanswered()));
    lines.add(
        "good orders between them %d, decided otherwise than before %d"
            .formatted(orders, different));
    lines.add("stream threads replaced: " + threadsReplaced);
    return lines;
  }
}
