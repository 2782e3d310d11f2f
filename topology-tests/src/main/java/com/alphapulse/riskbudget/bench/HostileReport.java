package com.alphapulse.riskbudget.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of hostile records.
 *
 * @param kinds records sent, by what was wrong with them
 * @param rows what became of the records of each input, the good ones included
 * @param refusedByBroker records that never came
 * @param alerts alerts, by type
 * @param orders good orders of each kind: before, and between
 * @param different good orders that were decided otherwise than before
 * @param threadsReplaced stream threads that failed
 */
record HostileReport(
    long records,
    long seed,
    Duration taken,
    Map<String, Long> kinds,
    List<HostileLedger.Row> rows,
    long refusedByBroker,
    Map<String, Long> alerts,
    long orders,
    long different,
    int threadsReplaced) {

  /** Records that were answered otherwise than they must be, intents answered twice among them. */
  long differences() {
    return rows.stream().mapToLong(HostileLedger.Row::differences).sum();
  }

  /** Whether every record was answered, the good ones as if they were alone. */
  boolean isGood() {
    return differences() == 0
        && different == 0
        && threadsReplaced == 0
        && !alerts.containsKey("RECORD_SET_ASIDE")
        && !alerts.containsKey("OUTPUT_LEFT_OUT");
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
    lines.add("what was wrong: " + kinds);
    lines.add(
        "%-20s %9s %9s %9s %11s %16s %18s %13s %8s %6s %11s"
            .formatted(
                "input",
                "made good",
                "accepted",
                "made bad",
                "complained",
                "either, accepted",
                "either, complained",
                "dead-lettered",
                "missing",
                "twice",
                "differences"));
    for (HostileLedger.Row row : rows) {
      lines.add(
          "%-20s %9d %9d %9d %11d %16d %18d %13d %8d %6d %11d"
              .formatted(
                  row.topic().logicalName(),
                  row.good(),
                  row.accepted(),
                  row.bad(),
                  row.complained(),
                  row.eitherAccepted(),
                  row.eitherComplained(),
                  row.deadLettered(),
                  row.missing(),
                  row.twice(),
                  row.differences()));
    }
    lines.add("refused by the broker: " + refusedByBroker);
    lines.add("alerts: " + alerts);
    lines.add(
        "good orders between them %d, decided otherwise than before %d"
            .formatted(orders, different));
    lines.add("stream threads replaced: " + threadsReplaced);
    lines.add(isGood() ? "all answered" : "NOT ALL ANSWERED as they must be");
    return lines;
  }
}
