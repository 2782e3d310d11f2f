package com.alphapulse.riskbudget.budget.limits;

import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Overrides of budgets that are in force, by identifier; one of all portfolios is another than one
 * of this portfolio with the same. Where several apply to the same thing the most restrictive wins,
 * and on a tie the first identifier.
 */
public final class BudgetOverrides {
  private final TreeMap<String, RiskOverrideSpec> inForce = new TreeMap<>();

  /** Whether one more may be in force, or it takes the place of one that is. */
  public boolean hasRoomFor(RiskOverrideSpec override) {
    return inForce.size() < Bounds.OVERRIDES || inForce.containsKey(override.key());
  }

  public void put(RiskOverrideSpec override) {
    inForce.put(override.key(), override);
  }

  /** The one of that {@link RiskOverrideSpec#key}, if it is in force. */
  public Optional<RiskOverrideSpec> get(String key) {
    return Optional.ofNullable(inForce.get(key));
  }

  /** Ends the one of that {@link RiskOverrideSpec#key}, if it is in force. */
  public Optional<RiskOverrideSpec> remove(String key) {
    return Optional.ofNullable(inForce.remove(key));
  }

  public Collection<RiskOverrideSpec> all() {
    return inForce.values();
  }

  public List<String> ids() {
    return inForce.values().stream().map(RiskOverrideSpec::overrideId).distinct().toList();
  }

  /** Removes and returns those that have expired at event time {@code now}. */
  public List<RiskOverrideSpec> expire(long now) {
    List<RiskOverrideSpec> expired =
        inForce.values().stream().filter(override -> !override.inForceAt(now)).toList();
    expired.forEach(override -> inForce.remove(override.key()));
    return expired;
  }

  /** Tightens the leverage of the portfolio. */
  Limit<Double> leverage(Limit<Double> limit) {
    return tighten(limit, OverrideAction.CAP_LEVERAGE, override -> override.scope().isWhole());
  }

  /** Tightens the leverage that a strategy runs on its allocated capital. */
  Limit<Double> strategyLeverage(Limit<Double> limit, String strategyId) {
    return tighten(
        limit,
        OverrideAction.CAP_LEVERAGE,
        override -> override.names(OverrideScope.STRATEGY, strategyId));
  }

  /** Tightens the notional of a symbol divided by equity. */
  Limit<Double> symbolLeverage(Limit<Double> limit, String symbol) {
    return tighten(
        limit,
        OverrideAction.CAP_LEVERAGE,
        override -> override.names(OverrideScope.SYMBOL, symbol));
  }

  /** Factor on the capital of a strategy. */
  Limit<Double> strategyScale(String strategyId) {
    return tighten(
        new Limit<>(1.0, Rule.TARGET),
        OverrideAction.SCALE_BUDGET,
        override ->
            override.scope().isWhole() || override.names(OverrideScope.STRATEGY, strategyId));
  }

  /** Factor on the target of a symbol, beside those of its strategies. */
  Limit<Double> symbolScale(String symbol) {
    return tighten(
        new Limit<>(1.0, Rule.TARGET),
        OverrideAction.SCALE_BUDGET,
        override -> override.names(OverrideScope.SYMBOL, symbol));
  }

  /**
   * Tightens the position of a symbol, in units. A cap on a strategy applies to each symbol that
   * the strategy trades, since position limits are the portfolio's.
   *
   * @param strategies those that trade the symbol
   */
  Limit<BigDecimal> position(
      Limit<BigDecimal> limit, String symbol, Collection<String> strategies) {
    Limit<BigDecimal> tightest = limit;
    for (RiskOverrideSpec override : inForce.values()) {
      if (override.action() == OverrideAction.CAP_POSITION
          && (override.scope().isWhole()
              || override.names(OverrideScope.SYMBOL, symbol)
              || (override.scope() == OverrideScope.STRATEGY
                  && strategies.contains(override.scopeId())))) {
        tightest =
            tightest.min(
                new Limit<>(
                    override.value().orElseThrow(),
                    new LimitSource.ByOverride(override.overrideId())));
      }
    }
    return tightest;
  }

  /** The override that pins the regime; of several, the one with the most cautious regime. */
  Optional<RiskOverrideSpec> pin(RiskBudgeting settings) {
    List<RiskOverrideSpec> pins = new ArrayList<>(inForce.values());
    pins.removeIf(override -> override.action() != OverrideAction.PIN_REGIME);
    return pins.stream()
        .min(
            (a, b) ->
                RegimePolicy.compareCaution(
                    settings, a.regime().orElseThrow(), b.regime().orElseThrow()));
  }

  private Limit<Double> tighten(
      Limit<Double> limit, OverrideAction action, Predicate<RiskOverrideSpec> applies) {
    Limit<Double> tightest = limit;
    for (RiskOverrideSpec override : inForce.values()) {
      if (override.action() == action && applies.test(override)) {
        double value = override.value().orElseThrow().doubleValue();
        tightest =
            tightest.min(new Limit<>(value, new LimitSource.ByOverride(override.overrideId())));
      }
    }
    return tightest;
  }
}
