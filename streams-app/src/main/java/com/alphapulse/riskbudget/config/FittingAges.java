package com.alphapulse.riskbudget.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ages and intervals that must go together: with others an installation would start, and then
 * reject every order.
 */
final class FittingAges {
  private final List<String> errors = new ArrayList<>();

  private FittingAges() {}

  /** What does not go together, and what to change. */
  static List<String> errors(Configuration configuration) {
    RiskBudgeting budgets = configuration.riskBudgeting();
    MarketSettings market = configuration.market();
    GateSettings gate = configuration.gate();
    FittingAges ages = new FittingAges();
    if (budgets.enabled()) {
      ages.atLeast(
          "gate.max_budget_age",
          gate.maxBudgetAge(),
          "risk_budgeting.monitoring_interval plus market.mark_interval",
          budgets.monitoringInterval().plus(market.markInterval()));
    }
    ages.atLeast(
        "gate.max_mark_age", gate.maxMarkAge(), "market.mark_interval", market.markInterval());
    ages.atLeast(
        "gate.max_held_mark_age", gate.maxHeldMarkAge(), "gate.max_mark_age", gate.maxMarkAge());
    ages.atLeast(
        "gate.max_risk_model_age",
        gate.maxRiskModelAge(),
        "market.bar_interval times (1 + market.lateness_bars)",
        market.barInterval().multipliedBy(1L + market.latenessBars()));
    return ages.errors;
  }

  private void atLeast(String key, Duration age, String other, Duration least) {
    if (age.compareTo(least) < 0) {
      errors.add(
          "%s is %s s and must be at least %s, %s s; raise it, or lower what it is held against"
              .formatted(key, seconds(age), other, seconds(least)));
    }
  }

  private static String seconds(Duration duration) {
    double seconds = duration.toNanos() / 1e9;
    return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
  }
}
