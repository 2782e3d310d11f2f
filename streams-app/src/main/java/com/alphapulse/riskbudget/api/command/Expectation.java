package com.alphapulse.riskbudget.api.command;

import com.alphapulse.riskbudget.api.view.OverrideLog;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * What has to be heard before a command is known to have taken effect: the gate's acknowledgement,
 * from every partition where it is for all portfolios, and the budgets that follow it. Safe for use
 * by many threads.
 */
final class Expectation {
  private final RiskOverride command;
  private final int partitions;
  private final Set<String> budgets;
  private final Map<Integer, TradingStateUpdate> acknowledged = new TreeMap<>();
  private final Map<String, BudgetUpdate> followed = new HashMap<>();
  private boolean written;
  private boolean contested;

  /**
   * @param partitions of the gate that acknowledge it: 0 where the budget stage alone does
   * @param budgets portfolios whose budgets follow it
   */
  Expectation(RiskOverride command, int partitions, Set<String> budgets) {
    this.command = command;
    this.partitions = partitions;
    this.budgets = new HashSet<>(budgets);
  }

  /**
   * Takes in a record of the topics.
   *
   * @param answered override that it answers, by its header
   * @return what became of the command; empty while that is not known
   */
  synchronized Optional<Effect> take(SpecificRecord value, Optional<String> answered) {
    if (value instanceof TradingStateUpdate update && acknowledges(update)) {
      acknowledged.putIfAbsent(update.getPartition(), update);
      return taken();
    }
    if (value instanceof BudgetUpdate budget && follows(budget, answered)) {
      followed.putIfAbsent(budget.getPortfolioId(), budget);
      return taken();
    }
    if (value instanceof RiskAlert alert && (isRefusal(alert) || isFailure(alert, answered))) {
      return Optional.of(new Effect.Refused(alert.getMessage()));
    }
    if (value instanceof RiskOverride other && isOfTheSameId(other)) {
      if (Rivals.isConflict(command, other)) {
        contested = true;
        return (written
                ? Rivals.lost(command, command, other)
                : Rivals.lost(command, other, command))
            .map(Effect.Refused::new);
      }
      written = true;
    }
    return Optional.empty();
  }

  private boolean acknowledges(TradingStateUpdate update) {
    if (partitions == 0 || !update.getPortfolioId().equals(command.getPortfolioId())) {
      return false;
    }
    boolean isHeld = update.getOverrides().contains(command.getOverrideId());
    return switch (command.getAction()) {
      case HALT, REDUCE_ONLY, CAP_LEVERAGE, CAP_POSITION -> isHeld;
      case WITHDRAW -> !isHeld && isAnswer(update);
      default -> isAnswer(update);
    };
  }

  private boolean isAnswer(TradingStateUpdate update) {
    return command.getOverrideId().equals(update.getCausedBy());
  }

  private boolean follows(BudgetUpdate budget, Optional<String> answered) {
    if (!budgets.contains(budget.getPortfolioId())) {
      return false;
    }
    boolean isHeld = budget.getOverrides().contains(command.getOverrideId());
    return switch (command.getAction()) {
      case REBALANCE -> answered.equals(Optional.of(command.getOverrideId()));
      case WITHDRAW -> !isHeld;
      default -> isHeld;
    };
  }

  /** The refusal of a rival with the same id is not this command's. */
  private boolean isRefusal(RiskAlert alert) {
    return alert.getType().equals(AlertType.BAD_OVERRIDE.name())
        && command.getOverrideId().equals(alert.getScopeId())
        && !contested
        && (command.getPortfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS)
            || command.getPortfolioId().equals(alert.getPortfolioId()));
  }

  /** A budget that was asked for does not come where computing it failed. */
  private boolean isFailure(RiskAlert alert, Optional<String> answered) {
    return command.getAction() == OverrideAction.REBALANCE
        && alert.getType().equals(AlertType.BUDGET_FAILED.name())
        && answered.equals(Optional.of(command.getOverrideId()));
  }

  /** A proposal has no effect, and an action of another version none that is known. */
  private boolean isOfTheSameId(RiskOverride other) {
    return other.getOverrideId().equals(command.getOverrideId())
        && other.getPortfolioId().equals(command.getPortfolioId())
        && command.getAction() != OverrideAction.WITHDRAW
        && other.getAction() != OverrideAction.WITHDRAW
        && !OverrideLog.isProposal(other)
        && ReferenceWire.override(other).isPresent();
  }

  private Optional<Effect> taken() {
    if (acknowledged.size() < partitions || !followed.keySet().containsAll(budgets)) {
      return Optional.empty();
    }
    List<Effect.Applied> applied =
        acknowledged.values().stream()
            .map(update -> new Effect.Applied(update.getPartition(), update.getAppliedAt()))
            .toList();
    OptionalLong version =
        budgets.size() == 1
            ? followed.values().stream().mapToLong(BudgetUpdate::getVersion).max()
            : OptionalLong.empty(); // Versions of several portfolios do not compare.
    return Optional.of(new Effect.Taken(since(), applied, version));
  }

  /** The last of them: before that, it did not hold everywhere. */
  private Instant since() {
    Instant since = Instant.MIN;
    for (TradingStateUpdate update : acknowledged.values()) {
      since = update.getAsOf().isAfter(since) ? update.getAsOf() : since;
    }
    for (BudgetUpdate budget : followed.values()) {
      since = budget.getAsOf().isAfter(since) ? budget.getAsOf() : since;
    }
    return since;
  }
}
