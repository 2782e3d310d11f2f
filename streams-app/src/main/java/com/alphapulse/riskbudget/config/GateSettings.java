package com.alphapulse.riskbudget.config;

import java.math.BigDecimal;
import java.time.Duration;

/** How the order gate decides ({@code gate}). */
public record GateSettings(
    Duration maxMarkAge,
    Duration maxBudgetAge,
    Duration maxRiskModelAge,
    Duration maxIntentAge,
    Duration executionMemory,
    BigDecimal maxOrderNotional,
    Duration utilizationInterval,
    Duration staleReservationAge,
    Profile profile) {

  /** What the gate's application is tuned for. */
  public enum Profile {
    /** Decisions are visible within some ten milliseconds. */
    LOW_LATENCY,
    /** Most orders a second, at about 100 ms. */
    THROUGHPUT
  }

  static GateSettings read(ConfigNode node) {
    return new GateSettings(
        node.seconds(
            "max_mark_age",
            Duration.ofSeconds(10),
            Duration.ofMillis(1),
            "Age in event time from which a mark is stale."),
        node.seconds(
            "max_budget_age",
            Duration.ofMinutes(5),
            Duration.ofMillis(1),
            "Age in event time from which a budget is stale."),
        node.seconds(
            "max_risk_model_age",
            Duration.ofDays(7),
            Duration.ofMillis(1),
            "Age in event time from which the volatilities and correlations of `market-state` are too old for a limit on volatility. The default covers daily bars over a long weekend."),
        node.seconds(
            "max_intent_age",
            Duration.ofHours(1),
            Duration.ofMillis(1),
            "Age in event time from which an intent is rejected. Also how long order identifiers are remembered, so that a resent order is either recognised or too old."),
        node.seconds(
            "execution_memory",
            Duration.ofDays(7),
            Duration.ofMillis(1),
            "How long after its last report, in event time, a closed order and its execution ids are remembered."),
        BigDecimal.valueOf(
            node.number(
                "max_order_notional",
                1e9,
                0,
                1e15,
                "Largest notional of one order, in base currency, where the portfolio sets none.")),
        node.seconds(
            "utilization_interval",
            Duration.ofSeconds(1),
            Duration.ofMillis(1),
            "Wall-clock time between two rounds of `risk-utilization`."),
        node.seconds(
            "stale_reservation_age",
            Duration.ofDays(1),
            Duration.ofMillis(1),
            "Age in event time from which an open order raises an alert."),
        node.choice(
            "profile",
            Profile.class,
            Profile.LOW_LATENCY,
            "What the gate's application is tuned for; commit intervals 10 and 100 ms."));
  }
}
