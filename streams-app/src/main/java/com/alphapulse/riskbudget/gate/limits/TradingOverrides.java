package com.alphapulse.riskbudget.gate.limits;

import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Overrides of one portfolio, or those of all portfolios: the trading states and caps among them
 * that the gate enforces itself, without waiting for a budget. Those of all are judged by each
 * portfolio's own clock, so that one that has ended for some may still hold for others.
 */
public final class TradingOverrides {

  /** A trading state and the override behind it. */
  public record State(TradingState state, Optional<RiskOverrideSpec> cause) {
    static final State ACTIVE = new State(TradingState.ACTIVE, Optional.empty());

    private static State of(RiskOverrideSpec override) {
      return new State(stateOf(override), Optional.of(override));
    }

    /** The more restrictive of the two. */
    public State and(State other) {
      return other.state.compareTo(state) > 0 ? other : this;
    }
  }

  private final Map<String, RiskOverrideSpec> byId = new LinkedHashMap<>();
  private long changes;

  /**
   * Takes in an override.
   *
   * @return overrides that it ends, itself not among them
   */
  public List<RiskOverrideSpec> apply(RiskOverrideSpec override) {
    List<RiskOverrideSpec> ended =
        switch (override.action()) {
          case RESUME ->
              byId.values().stream()
                  .filter(o -> stateOf(o) != TradingState.ACTIVE && sameScope(o, override))
                  .toList();
          case WITHDRAW ->
              byId.values().stream()
                  .filter(o -> o.overrideId().equals(override.overrideId()))
                  .toList();
          default -> List.of();
        };
    changes++;
    ended.forEach(o -> byId.remove(o.overrideId()));
    if (override.action().isTheGates()) {
      byId.put(override.overrideId(), override);
    }
    return ended;
  }

  /**
   * Whether an override may be taken in: nobody's identifiers fill the memory. One that stops whole
   * portfolios finds room for longer.
   */
  public boolean hasRoomFor(RiskOverrideSpec override) {
    return !override.action().isTheGates()
        || byId.containsKey(override.overrideId())
        || byId.size() < Bounds.OVERRIDES
        || (stops(override)
            && byId.values().stream()
                    .filter(o -> o.action() == override.action() && stops(o))
                    .count()
                < Bounds.STOPS);
  }

  private static boolean stops(RiskOverrideSpec override) {
    return override.scope().isWhole() && override.action().stopsOrders();
  }

  /**
   * Event time at which the first of those that are in force at {@code asOf} ends, milliseconds;
   * the largest there is where none does.
   */
  public long nextEnd(long asOf) {
    long next = Long.MAX_VALUE;
    for (RiskOverrideSpec override : byId.values()) {
      if (override.inForceAt(asOf) && override.expiresAt().isPresent()) {
        next = Math.min(next, override.expiresAt().getAsLong());
      }
    }
    return next;
  }

  /** Removes and returns what has expired at event time {@code clock}. */
  public List<RiskOverrideSpec> expire(long clock) {
    if (byId.isEmpty()) {
      return List.of();
    }
    List<RiskOverrideSpec> expired =
        byId.values().stream().filter(o -> !o.inForceAt(clock)).toList();
    if (!expired.isEmpty()) {
      changes++;
      expired.forEach(o -> byId.remove(o.overrideId()));
    }
    return expired;
  }

  /** Grows whenever what is in force may have changed. */
  long changes() {
    return changes;
  }

  /** Most restrictive trading state of a strategy and a symbol at event time {@code asOf}. */
  public State state(String strategyId, String symbol, long asOf) {
    State state = State.ACTIVE;
    for (RiskOverrideSpec override : byId.values()) {
      if (override.inForceAt(asOf) && override.covers(strategyId, symbol)) {
        state = state.and(State.of(override));
      }
    }
    return state;
  }

  /** Most restrictive trading state of whole portfolios at event time {@code asOf}. */
  public State whole(long asOf) {
    State state = State.ACTIVE;
    for (RiskOverrideSpec override : byId.values()) {
      if (override.scope().isWhole() && override.inForceAt(asOf)) {
        state = state.and(State.of(override));
      }
    }
    return state;
  }

  /** Identifiers of those in force at event time {@code asOf}, in the order of their arrival. */
  public List<String> inForce(long asOf) {
    if (byId.isEmpty()) {
      return List.of();
    }
    return byId.values().stream()
        .filter(o -> o.inForceAt(asOf))
        .map(RiskOverrideSpec::overrideId)
        .toList();
  }

  /**
   * Lowest cap on the leverage of the portfolio at event time {@code asOf}. That of a strategy or a
   * symbol is on capital that only the budget knows, and comes with the next one.
   */
  public Optional<Limit<BigDecimal>> leverageCap(long asOf) {
    return lowest(OverrideAction.CAP_LEVERAGE, o -> o.inForceAt(asOf) && o.scope().isWhole());
  }

  /** Lowest cap on the position of a symbol at event time {@code asOf}. */
  public Optional<Limit<BigDecimal>> positionCap(String strategyId, String symbol, long asOf) {
    return lowest(
        OverrideAction.CAP_POSITION, o -> o.inForceAt(asOf) && o.covers(strategyId, symbol));
  }

  /** The one of that identifier, in force or not yet removed. */
  public Optional<RiskOverrideSpec> get(String overrideId) {
    return Optional.ofNullable(byId.get(overrideId));
  }

  public Collection<RiskOverrideSpec> all() {
    return byId.values();
  }

  private Optional<Limit<BigDecimal>> lowest(
      OverrideAction action, Predicate<RiskOverrideSpec> applies) {
    if (byId.isEmpty()) {
      return Optional.empty(); // By far the most common case, without the cost of a stream.
    }
    return byId.values().stream()
        .filter(o -> o.action() == action && applies.test(o))
        .map(o -> new Limit<>(o.value().orElseThrow(), new LimitSource.ByOverride(o.overrideId())))
        .min((a, b) -> a.value().compareTo(b.value()));
  }

  private static TradingState stateOf(RiskOverrideSpec override) {
    return switch (override.action()) {
      case HALT -> TradingState.HALTED;
      case REDUCE_ONLY -> TradingState.REDUCE_ONLY;
      default -> TradingState.ACTIVE;
    };
  }

  /** Within one portfolio's overrides, or those of all, GLOBAL and PORTFOLIO mean the same. */
  private static boolean sameScope(RiskOverrideSpec a, RiskOverrideSpec b) {
    return (a.scope() == b.scope() || (a.scope().isWhole() && b.scope().isWhole()))
        && a.scopeId().equals(b.scopeId());
  }
}
