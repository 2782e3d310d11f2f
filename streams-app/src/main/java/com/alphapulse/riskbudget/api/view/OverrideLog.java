package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Overrides by id, with what became of each. Not safe for use by several threads. */
public final class OverrideLog {
  /** Overrides that are kept; beyond it the oldest that can no longer be in force goes first. */
  static final int KEPT = 5_000;

  private static final Place LOG = new Place(ViewTopic.RISK_OVERRIDE, 0, 0);

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

  /** An override is what a key says of an identifier: others may use the same one. */
  private record Name(String overrideId, String portfolioId) implements Comparable<Name> {
    static Name of(RiskOverride override) {
      return new Name(override.getOverrideId(), override.getPortfolioId());
    }

    @Override
    public int compareTo(Name other) {
      int byId = overrideId.compareTo(other.overrideId);
      return byId != 0 ? byId : portfolioId.compareTo(other.portfolioId);
    }
  }

  private final NavigableMap<Position, Entry> inOrder = new TreeMap<>();
  private final NavigableMap<Name, Position> positions = new TreeMap<>();

  /** The latest time of all that was read: what has expired by then may be forgotten. */
  private Instant latest = Instant.MIN;

  void accept(RiskOverride override) {
    latest = latest.isBefore(override.getCreatedAt()) ? override.getCreatedAt() : latest;
    switch (override.getAction()) {
      case WITHDRAW -> end(override, entry -> isSame(entry, override));
      case RESUME -> {
        end(override, entry -> setsTradingState(entry) && sameScope(entry, override));
        put(override);
      }
      default -> put(override);
    }
  }

  /** The one of this identifier; the newest, where several keys have used it. */
  Optional<Entry> find(String overrideId) {
    return positions.tailMap(new Name(overrideId, "")).entrySet().stream()
        .takeWhile(entry -> entry.getKey().overrideId().equals(overrideId))
        .map(Map.Entry::getValue)
        .max(Position::compareTo)
        .map(inOrder::get);
  }

  /** The one of this identifier that a portfolio's gate means: its own, or that of all. */
  Optional<Entry> find(String portfolioId, String overrideId) {
    return Optional.ofNullable(positions.get(new Name(overrideId, portfolioId)))
        .or(
            () ->
                Optional.ofNullable(
                    positions.get(new Name(overrideId, RiskOverrideSpec.ALL_PORTFOLIOS))))
        .map(inOrder::get);
  }

  /** A page of those that pass the filter, newest first by the time of their making. */
  Page<Entry> newestFirst(Span span, Predicate<Entry> filter) {
    return RecentByTime.page(
        span.after().map(after -> inOrder.headMap(after, false)).orElse(inOrder).descendingMap(),
        span,
        filter);
  }

  /** Identifiers tell overrides of the same time apart, wherever they were read. */
  private static Position position(RiskOverride override) {
    return new Position(
        override.getCreatedAt(), override.getPortfolioId() + "/" + override.getOverrideId(), LOG);
  }

  private void put(RiskOverride override) {
    Position position = position(override);
    Position before = positions.put(Name.of(override), position);
    if (before != null) {
      inOrder.remove(before);
    }
    inOrder.put(position, new Entry(override, Optional.empty()));
    forgetOldEnded();
  }

  /**
   * Keeps the newest, and of the older ones those in force, even beyond the bound: the same ones in
   * whatever order they were read.
   */
  private void forgetOldEnded() {
    int beyond = inOrder.size() - KEPT;
    if (beyond <= 0) {
      return;
    }
    List<Map.Entry<Position, Entry>> ended =
        inOrder.entrySet().stream()
            .limit(beyond)
            .filter(entry -> entry.getValue().status(latest) != Status.IN_FORCE)
            .toList();
    for (Map.Entry<Position, Entry> entry : ended) {
      inOrder.remove(entry.getKey());
      positions.remove(Name.of(entry.getValue().override()));
    }
  }

  private void end(RiskOverride by, Predicate<RiskOverride> which) {
    inOrder.replaceAll(
        (position, entry) ->
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
