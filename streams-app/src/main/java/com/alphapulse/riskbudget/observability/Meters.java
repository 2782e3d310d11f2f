package com.alphapulse.riskbudget.observability;

import java.util.List;
import java.util.Locale;

/**
 * Every meter of our own, in the order of the documentation. Label values are enum constants and
 * topic names, and for the gauges of portfolios their ids: whoever sets them bounds their number.
 */
public enum Meters {
  DECISIONS(
      Kind.COUNTER,
      "riskbudget.decisions",
      "Decisions of the gate, repeats not among them.",
      "outcome"),
  VIOLATIONS(
      Kind.COUNTER,
      "riskbudget.violations",
      "Rules that orders broke; one order may break several.",
      "reason"),
  DECISION_LATENCY(
      Kind.HISTOGRAM,
      "riskbudget.decision.latency",
      "Time from the sender's submittedAt to the decision, of orders that were sent within the last ten minutes; the two clocks are not one.",
      ""),
  BUDGETS(Kind.COUNTER, "riskbudget.budgets", "Budgets issued.", "cause"),
  ALERTS(Kind.COUNTER, "riskbudget.alerts", "Alerts raised.", "type"),
  DEAD_LETTERS(
      Kind.COUNTER,
      "riskbudget.dead.letters",
      "Records that could not be read, by the topic that they are from.",
      "topic"),
  MARKET_SKIPPED(
      Kind.COUNTER,
      "riskbudget.market.skipped",
      "Records that the market stage left out: READ_BEFORE at or below its cursor, HELD a price that jumps and waits for a second one, REFUSED what an alert tells of.",
      "reason"),
  REGIME_RESPONSE(
      Kind.HISTOGRAM,
      "riskbudget.regime.response",
      "Success measure: time from the arrival of a regime change to the gate's use of the budget that answers it.",
      ""),
  MARKS_AGE(
      Kind.GAUGE,
      "riskbudget.marks.age.seconds",
      "Time since the prices of a market last moved on, as the gate sees it in a partition.",
      "market",
      "partition"),
  AGE_LIMIT(
      Kind.GAUGE,
      "riskbudget.age.limit.seconds",
      "Age from which the gate takes an input for stale, as configured: MARK, HELD_MARK, BUDGET, RISK_MODEL, RESERVATION.",
      "input"),
  REGIME(
      Kind.GAUGE,
      "riskbudget.regime",
      "Regime that the budget in force of a portfolio assumes: 1 for that one, 0 for the others.",
      "portfolio_id",
      "regime"),
  OLDEST_RESERVATION(
      Kind.GAUGE,
      "riskbudget.oldest.reservation.seconds",
      "Event time for which the open order that has been silent for longest reserves without news; 0 where none is open.",
      "portfolio_id"),
  OPEN_ORDERS(
      Kind.GAUGE,
      "riskbudget.open.orders",
      "Orders that may still fill, by the event time since they were approved or last heard of.",
      "portfolio_id",
      "age"),
  RESERVED_NOTIONAL(
      Kind.GAUGE,
      "riskbudget.reserved.notional",
      "What open orders reserve, at the latest prices, in base currency; ages as of the open orders."
          + " Not a number where one of them has no price.",
      "portfolio_id",
      "age"),
  READY(
      Kind.GAUGE,
      "riskbudget.ready",
      "Whether the process can be relied on, as /health/ready answers: 1 or 0.",
      ""),
  TASKS(
      Kind.GAUGE,
      "riskbudget.tasks",
      "Tasks with state that a process works on (role ACTIVE) or keeps a copy of (STANDBY).",
      "application",
      "role"),
  STANDBY_REPLICAS(
      Kind.GAUGE,
      "riskbudget.standby.replicas",
      "Copies that are wanted of each task with state: num.standby.replicas.",
      "application"),
  REGISTRY_FAILURES(
      Kind.COUNTER,
      "riskbudget.registry.failures",
      "Questions that the schema registry did not answer.",
      ""),
  ALERT_DELIVERIES(
      Kind.COUNTER,
      "riskbudget.alert.deliveries",
      "Alerts for the webhook, by what came of them: DELIVERED, REFUSED by its answer, FAILED after all attempts.",
      "result"),
  RESTORE_REMAINING(
      Kind.GAUGE,
      "riskbudget.restore.remaining",
      "Records of saved state that an application still has to read before it works on everything.",
      "application"),
  TRADING_STATE(
      Kind.GAUGE,
      "riskbudget.trading.state",
      "Trading state of a portfolio as the gate holds it: 0 ACTIVE, 1 REDUCE_ONLY, 2 HALTED; absent where the gate has told nothing.",
      "portfolio_id"),
  OVERRIDES_IN_FORCE(
      Kind.GAUGE,
      "riskbudget.overrides.in.force",
      "Overrides that the gate holds for a portfolio, those for all portfolios among them.",
      "portfolio_id"),
  OVERRIDES(
      Kind.COUNTER,
      "riskbudget.overrides",
      "Success measure, override frequency: overrides that the API has read since it started.",
      "action"),
  UTILIZATION(
      Kind.GAUGE,
      "riskbudget.utilization.ratio",
      "Used and reserved, divided by the limit in force.",
      "portfolio_id",
      "scope",
      "scope_id"),
  HEADROOM(
      Kind.GAUGE,
      "riskbudget.headroom",
      "What is free of a limit in force: base currency, or units where the scope is SYMBOL.",
      "portfolio_id",
      "scope",
      "scope_id"),
  BUDGET_UTILIZATION(
      Kind.GAUGE,
      "riskbudget.budget.utilization.ratio",
      "Success measure: mean of gross exposure divided by what the budget allowed, since the portfolio was defined.",
      "portfolio_id"),
  EQUITY(
      Kind.GAUGE,
      "riskbudget.equity",
      "Equity of a portfolio, in its base currency.",
      "portfolio_id"),
  BUDGET_AGE(
      Kind.GAUGE,
      "riskbudget.budget.age.seconds",
      "Event time since the budget in force of a portfolio was computed.",
      "portfolio_id"),
  DRAWDOWN(
      Kind.GAUGE,
      "riskbudget.drawdown.ratio",
      "Success measure: largest fall from a peak since the portfolio was defined, as a fraction; series dynamic is the portfolio, static its shadow at fixed shares.",
      "portfolio_id",
      "series"),
  RETURN_PER_RISK(
      Kind.GAUGE,
      "riskbudget.return.per.risk",
      "Success measure: mean return divided by volatility, annualised, since the portfolio was defined; series as of the drawdown.",
      "portfolio_id",
      "series"),
  VIEW_UNREADABLE(
      Kind.COUNTER,
      "riskbudget.api.unreadable",
      "Records that the API could not read and left out.",
      "topic"),
  EVENTS_SKIPPED(
      Kind.COUNTER,
      "riskbudget.api.events.skipped",
      "Live events that a slow reader did not get.",
      "");

  /** What Prometheus makes of it. */
  public enum Kind {
    COUNTER,
    GAUGE,
    /** Of durations, in seconds. */
    HISTOGRAM
  }

  private final Kind kind;
  private final String meterName;
  private final String description;

  /** Separated by commas; empty where it has none. */
  private final String labels;

  Meters(Kind kind, String meterName, String description, String... labels) {
    this.kind = kind;
    this.meterName = meterName;
    this.description = description;
    this.labels = String.join(",", labels);
  }

  /** What it is to Prometheus. */
  public Kind kind() {
    return kind;
  }

  /** Name in Micrometer's notation; Prometheus shows it with underscores and a suffix. */
  public String meterName() {
    return meterName;
  }

  /** Name as Prometheus shows it. */
  public String exportedName() {
    String name = meterName.replace('.', '_');
    return switch (kind) {
      case COUNTER -> name + "_total";
      case GAUGE -> name;
      case HISTOGRAM -> name + "_seconds";
    };
  }

  /** What it measures, in one sentence. */
  public String description() {
    return description;
  }

  /** Its labels; none where it has none. */
  public List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
  }

  /** Every meter, as a Markdown table for the documentation. */
  public static String documentation() {
    StringBuilder table =
        new StringBuilder("| metric | kind | labels | meaning |\n|---|---|---|---|\n");
    for (Meters meter : values()) {
      table.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  meter.exportedName(),
                  meter.kind.name().toLowerCase(Locale.ROOT),
                  meter.labels.isEmpty() ? "" : "`" + meter.labels.replace(",", "`, `") + "`",
                  meter.description));
    }
    return table.toString();
  }
}
