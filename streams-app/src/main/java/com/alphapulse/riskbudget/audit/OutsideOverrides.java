package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.domain.OverrideAction;
import com.alphapulse.riskbudget.domain.OverrideScope;
import com.alphapulse.riskbudget.domain.RiskOverrideSpec;
import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.gate.Overrides;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Overrides of one portfolio, or those of all, that are in force; rebuilt from their topic. */
final class OutsideOverrides {
  private static final Set<OverrideAction> STATES =
      EnumSet.of(OverrideAction.HALT, OverrideAction.REDUCE_ONLY);
  private static final Set<OverrideAction> CAPS =
      EnumSet.of(OverrideAction.CAP_LEVERAGE, OverrideAction.CAP_POSITION);

  private final Map<String, RiskOverrideSpec> inForce = new LinkedHashMap<>();

  /** Takes in an override that makes sense. */
  void apply(RiskOverrideSpec override) {
    switch (override.action()) {
      case RESUME ->
          inForce.values().removeIf(o -> STATES.contains(o.action()) && sameScope(o, override));
      case WITHDRAW -> inForce.remove(override.overrideId());
      default -> {
        if (STATES.contains(override.action()) || CAPS.contains(override.action())) {
          inForce.put(override.overrideId(), override);
        }
      }
    }
  }

  /** Ends what has expired at an event time, in milliseconds. */
  void expire(long clock) {
    inForce.values().removeIf(o -> !o.inForceAt(clock));
  }

  /** What is in force, in the order in which it came. */
  Collection<RiskOverrideSpec> inForce() {
    return inForce.values();
  }

  /** What is in force, as the gate's checks read it. */
  Overrides forTheGate() {
    Overrides overrides = new Overrides();
    inForce.values().forEach(overrides::apply);
    return overrides;
  }

  /** Most restrictive trading state that applies to a strategy and a symbol. */
  TradingState state(String strategyId, String symbol) {
    TradingState state = TradingState.ACTIVE;
    for (RiskOverrideSpec override : inForce.values()) {
      if (override.action() == OverrideAction.HALT && covers(override, strategyId, symbol)) {
        return TradingState.HALTED;
      }
      if (override.action() == OverrideAction.REDUCE_ONLY && covers(override, strategyId, symbol)) {
        state = TradingState.REDUCE_ONLY;
      }
    }
    return state;
  }

  /** Lowest cap on the leverage of whole portfolios; others come with a budget. */
  Optional<BigDecimal> leverageCap() {
    return lowest(OverrideAction.CAP_LEVERAGE, OutsideOverrides::isOfPortfolio);
  }

  /** Lowest cap on the position that a strategy's order in a symbol may lead to, in units. */
  Optional<BigDecimal> positionCap(String strategyId, String symbol) {
    return lowest(OverrideAction.CAP_POSITION, o -> covers(o, strategyId, symbol));
  }

  private Optional<BigDecimal> lowest(OverrideAction cap, Predicate<RiskOverrideSpec> applies) {
    return inForce.values().stream()
        .filter(o -> o.action() == cap && applies.test(o))
        .map(o -> o.value().orElseThrow())
        .min(BigDecimal::compareTo);
  }

  private static boolean covers(RiskOverrideSpec override, String strategyId, String symbol) {
    return isOfPortfolio(override)
        || override
            .scopeId()
            .equals(override.scope() == OverrideScope.STRATEGY ? strategyId : symbol);
  }

  private static boolean sameScope(RiskOverrideSpec a, RiskOverrideSpec b) {
    boolean sameKind = isOfPortfolio(a) ? isOfPortfolio(b) : a.scope() == b.scope();
    return sameKind && a.scopeId().equals(b.scopeId());
  }

  /** Within one portfolio's overrides, or those of all, GLOBAL and PORTFOLIO mean the same. */
  static boolean isOfPortfolio(RiskOverrideSpec override) {
    return override.scope() == OverrideScope.GLOBAL || override.scope() == OverrideScope.PORTFOLIO;
  }
}
