package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.audit.outside.CheckResult;
import com.alphapulse.riskbudget.avro.Performance;
import com.alphapulse.riskbudget.observability.Latencies;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The figures of a replay. Drawdowns are those of the portfolio that fell furthest; budget
 * utilisation is the mean over portfolios. A figure that nothing was measured for is NaN, and null
 * in JSON.
 */
record DemoReport(
    int bars,
    int symbols,
    int portfolios,
    CheckResult check,
    Tally tally,
    Latencies regimeResponse) {

  /** Share of approved orders below which something else than limits refused them. */
  private static final double LEAST_APPROVED = 0.4;

  /** Whether the check from the outside held. */
  boolean clean() {
    return check.findings().isEmpty();
  }

  /** The worst of the portfolios' largest drawdowns, as a fraction. */
  double maxDrawdown() {
    return worst(Performance::getMaxDrawdown);
  }

  /** The same for the static allocation. */
  double staticMaxDrawdown() {
    return worst(Performance::getStaticMaxDrawdown);
  }

  /** Mean over the portfolios, as a fraction. */
  double budgetUtilization() {
    return tally.performance().values().stream()
        .mapToDouble(Performance::getBudgetUtilization)
        .average()
        .orElse(Double.NaN);
  }

  /** Whether so many orders were approved that the other figures tell something. */
  boolean isRepresentative() {
    return check.approved() >= LEAST_APPROVED * check.orderIntents();
  }

  private double worst(ToDoubleFunction<Performance> figure) {
    Collection<Performance> all = tally.performance().values();
    return all.stream().mapToDouble(figure).max().orElse(Double.NaN);
  }

  /** The report as JSON. */
  ObjectNode toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("bars", bars);
    json.put("symbols", symbols);
    json.put("portfolios", portfolios);
    json.put("orderIntents", check.orderIntents());
    json.put("approved", check.approved());
    json.put("rejected", check.rejected());
    json.put("representative", isRepresentative());
    json.put("unanswered", check.unanswered());
    json.put("answeredTwice", check.answeredTwice());
    ObjectNode reasons = json.putObject("rejectedByReason");
    check.rejectedByReason().forEach(reasons::put);
    json.put("limitViolations", check.limitViolations());
    json.put("ledgerMismatches", check.ledgerMismatches());
    json.put("budgetMismatches", check.budgetMismatches());
    json.put("budgetUpdates", tally.budgetUpdates());
    json.put("regimeChanges", tally.regimeChanges());
    json.put("recommendations", tally.counted(Topics.REBALANCE_RECOMMENDATION));
    json.put("alerts", tally.counted(Topics.RISK_ALERT));
    json.put("deadLetters", tally.counted(Topics.DEAD_LETTER));
    put(json.putObject("regimeResponseMillis"), "p50", regimeResponse.millis(0.5));
    put((ObjectNode) json.get("regimeResponseMillis"), "max", regimeResponse.millis(1));
    ObjectNode latency = json.putObject("decisionLatencyMillis");
    put(latency, "p50", tally.latencies().millis(0.5));
    put(latency, "p99", tally.latencies().millis(0.99));
    ObjectNode drawdown = json.putObject("maxDrawdown");
    put(drawdown, "dynamic", maxDrawdown());
    put(drawdown, "static", staticMaxDrawdown());
    put(json, "budgetUtilization", budgetUtilization());
    return json;
  }

  /**
   * Writes the report as JSON.
   *
   * @throws IOException if the file cannot be written
   */
  void write(Path file) throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(file, mapper.writeValueAsString(toJson()) + "\n");
  }

  private static void put(ObjectNode node, String field, double value) {
    if (Double.isFinite(value)) {
      node.put(field, value);
    } else {
      node.putNull(field);
    }
  }

  /** The report as a table for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    row(lines, "bars, symbols, portfolios", "%d, %d, %d".formatted(bars, symbols, portfolios));
    row(lines, "order intents", number(check.orderIntents()));
    row(lines, "approved", number(check.approved()));
    row(lines, "rejected", number(check.rejected()));
    check.rejectedByReason().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(reason -> row(lines, "  " + reason.getKey(), number(reason.getValue())));
    row(lines, "unanswered", number(check.unanswered()));
    row(lines, "answered twice", number(check.answeredTwice()));
    row(lines, "limit violations", number(check.limitViolations()));
    row(lines, "ledger mismatches", number(check.ledgerMismatches()));
    row(lines, "budget mismatches", number(check.budgetMismatches()));
    row(lines, "budgets", number(tally.budgetUpdates()));
    row(lines, "regime changes", number(tally.regimeChanges()));
    row(lines, "recommendations", number(tally.counted(Topics.REBALANCE_RECOMMENDATION)));
    row(lines, "alerts", number(tally.counted(Topics.RISK_ALERT)));
    row(lines, "dead letters", number(tally.counted(Topics.DEAD_LETTER)));
    row(
        lines,
        "regime change to tighter limit",
        pair("p50 ", regimeResponse.millis(0.5), "max ", regimeResponse.millis(1), " ms"));
    row(
        lines,
        "order to decision",
        pair("p50 ", tally.latencies().millis(0.5), "p99 ", tally.latencies().millis(0.99), " ms"));
    row(
        lines,
        "largest drawdown",
        pair("dynamic ", 100 * maxDrawdown(), "static ", 100 * staticMaxDrawdown(), " %"));
    row(lines, "budget used", figure(100 * budgetUtilization(), " %"));
    if (!isRepresentative()) {
      lines.add(
          "not representative: less than %.0f %% of the orders were approved; see the reasons above"
              .formatted(100 * LEAST_APPROVED));
    }
    return lines;
  }

  private static void row(List<String> lines, String name, String value) {
    lines.add("  %-32s %s".formatted(name, value));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String pair(String a, double first, String b, double second, String unit) {
    return a + figure(first, unit) + ", " + b + figure(second, unit);
  }

  private static String figure(double value, String unit) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f%s", value, unit) : "-";
  }
}
