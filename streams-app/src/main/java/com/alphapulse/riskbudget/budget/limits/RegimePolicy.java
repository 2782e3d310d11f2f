package com.alphapulse.riskbudget.budget.limits;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RegimeParameters;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Which regime a budget assumes, and with which parameters. */
public final class RegimePolicy {

  /** Slack within which probabilities sum to 1. */
  private static final double PROBABILITY_TOLERANCE = 1e-6;

  /**
   * The regime assumed.
   *
   * @param confidence of the detector, 0 to 1; 1 where the regime is pinned, 0 during warm-up
   * @param since event time of its detection or of the override that pins it
   * @param preferences by asset class, for the method of that name
   */
  public record Effective(
      Regime regime,
      double confidence,
      long since,
      RegimeParameters parameters,
      Map<AssetClass, Double> preferences) {}

  private RegimePolicy() {}

  /**
   * The pinned regime where an override pins one; else the snapshot's, with parameters blended by
   * its probabilities where that is on and there are any.
   *
   * @throws BudgetFailedException if the probabilities are no distribution
   */
  public static Effective effective(
      MarketSnapshot snapshot, BudgetOverrides overrides, RiskBudgeting settings)
      throws BudgetFailedException {
    Optional<RiskOverrideSpec> pin = overrides.pin(settings);
    if (pin.isPresent()) {
      Regime regime = pin.get().regime().orElseThrow();
      return unblended(regime, 1, pin.get().createdAt(), settings);
    }
    Effective detected =
        unblended(
            snapshot.regime().regime(),
            snapshot.regime().confidence(),
            snapshot.regime().since(),
            settings);
    if (!settings.regimeBlending() || snapshot.regime().probabilities().isEmpty()) {
      return detected;
    }
    Map<Regime, Double> probabilities = snapshot.regime().probabilities();
    return new Effective(
        detected.regime(),
        detected.confidence(),
        detected.since(),
        blend(probabilities, settings, detected.parameters()),
        blendPreferences(probabilities, settings));
  }

  /** The most cautious regime, as assumed while nothing is known. */
  public static Effective mostCautious(MarketSnapshot snapshot, RiskBudgeting settings) {
    Regime regime =
        Arrays.stream(Regime.values()).min((a, b) -> compareCaution(settings, a, b)).orElseThrow();
    return unblended(regime, 0, snapshot.regime().since(), settings);
  }

  /**
   * Negative if {@code a} is more cautious: less leverage, then less volatility, then less risk.
   */
  public static int compareCaution(RiskBudgeting settings, Regime a, Regime b) {
    RegimeParameters first = settings.regimeAllocations().get(a);
    RegimeParameters second = settings.regimeAllocations().get(b);
    int byLeverage = Double.compare(first.leverageLimit(), second.leverageLimit());
    if (byLeverage != 0) {
      return byLeverage;
    }
    int byVolatility = Double.compare(first.volTarget(), second.volTarget());
    return byVolatility != 0
        ? byVolatility
        : Double.compare(first.equityAllocation(), second.equityAllocation());
  }

  private static Effective unblended(
      Regime regime, double confidence, long since, RiskBudgeting settings) {
    return new Effective(
        regime,
        confidence,
        since,
        settings.regimeAllocations().get(regime),
        settings.methods().preferences().get(regime));
  }

  /** A class that a regime of some probability does not name has no blended preference. */
  private static Map<AssetClass, Double> blendPreferences(
      Map<Regime, Double> probabilities, RiskBudgeting settings) {
    Map<AssetClass, Double> blended = new EnumMap<>(AssetClass.class);
    for (AssetClass assetClass : AssetClass.values()) {
      double sum = 0;
      for (Regime regime : Regime.values()) {
        double probability = probabilities.getOrDefault(regime, 0.0);
        Double preference = settings.methods().preferences().get(regime).get(assetClass);
        sum += probability > 0 ? probability * (preference == null ? Double.NaN : preference) : 0;
      }
      if (!Double.isNaN(sum)) {
        blended.put(assetClass, sum);
      }
    }
    return blended;
  }

  private static RegimeParameters blend(
      Map<Regime, Double> probabilities, RiskBudgeting settings, RegimeParameters likeliest)
      throws BudgetFailedException {
    double sum = 0;
    double allocation = 0;
    double leverage = 0;
    double volatility = 0;
    for (Regime regime : Regime.values()) {
      double probability = probabilities.getOrDefault(regime, 0.0);
      if (!(probability >= 0 && probability <= 1 + PROBABILITY_TOLERANCE)) {
        throw notADistribution();
      }
      RegimeParameters parameters = settings.regimeAllocations().get(regime);
      sum += probability;
      allocation += probability * parameters.equityAllocation();
      leverage += probability * parameters.leverageLimit();
      volatility += probability * parameters.volTarget();
    }
    if (!(Math.abs(sum - 1) <= PROBABILITY_TOLERANCE)) {
      throw notADistribution();
    }
    return new RegimeParameters(
        Math.min(1, allocation / sum), leverage / sum, volatility / sum, likeliest.method());
  }

  private static BudgetFailedException notADistribution() {
    return new BudgetFailedException(
        BudgetFailedException.Reason.NOT_FINITE, "the regime probabilities do not sum to 1");
  }
}
