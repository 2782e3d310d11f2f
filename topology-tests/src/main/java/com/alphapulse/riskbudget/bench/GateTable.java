package com.alphapulse.riskbudget.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of the gate as text, each beside its target where it has one. */
final class GateTable {
  private static final double MIN_THROUGHPUT_RATIO = 0.45;
  private static final double MAX_P99_RATIO = 1.25;
  private static final double MAX_P50_MILLIS = 20;
  private static final int TARGET_LOAD = 500;

  /** Deviation of growth that counts as flat. */
  private static final double FLAT = 0.15;

  private GateTable() {}

  static List<String> of(GateReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("  Throughput, backlog drained");
    lines.add("    %-22s %12s %14s %13s".formatted("", "orders/s", "CPU µs/order", "answer bytes"));
    for (GateReport.Throughput row : report.throughput()) {
      lines.add(
          "    %-22s %,12.0f %14.1f %13.0f"
              .formatted(
                  Contender.valueOf(row.contender().toUpperCase(Locale.ROOT)).title(),
                  row.ordersPerSecond(),
                  row.cpuMicrosPerOrder(),
                  row.answerBytes()));
    }
    lines.add("");
    lines.add("  Latency, intended send to committed answer, ms");
    lines.add(
        "    %-10s %14s %14s %14s"
            .formatted("orders/s", "gate p50/p99", "Avro p50/p99", "bytes p50/p99"));
    for (GateReport.Latency row : report.latency()) {
      lines.add(
          "    %-10d %6.1f /%6.1f %6.1f /%6.1f %6.1f /%6.1f"
              .formatted(
                  row.offeredPerSecond(),
                  row.gateP50Millis(),
                  row.gateP99Millis(),
                  row.passP50Millis(),
                  row.passP99Millis(),
                  row.bareP50Millis(),
                  row.bareP99Millis()));
    }
    lines.add("");
    lines.add("  Growth of the gate, backlog drained");
    lines.add("    %-12s %9s %12s %14s".formatted("", "size", "orders/s", "CPU µs/order"));
    for (GateReport.Growth row : report.growth()) {
      lines.add(
          "    %-12s %,9d %,12.0f %14.1f"
              .formatted(
                  row.dimension(), row.size(), row.ordersPerSecond(), row.cpuMicrosPerOrder()));
    }
    lines.add("");
    lines.add("  %-46s %9s  %-14s".formatted("Against the targets", "measured", "target"));
    targets(report, lines);
    lines.add("");
    lines.add("  seed %d, %s".formatted(report.seed(), report.machine()));
    return lines;
  }

  private static void targets(GateReport report, List<String> lines) {
    lines.add(
        row(
            "throughput ÷ Avro pass-through",
            report.throughputRatio(),
            "at least 0.45",
            report.throughputRatio() >= MIN_THROUGHPUT_RATIO));
    lines.add(
        "  %-46s %9.2f".formatted("throughput ÷ bare pass-through", report.bareThroughputRatio()));
    for (GateReport.Latency latency : report.latency()) {
      String name = "p99 ÷ Avro pass-through's at %d/s".formatted(latency.offeredPerSecond());
      if (latency.offeredPerSecond() == TARGET_LOAD) {
        lines.add(
            row(name, latency.p99Ratio(), "at most 1.25", latency.p99Ratio() <= MAX_P99_RATIO));
        lines.add(
            row(
                "p50 at %d/s, ms".formatted(TARGET_LOAD),
                latency.gateP50Millis(),
                "at most 20",
                latency.gateP50Millis() <= MAX_P50_MILLIS));
      } else {
        lines.add("  %-46s %9.2f".formatted(name, latency.p99Ratio()));
      }
    }
    GateReport.Growth smallest = report.growth().get(0);
    for (GateReport.Growth growth : report.growth()) {
      if (!growth.dimension().equals(smallest.dimension())) {
        smallest = growth;
      }
      String name =
          "CPU per order, %s %,d ÷ %,d"
              .formatted(growth.dimension(), growth.size(), smallest.size());
      if (growth.size() == smallest.size()) {
        continue;
      }
      boolean judged = !growth.dimension().equals("portfolios");
      lines.add(
          judged
              ? row(name, growth.ratio(), "0.85 to 1.15", Math.abs(growth.ratio() - 1) <= FLAT)
              : "  %-46s %9.2f".formatted(name, growth.ratio()));
    }
  }

  private static String row(String name, double value, String target, boolean met) {
    return "  %-46s %9.2f  %-14s %s".formatted(name, value, target, met ? "met" : "not met");
  }
}
