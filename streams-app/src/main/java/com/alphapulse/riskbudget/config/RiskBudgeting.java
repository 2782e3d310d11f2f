package com.alphapulse.riskbudget.config;

import com.alphapulse.riskbudget.domain.AllocationMethod;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RegimeParameters;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
    double strategyLimitMultiple,
    Proposals proposals,
    double costBps,
    int realisedVolatilityBars,
    MethodInputs methods,
    Triggers triggers) {

  /**
   * What the trades of a recommendation leave room for.
   *
   * @param priceMargin move of any price since the close, up or down, as a fraction
   * @param maxOrderNotional largest notional of one order that the gate is configured for
   * @param maxOrderQuantity largest quantity of one order, likewise; empty for none
   */
  public record Proposals(
      double priceMargin, BigDecimal maxOrderNotional, Optional<BigDecimal> maxOrderQuantity) {}

  /** What is issued before the risk model has seen enough bars. */
  public enum WarmUp {
    /** Budgets from the static limits, with the most cautious regime's leverage. */
    STATIC,
    /** No budgets, so that the gate rejects. */
    CLOSED
  }

  /**
   * What single allocation methods need besides the risk model.
   *
   * @param riskAversion weight of half the variance against the expected return, above 0
   * @param preferences by regime and asset class, at least 0; only their proportions matter. Every
   *     regime is present, a class may not be
   */
  public record MethodInputs(
      double riskAversion, Map<Regime, Map<AssetClass, Double>> preferences) {

    public MethodInputs {
      preferences = Map.copyOf(preferences);
    }
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

  /** What a regime allows if nothing is configured. */
  private record Defaults(
      Regime regime,
      double allocation,
      double leverage,
      double volTarget,
      Map<AssetClass, Double> preferences) {}

  private static final List<Defaults> DEFAULTS =
      List.of(
          new Defaults(Regime.BULL, 0.8, 1.5, 0.15, preferring(0.50, 0.15, 0.10, 0.10, 0.05)),
          new Defaults(Regime.BEAR, 0.4, 0.5, 0.08, preferring(0.20, 0.45, 0.10, 0.05, 0.05)),
          new Defaults(Regime.CRISIS, 0.2, 0.2, 0.05, preferring(0.10, 0.60, 0.05, 0.02, 0.02)),
          new Defaults(Regime.SIDEWAYS, 0.6, 1.0, 0.10, preferring(0.35, 0.30, 0.10, 0.10, 0.05)),
          new Defaults(Regime.RECOVERY, 0.6, 1.0, 0.12, preferring(0.45, 0.20, 0.10, 0.10, 0.05)));

  public RiskBudgeting {
    regimeAllocations = Map.copyOf(regimeAllocations);
  }

  static RiskBudgeting read(ConfigNode node, GateSettings gate) {
    boolean enabled =
        node.flag(
            "enabled",
            true,
            "Whether budgets are computed; without any, the gate rejects all orders that do not cut"
                + " risk.");
    Duration interval =
        node.seconds(
            "monitoring_interval",
            Duration.ofMinutes(1),
            Duration.ofMillis(1),
            "Longest event time between two budgets of a portfolio.");
    Map<Regime, RegimeParameters> allocations = new EnumMap<>(Regime.class);
    ConfigNode regimes = node.child("regime_allocations");
    Map<Regime, Map<AssetClass, Double>> preferences = new EnumMap<>(Regime.class);
    for (Defaults defaults : DEFAULTS) {
      ConfigNode own = regimes.child(defaults.regime().name().toLowerCase(Locale.ROOT));
      RegimeParameters parameters = regime(own, defaults);
      allocations.put(defaults.regime(), parameters);
      preferences.put(defaults.regime(), preferences(own, defaults));
    }
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
            "Budgets before the risk model has seen `market.warmup_bars`: from the static limits"
                + " with the most cautious regime's leverage, or none."),
        node.number(
            "leverage_smoothing",
            0.5,
            0.001,
            1,
            "Weight of the new leverage against the last one when it rises or falls without a"
                + " breach; 1 is unsmoothed."),
        node.number(
            "position_limit_multiple",
            1.5,
            1,
            100,
            "Position limit of a symbol divided by its target position."),
        node.number(
            "strategy_limit_multiple",
            1.1,
            1,
            100,
            "Exposure limit of a strategy divided by its target exposure, once the risk model is"
                + " warm; the portfolio's leverage limit is not raised."),
        new Proposals(
            node.number(
                "proposal_price_margin",
                0.02,
                0,
                0.5,
                "Move of any price since the close, up or down, that the trades of a recommendation"
                    + " leave room for below the limits."),
            gate.maxOrderNotional(),
            gate.maxOrderQuantity()),
        node.number("cost_bps", 10, 0, 1000, "Cost of trading, in basis points of notional."),
        node.integer(
            "realised_volatility_bars",
            21,
            2,
            10_000,
            "Bars over which a portfolio's realised volatility is measured."),
        new MethodInputs(
            node.number(
                "risk_aversion",
                2.5,
                0.001,
                1e6,
                "Mean-variance: weight of half the variance against the expected return."),
            preferences),
        triggers(node.child("rebalancing_triggers")));
  }

  private static RegimeParameters regime(ConfigNode node, Defaults defaults) {
    AllocationMethod method =
        node.choice(
            "method",
            AllocationMethod.class,
            AllocationMethod.RISK_BUDGETING,
            "How capital is spread over strategies and symbols.");
    return new RegimeParameters(
        node.number(
            "equity_allocation",
            defaults.allocation(),
            0,
            1,
            "Share of capital in risk assets in this regime."),
        node.number(
            "leverage_limit",
            defaults.leverage(),
            0,
            100,
            "Largest gross exposure divided by equity."),
        node.number(
            "vol_target",
            defaults.volTarget(),
            0.0001,
            10,
            "Target volatility, annualised, as a fraction."),
        method);
  }

  private static Map<AssetClass, Double> preferences(ConfigNode node, Defaults defaults) {
    Map<AssetClass, Double> preferences =
        node.numbers(
            "preferences",
            AssetClass.class,
            defaults.preferences(),
            0,
            1e6,
            "Regime preference: capital by asset class; only the proportions matter. What is given"
                + " replaces the default as a whole, and a class that is traded must be in it.");
    if (preferences.values().stream().mapToDouble(Double::doubleValue).sum() == 0) {
      node.error("preferences", "must have a value above 0");
    }
    return preferences;
  }

  /** The classes that differ by regime; the others are the same in all. */
  private static Map<AssetClass, Double> preferring(
      double equity, double bond, double commodity, double credit, double realEstate) {
    return Map.of(
        AssetClass.EQUITY, equity,
        AssetClass.BOND, bond,
        AssetClass.COMMODITY, commodity,
        AssetClass.CREDIT, credit,
        AssetClass.REAL_ESTATE, realEstate,
        AssetClass.CURRENCY, 0.05,
        AssetClass.CASH, 0.05,
        AssetClass.OTHER, 0.02);
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
            "Share of the threshold by which a value must fall back before its trigger arms"
                + " again."),
        node.seconds(
            "cool_down",
            Duration.ofMinutes(5),
            Duration.ZERO,
            "Shortest event time between two recommendations for the same trigger."));
  }
}
