package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RiskOverride;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Overrides by id, with what became of each. Not safe for use by several threads. */
public final class OverrideLog {
  /** Overrides that are kept; beyond it the oldest that can no longer be in force goes first. */
  static final int KEPT = 5_000;

  /** What became of an override. */
  public enum Status {
    IN_FORCE,
    EXPIRED,
    WITHDRAWN,
    /** A trading state that a later RESUME of the same scope ended. */
    RESUMED,
    /** An action that is done once and does not stay. */
    DONE
  }

  /**
   * An override as it was put in force.
   *
   * @param endedBy the WITHDRAW or RESUME that ended it early
   */
  public record Entry(RiskOverride override, Optional<RiskOverride> endedBy) {

    public Status status(Instant now) {
      if (endedBy.isPresent()) {
        return endedBy.get().getAction() == OverrideAction.WITHDRAW
            ? Status.WITHDRAWN
            : Status.RESUMED;
      }
      return switch (override.getAction()) {
        case RESUME, RELEASE_RESERVATION, REBALANCE, WITHDRAW, UNKNOWN -> Status.DONE;
        case HALT, REDUCE_ONLY, CAP_LEVERAGE, CAP_POSITION, SCALE_BUDGET, PIN_REGIME ->
            override.getExpiresAt() == null || now.isBefore(override.getExpiresAt())
                ? Status.IN_FORCE
                : Status.EXPIRED;
      };
    }
  }

  private final Map<String, Entry> byId = new LinkedHashMap<>();

  void accept(RiskOverride override) {
    switch (override.getAction()) {
      case WITHDRAW -> end(override, entry -> isSame(entry, override));
      case RESUME -> {
        end(override, entry -> setsTradingState(entry) && sameScope(entry, override));
        put(override);
      }
      default -> put(override);
    }
  }

  Optional<Entry> find(String overrideId) {
    return Optional.ofNullable(byId.get(overrideId));
  }

  /** Up to {@code limit} that pass the filter, newest first. */
  List<Entry> newest(int limit, Predicate<RiskOverride> filter) {
    List<Entry> entries = new ArrayList<>(byId.values());
    List<Entry> newest = new ArrayList<>();
    for (int i = entries.size() - 1; i >= 0 && newest.size() < limit; i--) {
      if (filter.test(entries.get(i).override())) {
        newest.add(entries.get(i));
      }
    }
    return newest;
  }

  private void put(RiskOverride override) {
    // Removed first, so that a replaced one counts as new in the order.
    byId.remove(override.getOverrideId());
    byId.put(override.getOverrideId(), new Entry(override, Optional.empty()));
    if (byId.size() > KEPT) {
      removeOldestEnded(override.getCreatedAt());
    }
  }

  /** An override in force is never forgotten, even beyond the bound. */
  private void removeOldestEnded(Instant now) {
    byId.values().stream()
        .filter(entry -> entry.status(now) != Status.IN_FORCE)
        .findFirst()
        .ifPresent(entry -> byId.remove(entry.override().getOverrideId()));
  }

  private void end(RiskOverride by, Predicate<RiskOverride> which) {
    byId.replaceAll(
        (id, entry) ->
            entry.endedBy().isEmpty() && which.test(entry.override())
                ? new Entry(entry.override(), Optional.of(by))
                : entry);
  }

  private static boolean isSame(RiskOverride a, RiskOverride b) {
    return a.getOverrideId().equals(b.getOverrideId())
        && a.getPortfolioId().equals(b.getPortfolioId());
  }

  private static boolean setsTradingState(RiskOverride override) {
    return override.getAction() == OverrideAction.HALT
        || override.getAction() == OverrideAction.REDUCE_ONLY;
  }

  private static boolean sameScope(RiskOverride a, RiskOverride b) {
    return a.getPortfolioId().equals(b.getPortfolioId())
        && normalised(a.getScope()) == normalised(b.getScope())
        && Objects.equals(a.getScopeId(), b.getScopeId());
  }

  /** Under one key, GLOBAL and PORTFOLIO mean the same: all that the key stands for. */
  private static OverrideScope normalised(OverrideScope scope) {
    return scope == OverrideScope.GLOBAL ? OverrideScope.PORTFOLIO : scope;
  }
}
