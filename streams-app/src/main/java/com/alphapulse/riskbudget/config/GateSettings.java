package com.alphapulse.riskbudget.config;

import com.alphapulse.riskbudget.domain.calendar.TradingCalendar;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** How the order gate decides ({@code gate}). */
public record GateSettings(
    Duration maxMarkAge,
    Duration maxHeldMarkAge,
    Duration maxHeldMarkSessionAge,
    Duration maxBudgetAge,
    Duration maxRiskModelAge,
    Duration maxIntentAge,
    Duration maxClockLead,
    Duration executionMemory,
    BigDecimal maxOrderNotional,
    Optional<BigDecimal> maxOrderQuantity,
    BigDecimal maxPriceDeviation,
    OptionalDouble maxOrderRate,
    Duration orderBurst,
    int lossMarks,
    Duration utilizationInterval,
    Duration staleReservationAge,
    Duration missingFillAfter,
    Profile profile,
    Map<String, TradingCalendar> calendars) {

  /** What the gate's application is tuned for. */
  public enum Profile {
    /** Decisions are visible within some ten milliseconds. */
    LOW_LATENCY,
    /** Most orders a second, at about 100 ms. */
    THROUGHPUT
  }

  private static Optional<BigDecimal> decimal(OptionalDouble number) {
    return number.isPresent()
        ? Optional.of(BigDecimal.valueOf(number.getAsDouble()))
        : Optional.empty();
  }

  static GateSettings read(ConfigNode node, Map<String, TradingCalendar> calendars) {
    return new GateSettings(
        node.seconds(
            "max_mark_age",
            Duration.ofSeconds(10),
            Duration.ofMillis(1),
            "Age from which the mark of an order's symbol is stale."),
        node.seconds(
            "max_held_mark_age",
            Duration.ofDays(4),
            Duration.ofMillis(1),
            "Age from which the mark of another symbol that is held or pends is stale, where its"
                + " instrument has no calendar. The default covers a long weekend."),
        node.seconds(
            "max_held_mark_session_age",
            Duration.ofMinutes(5),
            Duration.ofMillis(1),
            "The same where its instrument has a calendar, counted in time in session."),
        node.seconds(
            "max_budget_age",
            Duration.ofMinutes(5),
            Duration.ofMillis(1),
            "Age in event time from which a budget is stale."),
        node.seconds(
            "max_risk_model_age",
            Duration.ofDays(7),
            Duration.ofMillis(1),
            "Age in event time from which the volatilities and correlations of `market-state` are"
                + " too old for a limit on volatility. The default covers daily bars over a long"
                + " weekend."),
        node.seconds(
            "max_intent_age",
            Duration.ofHours(1),
            Duration.ofMillis(1),
            "Age from which an intent is rejected. Order identifiers are remembered for as long, so"
                + " that a resent order is either recognised or too old."),
        node.seconds(
            "max_clock_lead",
            Duration.ofSeconds(5),
            Duration.ZERO,
            "Time by which an intent's `submittedAt` may be ahead of the market's clock: the event"
                + " time of its latest marks, moved on by the wall clock since."),
        node.seconds(
            "execution_memory",
            Duration.ofDays(7),
            Duration.ofMillis(1),
            "How long after the receipt of its last report, by the market's clock, a closed order"
                + " and its execution ids are remembered."),
        BigDecimal.valueOf(
            node.number(
                "max_order_notional",
                1e9,
                0,
                1e15,
                "Largest notional of one order, in base currency. A portfolio may set a lower"
                    + " one.")),
        decimal(
            node.optionalNumber(
                "max_order_quantity",
                0,
                1e14,
                "Largest quantity of one order, in units. A portfolio may set a lower one.")),
        BigDecimal.valueOf(
            node.number(
                "max_price_deviation",
                0.1,
                0,
                1e6,
                "Largest distance of a limit price from the mark, as a fraction of the mark, of a"
                    + " buy above it or a sell below it. A portfolio may set a lower one.")),
        node.optionalNumber(
            "max_order_rate",
            0,
            1e9,
            "Orders a second that a portfolio may send over time; orders that cut risk are not held"
                + " up. A portfolio and a strategy may set lower ones."),
        node.seconds(
            "order_burst",
            Duration.ofSeconds(10),
            Duration.ofMillis(1),
            "Time, in event time, whose orders may come at once, under every limit on orders a"
                + " second."),
        node.integer(
            "loss_marks",
            3,
            1,
            1000,
            "Consecutive records of `market-marks` on which a loss limit must be exceeded before"
                + " only orders that cut risk are accepted."),
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
        node.seconds(
            "missing_fill_after",
            Duration.ofSeconds(3),
            Duration.ofMillis(1),
            "Wall-clock time that the fills of an order which has ended may take to come before an"
                + " alert says that they are missing."),
        node.choice(
            "profile",
            Profile.class,
            Profile.LOW_LATENCY,
            "What the gate's application is tuned for; commit intervals 10 and 100 ms."),
        calendars);
  }
}
