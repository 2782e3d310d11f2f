package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.allocation.Allocation;
import com.alphapulse.riskbudget.budget.limits.RegimePolicy;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import com.alphapulse.riskbudget.budget.trades.Recommendation.Trigger;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.TriggerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Holds one evaluation against the triggers. What changed is taken at construction, before a new
 * budget replaces the one that it is compared with.
 */
final class TriggerCheck {
  private final BookState state;
  private final MarketSnapshot snapshot;
  private final RiskBudgeting settings;
  private final RegimePolicy.Effective regime;
  private final boolean regimeChanged;
  private final boolean moreCautious;
  private final OptionalDouble realised;
  private final double volatilityThreshold;
  private final List<Alert> alerts = new ArrayList<>();

  TriggerCheck(
      BookState state,
      MarketSnapshot snapshot,
      RiskBudgeting settings,
      RegimePolicy.Effective regime) {
    this.state = state;
    this.snapshot = snapshot;
    this.settings = settings;
    this.regime = regime;
    Optional<Regime> before =
        state.inForce.filter(budget -> !budget.warmUp()).map(BookState.InForce::regime);
    this.regimeChanged = before.isPresent() && before.get() != regime.regime();
    this.moreCautious =
        regimeChanged
            && RegimePolicy.compareCaution(settings, regime.regime(), before.orElseThrow()) < 0;
    this.realised = state.performance.realisedVolatility();
    this.volatilityThreshold = settings.triggers().volBreach() * regime.parameters().volTarget();
  }

  /** Whether the regime differs from the one that the budget in force assumes. */
  boolean regimeChanged() {
    return regimeChanged;
  }

  /** Whether leverage must be cut at once. */
  boolean urgent() {
    return moreCautious || (realised.isPresent() && realised.getAsDouble() > volatilityThreshold);
  }

  /** Alerts of the triggers that have fired. */
  List<Alert> alerts() {
    return alerts;
  }

  /** Regime change, volatility breach, correlation spike and manual request. */
  List<Trigger> regimeAndMarket() {
    List<Trigger> fired = new ArrayList<>();
    if (regimeChanged
        && settings.triggers().regimeChange()
        && state.triggers.event(
            TriggerType.REGIME_CHANGE, moreCautious, state.now, settings.triggers())) {
      double before = parametersOf(state.inForce.orElseThrow().regime());
      fired.add(
          new Trigger(
              TriggerType.REGIME_CHANGE,
              Optional.empty(),
              regime.parameters().leverageLimit(),
              before));
    }
    if (realised.isPresent()
        && fires(TriggerType.VOLATILITY_BREACH, "", realised.getAsDouble(), volatilityThreshold)) {
      fired.add(
          trigger(
              TriggerType.VOLATILITY_BREACH,
              AlertType.VOLATILITY_BREACH,
              Severity.CRITICAL,
              "",
              realised.getAsDouble(),
              volatilityThreshold));
    }
    double spike = settings.triggers().correlationSpike();
    if (fires(TriggerType.CORRELATION_SPIKE, "", snapshot.correlations().average(), spike)) {
      fired.add(
          trigger(
              TriggerType.CORRELATION_SPIKE,
              AlertType.CORRELATION_SPIKE,
              Severity.WARNING,
              "",
              snapshot.correlations().average(),
              spike));
    }
    if (state.rebalanceRequested) {
      fired.add(new Trigger(TriggerType.MANUAL, Optional.empty(), 1, 0));
    }
    return fired;
  }

  /**
   * Strategies whose positions take more of the risk than their share allows. Contributions are
   * held against the larger of the positions' volatility and the one budgeted, so that a portfolio
   * that is still being built up is not in breach because its first strategy is the only one.
   */
  List<Trigger> riskBudgets(Exposures exposures, double[][] covariance)
      throws BudgetFailedException {
    List<Trigger> fired = new ArrayList<>();
    if (state.inForce.isEmpty() || state.inForce.get().warmUp()) {
      return fired;
    }
    double held = Matrices.volatility(covariance, exposures.total());
    double budgeted = Matrices.volatility(covariance, targets(exposures));
    double[] marginal = Matrices.times(covariance, exposures.total());
    List<StrategySpec> strategies = state.spec.orElseThrow().strategies();
    double[] shares = Allocation.shares(strategies);
    for (int k = 0; k < shares.length; k++) {
      double whole = held * Math.max(held, budgeted);
      double contribution =
          whole > 0 ? Matrices.dot(exposures.byStrategy()[k], marginal) / whole : 0;
      double threshold = settings.triggers().riskBudgetBreach() * shares[k];
      String id = strategies.get(k).strategyId();
      if (fires(TriggerType.RISK_BUDGET_BREACH, id, contribution, threshold)) {
        fired.add(
            trigger(
                TriggerType.RISK_BUDGET_BREACH,
                AlertType.RISK_BUDGET_BREACH,
                Severity.WARNING,
                id,
                contribution,
                threshold));
      }
    }
    return fired;
  }

  /**
   * Half the sum of absolute differences between current and target weights, both as notional
   * divided by equity. Symbols that may not be traded are left out.
   */
  List<Trigger> drift(Exposures exposures) {
    double[] targets = targets(exposures);
    rearmDrift(exposures, targets);
    double drift = distance(exposures, exposures.total(), targets);
    double threshold = settings.triggers().driftThreshold();
    if (fires(TriggerType.ALLOCATION_DRIFT, "", drift, threshold)) {
      return List.of(new Trigger(TriggerType.ALLOCATION_DRIFT, Optional.empty(), drift, threshold));
    }
    return List.of();
  }

  /**
   * While targets rise from bar to bar, positions that follow them are never near them. So the
   * trigger also arms again once its recommendation is out of the way: carried out, as far as it
   * proposed trades, or superseded by targets that are far from those it aimed at.
   */
  private void rearmDrift(Exposures exposures, double[] targets) {
    if (state.proposal.isEmpty()) {
      return;
    }
    double threshold = settings.triggers().driftThreshold();
    double near = threshold * (1 - settings.triggers().hysteresis());
    double[] aim = weights(exposures, state.proposal.get().aim());
    double[] after = weights(exposures, state.proposal.get().after());
    boolean carriedOut =
        distance(exposures, exposures.total(), after) < near
            || distance(exposures, exposures.total(), aim) < near;
    if (carriedOut || distance(exposures, targets, aim) > threshold) {
      state.triggers.rearm(TriggerType.ALLOCATION_DRIFT);
      state.proposal = Optional.empty();
    }
  }

  /** Half the sum of absolute differences; symbols that may not be traded are left out. */
  private static double distance(Exposures exposures, double[] some, double[] others) {
    double sum = 0;
    for (int s = 0; s < some.length; s++) {
      sum += exposures.restricted()[s] ? 0 : Math.abs(some[s] - others[s]);
    }
    return 0.5 * sum;
  }

  private double[] targets(Exposures exposures) {
    return weights(exposures, state.inForce.orElseThrow().targets());
  }

  private static double[] weights(Exposures exposures, Map<String, Double> targets) {
    double[] weights = new double[exposures.total().length];
    for (int s = 0; s < weights.length; s++) {
      weights[s] = targets.getOrDefault(exposures.symbols().get(s), 0.0);
    }
    return weights;
  }

  private double parametersOf(Regime other) {
    return settings.regimeAllocations().get(other).leverageLimit();
  }

  private boolean fires(TriggerType type, String scopeId, double observed, double threshold) {
    return state.triggers.above(type, scopeId, observed, threshold, state.now, settings.triggers());
  }

  private Trigger trigger(
      TriggerType type,
      AlertType alert,
      Severity severity,
      String scopeId,
      double observed,
      double threshold) {
    String of = scopeId.isEmpty() ? state.portfolioId : scopeId + " of " + state.portfolioId;
    alerts.add(
        new Alert(
            alert,
            severity,
            Optional.of(scopeId.isEmpty() ? state.portfolioId : scopeId),
            "%s %s Observed %.4f, threshold %.4f."
                .formatted(of + ":", alert.meaning(), observed, threshold),
            OptionalDouble.of(observed),
            OptionalDouble.of(threshold),
            state.now));
    return new Trigger(
        type, scopeId.isEmpty() ? Optional.empty() : Optional.of(scopeId), observed, threshold);
  }
}
