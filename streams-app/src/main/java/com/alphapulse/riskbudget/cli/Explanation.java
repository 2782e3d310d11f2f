package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.gate.RejectReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A decision in words, for the terminal. */
final class Explanation {

  private Explanation() {}

  static List<String> lines(OrderDecision decision, Optional<BudgetUpdate> budget, long repeats) {
    List<String> lines = new ArrayList<>();
    OrderIntent intent = decision.getIntent();
    lines.add(
        "order     %s of %s / %s: %s %s %s%s"
            .formatted(
                intent.getOrderId(),
                intent.getPortfolioId(),
                intent.getStrategyId(),
                intent.getSide(),
                text(intent.getQuantity()),
                intent.getSymbol(),
                intent.getLimitPrice() == null
                    ? " at market"
                    : " at " + text(intent.getLimitPrice())));
    lines.add(
        "decision  %s%s%s%s"
            .formatted(
                decision.getOutcome(),
                decision.getApprovedQuantity().signum() > 0
                    ? " for " + text(decision.getApprovedQuantity())
                    : "",
                decision.getReducing() ? ", since it only cuts risk" : "",
                repeats > 0 ? ", repeated for %d resent intents".formatted(repeats) : ""));
    lines.add(
        "time      submitted %s, decided as of %s (by the clock %s)"
            .formatted(intent.getSubmittedAt(), decision.getAsOf(), decision.getDecidedAt()));
    inputs(decision, lines);
    budget.ifPresentOrElse(b -> budget(b, decision, lines), () -> lines.add("budget    none"));
    violations(decision, lines);
    lines.add("cursor    " + decision.getCursor());
    return lines;
  }

  private static void inputs(OrderDecision decision, List<String> lines) {
    DecisionInputs inputs = decision.getInputs();
    lines.add(
        "position  %s held, %s buys and %s sells pending (strategy: %s, %s, %s)"
            .formatted(
                text(inputs.getPosition()),
                text(inputs.getPendingBuys()),
                text(inputs.getPendingSells()),
                text(inputs.getStrategyPosition()),
                text(inputs.getStrategyPendingBuys()),
                text(inputs.getStrategyPendingSells())));
    lines.add(
        "exposure  %s gross, %s of the strategy, worst case; equity %s; %d open orders; %s"
            .formatted(
                text(inputs.getGrossExposure()),
                text(inputs.getStrategyExposure()),
                text(inputs.getEquity()),
                inputs.getOpenOrders(),
                inputs.getTradingState()));
    lines.add(
        inputs.getMark() == null
            ? "mark      none"
            : "mark      %s, %s old"
                .formatted(text(inputs.getMark()), age(decision, inputs.getMarkTime())));
  }

  private static void budget(BudgetUpdate budget, OrderDecision decision, List<String> lines) {
    lines.add(
        String.format(
            Locale.ROOT,
            "budget    version %d, %s old, caused by %s: regime %s since %s, target volatility %.1f %%, forecast %.1f %%",
            budget.getVersion(),
            age(decision, budget.getAsOf()),
            budget.getCause(),
            budget.getRegime(),
            budget.getRegimeSince(),
            100 * budget.getTargetVolatility(),
            100 * budget.getForecastVolatility()));
    lines.add(
        String.format(
            Locale.ROOT,
            "limits    leverage %.2f (%s)%s%s",
            budget.getLeverageLimit(),
            budget.getLeverageLimitBoundBy(),
            budget.getStrategies().stream()
                .filter(s -> s.getStrategyId().equals(decision.getIntent().getStrategyId()))
                .findFirst()
                .map(s -> ", strategy " + text(s.getExposureLimit()))
                .orElse(""),
            budget.getSymbols().stream()
                .filter(s -> s.getSymbol().equals(decision.getIntent().getSymbol()))
                .findFirst()
                .map(s -> ", position " + text(s.getPositionLimit()))
                .orElse("")));
  }

  private static void violations(OrderDecision decision, List<String> lines) {
    for (Violation violation : decision.getViolations()) {
      lines.add(
          "broken    %s (%s %s, limit from %s): %s"
              .formatted(
                  violation.getReason(),
                  violation.getScope(),
                  violation.getScopeId(),
                  violation.getBoundBy(),
                  violation.getMessage()));
      Arrays.stream(RejectReason.values())
          .filter(reason -> reason.name().equals(violation.getReason()))
          .findFirst()
          .ifPresent(reason -> lines.add("          " + reason.remedy()));
    }
    if (!decision.getViolations().isEmpty()) {
      lines.add(
          "largest   "
              + (decision.getLargestQuantity() == null
                  ? "no quantity would have passed"
                  : text(decision.getLargestQuantity()) + " would have passed"));
    }
  }

  private static String age(OrderDecision decision, Instant time) {
    Duration age = Duration.between(time, decision.getAsOf());
    return age.toDays() > 0
        ? "%d d %d h".formatted(age.toDays(), age.toHoursPart())
        : age.toSeconds() > 0 ? age.toSeconds() + " s" : age.toMillis() + " ms";
  }

  private static String text(BigDecimal value) {
    if (value == null) {
      return "unknown";
    }
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
