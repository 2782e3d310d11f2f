package com.alphapulse.riskbudget.cli;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.audit.redecide.Redecision;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.domain.Numbers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A decision in words, for the terminal. */
final class Explanation {

  private Explanation() {}

  /**
   * All that is known of a decision.
   *
   * @param again the decision taken again, whose figures the checks show
   * @param findings what the audit holds against the history
   */
  static List<String> lines(
      Entry<OrderDecision> recorded, Redecision again, History history, List<Finding> findings) {
    OrderDecision decision = recorded.value();
    List<String> lines = new ArrayList<>();
    order(recorded, history, lines);
    inputs(decision, lines);
    budget(history, decision)
        .ifPresentOrElse(
            b -> budget(b, decision, history, lines), () -> lines.add("budget    none"));
    CheckTable.lines(again.proposal()).forEach(lines::add);
    lines.add(
        "largest   "
            + (decision.getLargestQuantity() == null
                ? "no quantity would have passed"
                : text(decision.getLargestQuantity()) + " would have passed"));
    lines.add("cursor    " + decision.getCursor());
    List<Finding> own = findings.stream().filter(f -> f.place().equals(recorded.place())).toList();
    own.forEach(f -> lines.add("differs   " + f.kind() + ": " + f.detail()));
    if (own.isEmpty()) {
      lines.add("again     decided again from the topics: the same");
    }
    return lines;
  }

  private static void order(Entry<OrderDecision> recorded, History history, List<String> lines) {
    OrderDecision decision = recorded.value();
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
    long repeats =
        history.decisions().stream()
            .map(Entry::value)
            .filter(d -> d.getRepeat() && isOf(d.getIntent(), intent))
            .count();
    lines.add(
        "decision  %s%s%s%s, at %s"
            .formatted(
                decision.getOutcome(),
                decision.getApprovedQuantity().signum() > 0
                    ? " for " + text(decision.getApprovedQuantity())
                    : "",
                decision.getReducing() ? ", since it only cuts risk" : "",
                repeats > 0 ? ", repeated for %d resent intents".formatted(repeats) : "",
                recorded.place()));
    lines.add(
        "time      submitted %s, decided as of %s (by the clock %s)"
            .formatted(intent.getSubmittedAt(), decision.getAsOf(), decision.getDecidedAt()));
  }

  private static boolean isOf(OrderIntent intent, OrderIntent other) {
    return intent.getOrderId().equals(other.getOrderId())
        && intent.getPortfolioId().equals(other.getPortfolioId());
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

  private static Optional<BudgetUpdate> budget(History history, OrderDecision decision) {
    Long version = decision.getInputs().getBudgetVersion();
    return history.budgets().stream()
        .map(Entry::value)
        .filter(b -> b.getPortfolioId().equals(decision.getIntent().getPortfolioId()))
        .filter(b -> version != null && b.getVersion() == version)
        .findFirst();
  }

  private static void budget(
      BudgetUpdate budget, OrderDecision decision, History history, List<String> lines) {
    lines.add(
        String.format(
            Locale.ROOT,
            "budget    version %d, %s old, caused by %s: regime %s since %s, target volatility %.1f"
                + " %%, forecast %.1f %%",
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
                .map(
                    s -> ", strategy %s (%s)".formatted(text(s.getExposureLimit()), s.getBoundBy()))
                .orElse(""),
            budget.getSymbols().stream()
                .filter(s -> s.getSymbol().equals(decision.getIntent().getSymbol()))
                .findFirst()
                .map(
                    s -> ", position %s (%s)".formatted(text(s.getPositionLimit()), s.getBoundBy()))
                .orElse("")));
    for (String overrideId : budget.getOverrides()) {
      history.overrides().stream()
          .map(Entry::value)
          .filter(o -> o.getOverrideId().equals(overrideId))
          .findFirst()
          .ifPresent(o -> lines.add(override(o)));
    }
  }

  private static String override(RiskOverride override) {
    return "override  %s: %s%s by %s until %s: %s"
        .formatted(
            override.getOverrideId(),
            override.getAction(),
            override.getValue() == null ? "" : " " + text(override.getValue()),
            override.getAuthor(),
            override.getExpiresAt() == null ? "withdrawn" : override.getExpiresAt(),
            override.getReason());
  }

  private static String age(OrderDecision decision, Instant time) {
    return CheckTable.duration(Duration.between(time, decision.getAsOf()));
  }

  private static String text(BigDecimal value) {
    return value == null ? "unknown" : Numbers.plain(value);
  }
}
