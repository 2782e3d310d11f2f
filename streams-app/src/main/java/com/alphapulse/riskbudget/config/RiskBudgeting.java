package com.alphapulse.riskbudget.config;

import com.alphapulse.riskbudget.domain.AllocationMethod;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RegimeParameters;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * How budgets are computed ({@code risk_budgeting}).
 *
 * @param regimeAllocations what each regime allows; every regime is present
 */
public record RiskBudgeting(
    boolean enabled,
    Duration monitoringInterval,
    Map<Regime, RegimeParameters> regimeAllocations,
    boolean regimeBlending,
    WarmUp warmUp,
    double leverageSmoothing,
    double positionLimitMultiple,
    double costBps,
    int realisedVolatilityBars,
    Triggers triggers) {

  /** What is issued before the risk model has seen enough bars. */
  public enum WarmUp {
    /** Budgets from the static limits, with the most cautious regime's leverage. */
    STATIC,
    /** No budgets, so that the gate rejects. */
    CLOSED
  }

  /**
   * When a rebalance recommendation is made ({@code rebalancing_triggers}).
   *
   * @param driftThreshold sum of absolute differences of current and target weights, halved
   * @param correlationSpike average correlation
   * @param volBreach realised volatility divided by target
   * @param riskBudgetBreach a strategy's risk contribution divided by its risk share
   * @param hysteresis share of the threshold by which a value must fall back before the trigger
   *     arms again
   * @param coolDown shortest event time between two recommendations for the same trigger
   */
  public record Triggers(
      double driftThreshold,
      boolean regimeChange,
      double correlationSpike,
      double volBreach,
      double riskBudgetBreach,
      double hysteresis,
      Duration coolDown) {}

  public RiskBudgeting {
    regimeAllocations = Map.copyOf(regimeAllocations);
  }

  /** Parameters of the regime that allows the least leverage. */
  public RegimeParameters mostCautious() {
    return regimeAllocations.values().stream()
        .min((a, b) -> Double.compare(a.leverageLimit(), b.leverageLimit()))
        .orElseThrow();
  }

  static RiskBudgeting read(ConfigNode node) {
    boolean enabled =
        node.flag(
            "enabled",
            true,
            "Whether budgets are computed; without any, the gate rejects all orders that do not cut risk.");
    Duration interval =
        node.seconds(
            "monitoring_interval",
            Duration.ofMinutes(1),
            Duration.ofMillis(1),
            "Longest event time between two budgets of a portfolio.");
    Map<Regime, RegimeParameters> allocations = new EnumMap<>(Regime.class);
    ConfigNode regimes = node.child("regime_allocations");
    allocations.put(Regime.BULL, regime(regimes, Regime.BULL, 0.8, 1.5, 0.15));
    allocations.put(Regime.BEAR, regime(regimes, Regime.BEAR, 0.4, 0.5, 0.08));
    allocations.put(Regime.CRISIS, regime(regimes, Regime.CRISIS, 0.2, 0.2, 0.05));
    allocations.put(Regime.SIDEWAYS, regime(regimes, Regime.SIDEWAYS, 0.6, 1.0, 0.10));
    allocations.put(Regime.RECOVERY, regime(regimes, Regime.RECOVERY, 0.6, 1.0, 0.12));
    return new RiskBudgeting(
        enabled,
        interval,
        allocations,
        node.flag(
            "regime_blending",
            false,
            "Whether parameters are blended by the probabilities on the regime event."),
        node.choice(
            "warm_up",
            WarmUp.class,
            WarmUp.STATIC,
            "Budgets before the risk model has seen `market.warmup_bars`: from the static limits with the most cautious regime's leverage, or none."),
        node.number(
            "leverage_smoothing",
            0.5,
            0.001,
            1,
            "Weight of the new leverage against the last one when it rises or falls without a breach; 1 is unsmoothed."),
        node.number(
            "position_limit_multiple",
            1.5,
            1,
            100,
            "Position limit of a symbol divided by its target position."),
        node.number("cost_bps", 10, 0, 1000, "Cost of trading, in basis points of notional."),
        node.integer(
            "realised_volatility_bars",
            21,
            2,
            10_000,
            "Bars over which a portfolio's realised volatility is measured."),
        triggers(node.child("rebalancing_triggers")));
  }

  private static RegimeParameters regime(
      ConfigNode regimes, Regime regime, double allocation, double leverage, double volTarget) {
    String name = regime.name().toLowerCase(Locale.ROOT);
    ConfigNode node = regimes.child(name);
    AllocationMethod method =
        node.choice(
            "method",
            AllocationMethod.class,
            AllocationMethod.RISK_BUDGETING,
            "How capital is spread over strategies and symbols.");
    if (method == AllocationMethod.MEAN_VARIANCE || method == AllocationMethod.REGIME_PREFERENCE) {
      node.error(
          "method", "needs expected returns or preferences, which no topic carries; use another");
    }
    return new RegimeParameters(
        node.number(
            "equity_allocation",
            allocation,
            0,
            1,
            "Share of capital in risk assets in this regime."),
        node.number(
            "leverage_limit", leverage, 0, 100, "Largest gross exposure divided by equity."),
        node.number(
            "vol_target", volTarget, 0.0001, 10, "Target volatility, annualised, as a fraction."),
        method);
  }

  private static Triggers triggers(ConfigNode node) {
    return new Triggers(
        node.number(
            "drift_threshold",
            0.1,
            0.0001,
            10,
            "Half the sum of absolute differences between current and target weights."),
        node.flag("regime_change", true, "Whether a change of regime is a trigger."),
        node.number("correlation_spike", 0.8, 0, 1, "Average correlation of the market."),
        node.number("vol_breach", 1.5, 1, 100, "Realised volatility divided by the target."),
        node.number(
            "risk_budget_breach",
            1.5,
            1,
            100,
            "Risk contribution of a strategy's positions divided by its risk share."),
        node.number(
            "hysteresis",
            0.1,
            0,
            0.9,
            "Share of the threshold by which a value must fall back before its trigger arms again."),
        node.seconds(
            "cool_down",
            Duration.ofMinutes(5),
            Duration.ZERO,
            "Shortest event time between two recommendations for the same trigger."));
  }
}
