package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideRules;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.domain.override.SameIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What operators have commanded of a book: takes it in, says in alerts what becomes of it, and ends
 * it.
 */
public final class BookOverrides {
  private final BookState state;

  BookOverrides(BookState state) {
    this.state = state;
  }

  /**
   * Takes in an override: the next evaluation follows it. The actions that are the gate's alone
   * have no effect here, also where one has the identifier of an override that is in force.
   *
   * @param asOf the market's time at its arrival, milliseconds
   */
  public List<Alert> apply(RiskOverrideSpec override, long asOf) {
    if (override.action() == OverrideAction.WITHDRAW) {
      return end(override, "was withdrawn", asOf);
    }
    Optional<RiskOverrideSpec> held =
        state.overrides.get(override.key()).filter(o -> o.inForceAt(asOf));
    if (!override.action().concernsBudgets()) {
      return held.map(o -> List.of(stays(o, override, asOf))).orElse(List.of());
    }
    Optional<SameIdentifier> conflict =
        held.map(o -> SameIdentifier.of(o, override)).filter(SameIdentifier::isConflict);
    Optional<String> problem =
        OverrideRules.problem(state.portfolioId, state.spec, override, asOf)
            .or(() -> objection(override))
            .or(() -> conflict.filter(c -> !c.laterStands()).map(SameIdentifier::refusal));
    if (problem.isPresent()) {
      return List.of(
          bad(
              override.overrideId(),
              "The override %s (%s) was not applied to portfolio %s: %s."
                  .formatted(
                      override.overrideId(), override.action(), state.portfolioId, problem.get()),
              asOf));
    }
    state.performance.override();
    List<Alert> alerts = new ArrayList<>();
    conflict.ifPresent(c -> alerts.add(replaced(c, asOf)));
    if (override.action() == OverrideAction.REBALANCE) {
      state.rebalanceRequested = true;
      if (state.inForce.isEmpty() || state.inForce.get().warmUp()) {
        // A budget at the latest prices there can be, and a recommendation without trades.
        state.overridesChanged = true;
        alerts.add(rebalanceWaits(override, asOf));
      }
    } else {
      state.overrides.put(override);
      state.overridesChanged = true;
    }
    alerts.add(
        Alert.of(
            AlertType.OVERRIDE_APPLIED,
            Severity.INFO,
            override.overrideId(),
            "The override %s (%s) by %s is in force for portfolio %s: %s."
                .formatted(
                    override.overrideId(),
                    override.action(),
                    override.author(),
                    state.portfolioId,
                    override.reason()),
            asOf));
    return alerts;
  }

  private Alert replaced(SameIdentifier conflict, long asOf) {
    return bad(
        conflict.refused().overrideId(),
        "The override %s is not in force for portfolio %s any more: %s."
            .formatted(conflict.refused().overrideId(), state.portfolioId, conflict.refusal()),
        asOf);
  }

  private Alert stays(RiskOverrideSpec held, RiskOverrideSpec override, long asOf) {
    return bad(
        held.overrideId(),
        "The override %s (%s) has the identifier of %s, which stays in force for the budget of portfolio %s."
            .formatted(
                override.overrideId(),
                SameIdentifier.described(override),
                SameIdentifier.described(held),
                state.portfolioId),
        asOf);
  }

  /** Nobody's identifiers fill the memory, and nothing is asked for on behalf of nobody. */
  private Optional<String> objection(RiskOverrideSpec override) {
    if (override.action() == OverrideAction.REBALANCE) {
      return state.spec.isPresent() ? Optional.empty() : Optional.of("it is not defined");
    }
    return state.overrides.hasRoomFor(override)
        ? Optional.empty()
        : Optional.of("%d overrides are in force already".formatted(Bounds.OVERRIDES));
  }

  /**
   * Ends those that have expired; to be called where the book is not evaluated, which does it too.
   *
   * @param asOf milliseconds
   */
  public List<Alert> expire(long asOf) {
    return state.overrides.expire(asOf).stream()
        .map(expired -> ended(expired.overrideId(), "expired", asOf))
        .toList();
  }

  private Alert rebalanceWaits(RiskOverrideSpec override, long asOf) {
    return Alert.of(
        AlertType.REBALANCE_WAITS,
        Severity.WARNING,
        override.overrideId(),
        "The rebalance of portfolio %s that %s asked for waits: %s."
            .formatted(
                state.portfolioId,
                override.author(),
                state.inForce.isEmpty()
                    ? "there is no budget yet"
                    : "the risk model is warming up, and until then no trades are proposed"),
        asOf);
  }

  /** The override in force of that {@link RiskOverrideSpec#key}. */
  public Optional<RiskOverrideSpec> get(String key) {
    return state.overrides.get(key);
  }

  /** Brings back an override that was saved. */
  public void restore(RiskOverrideSpec override) {
    state.overrides.put(override);
  }

  /** Number of the last override of all portfolios that the book has or needs not; -1 for none. */
  public long lastOfAll() {
    return state.overrideOfAll;
  }

  /** Notes that the book has, or needs not, the overrides of all portfolios up to that number. */
  public void hasThoseOfAll(long number) {
    state.overrideOfAll = number;
  }

  private static Alert bad(String overrideId, String message, long asOf) {
    return Alert.of(AlertType.BAD_OVERRIDE, Severity.WARNING, overrideId, message, asOf);
  }

  private List<Alert> end(RiskOverrideSpec by, String how, long asOf) {
    if (state.overrides.remove(by.key()).isEmpty()) {
      return List.of();
    }
    state.overridesChanged = true;
    return List.of(ended(by.overrideId(), how, asOf));
  }

  private Alert ended(String overrideId, String how, long asOf) {
    return Alert.of(
        AlertType.OVERRIDE_ENDED,
        Severity.INFO,
        overrideId,
        "The override %s on the budget of portfolio %s %s."
            .formatted(overrideId, state.portfolioId, how),
        asOf);
  }
}
