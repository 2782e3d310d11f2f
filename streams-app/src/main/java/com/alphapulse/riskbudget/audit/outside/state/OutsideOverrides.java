package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.outside.record.OutsideOverride;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.TradingState;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Overrides of one portfolio, or those of all, that are in force; rebuilt from their topic. */
public final class OutsideOverrides {
  private static final Set<OverrideAction> STATES =
      EnumSet.of(OverrideAction.HALT, OverrideAction.REDUCE_ONLY);
  private static final Set<OverrideAction> CAPS =
      EnumSet.of(OverrideAction.CAP_LEVERAGE, OverrideAction.CAP_POSITION);

  private final Map<String, OutsideOverride> inForce = new LinkedHashMap<>();

  /** Takes in an override that makes sense. */
  public void apply(OutsideOverride override) {
    switch (override.action()) {
      case RESUME ->
          inForce.values().removeIf(o -> STATES.contains(o.action()) && sameScope(o, override));
      case WITHDRAW -> inForce.remove(override.id());
      default -> {
        if (STATES.contains(override.action()) || CAPS.contains(override.action())) {
          inForce.put(override.id(), override);
        }
      }
    }
  }

  /**
   * Whether the gate refuses an override since another one, which says something else and is not
   * less restrictive, has its id.
   *
   * @param clock event time of its arrival, milliseconds
   */
  public boolean refuses(OutsideOverride override, long clock) {
    OutsideOverride other = inForce.get(override.id());
    return other != null
        && override.action() != OverrideAction.WITHDRAW
        && other.isInForceAt(clock)
        && !override.saysTheSameAs(other)
        && !override.isStricterThan(other);
  }

  /** Ends what has expired at an event time, in milliseconds. */
  public void expire(long clock) {
    inForce.values().removeIf(o -> !o.isInForceAt(clock));
  }

  /** Records of what is in force, in the order in which it came. */
  public List<RiskOverride> records() {
    return inForce.values().stream().map(OutsideOverride::record).toList();
  }

  /** Most restrictive trading state of a strategy and a symbol at an event time. */
  public TradingState state(String strategyId, String symbol, long asOf) {
    TradingState state = TradingState.ACTIVE;
    for (OutsideOverride override : inForce.values()) {
      if (!override.isInForceAt(asOf)) {
        continue;
      }
      if (override.action() == OverrideAction.HALT && override.covers(strategyId, symbol)) {
        return TradingState.HALTED;
      }
      if (override.action() == OverrideAction.REDUCE_ONLY && override.covers(strategyId, symbol)) {
        state = TradingState.REDUCE_ONLY;
      }
    }
    return state;
  }

  /** Lowest cap on the leverage of whole portfolios at an event time; others come with a budget. */
  Optional<BigDecimal> leverageCap(long asOf) {
    return lowest(OverrideAction.CAP_LEVERAGE, o -> o.isInForceAt(asOf) && o.isOfPortfolio());
  }

  /**
   * Lowest cap on the position that a strategy's order in a symbol may lead to at an event time, in
   * units.
   */
  Optional<BigDecimal> positionCap(String strategyId, String symbol, long asOf) {
    return lowest(
        OverrideAction.CAP_POSITION, o -> o.isInForceAt(asOf) && o.covers(strategyId, symbol));
  }

  private Optional<BigDecimal> lowest(OverrideAction cap, Predicate<OutsideOverride> applies) {
    return inForce.values().stream()
        .filter(o -> o.action() == cap && applies.test(o))
        .map(o -> o.value().orElseThrow())
        .min(BigDecimal::compareTo);
  }

  private static boolean sameScope(OutsideOverride a, OutsideOverride b) {
    boolean sameKind = a.isOfPortfolio() ? b.isOfPortfolio() : a.scope() == b.scope();
    return sameKind && a.scopeId().equals(b.scopeId());
  }
}
