package com.alphapulse.riskbudget.observability;

/**
 * Every meter of our own, in the order of the documentation. Label values come from enums and topic
 * names only, so that the number of time series is bounded.
 */
public enum Meters {
  DECISIONS("riskbudget.decisions", "Decisions of the gate.", "outcome"),
  VIOLATIONS(
      "riskbudget.violations", "Rules that orders broke; one order may break several.", "reason"),
  BUDGETS("riskbudget.budgets", "Budgets issued.", "cause"),
  ALERTS("riskbudget.alerts", "Alerts raised.", "type"),
  DEAD_LETTERS("riskbudget.dead.letters", "Records that could not be read.", "topic"),
  MARKET_SKIPPED("riskbudget.market.skipped", "Records that the market stage left out.", "reason"),
  REGIME_RESPONSE(
      "riskbudget.regime.response",
      "Time from the arrival of a regime change to the budget that answers it.",
      ""),
  VIEW_UNREADABLE(
      "riskbudget.api.unreadable", "Records that the API could not read and left out.", "topic"),
  EVENTS_SKIPPED(
      "riskbudget.api.events.skipped", "Live events that a slow reader did not get.", "");

  private final String meterName;
  private final String description;
  private final String label;

  Meters(String meterName, String description, String label) {
    this.meterName = meterName;
    this.description = description;
    this.label = label;
  }

  /** Name in Micrometer's notation; Prometheus shows it with underscores and a suffix. */
  public String meterName() {
    return meterName;
  }

  /** What it measures, in one sentence. */
  public String description() {
    return description;
  }

  /** Its only label, or an empty text where it has none. */
  public String label() {
    return label;
  }
}
