package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RegimeParameters;
import com.alphapulse.riskbudget.domain.RiskOverrideSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Which regime a budget assumes, and with which parameters. */
final class RegimePolicy {

  /** Slack within which probabilities sum to 1. */
  private static final double PROBABILITY_TOLERANCE = 1e-6;

  /**
   * The regime assumed.
   *
   * @param since event time of its detection or of the override that pins it
   */
  record Effective(Regime regime, double confidence, long since, RegimeParameters parameters) {}

  private RegimePolicy() {}

  /**
   * The pinned regime where an override pins one; else the snapshot's, with parameters blended by
   * its probabilities where that is on and there are any.
   *
   * @throws BudgetFailedException if the probabilities are no distribution
   */
  static Effective effective(MarketSnapshot snapshot, Overrides overrides, RiskBudgeting settings)
      throws BudgetFailedException {
    Optional<RiskOverrideSpec> pin = overrides.pin(settings);
    if (pin.isPresent()) {
      Regime regime = pin.get().regime().orElseThrow();
      return new Effective(
          regime, 1, pin.get().createdAt(), settings.regimeAllocations().get(regime));
    }
    RegimeParameters parameters = settings.regimeAllocations().get(snapshot.regime());
    if (settings.regimeBlending() && !snapshot.regimeProbabilities().isEmpty()) {
      parameters = blend(snapshot.regimeProbabilities(), settings, parameters);
    }
    return new Effective(
        snapshot.regime(), snapshot.regimeConfidence(), snapshot.regimeSince(), parameters);
  }

  /** The most cautious regime, as assumed while nothing is known. */
  static Effective mostCautious(MarketSnapshot snapshot, RiskBudgeting settings) {
    Regime regime =
        Arrays.stream(Regime.values()).min((a, b) -> compareCaution(settings, a, b)).orElseThrow();
    return new Effective(
        regime, 0, snapshot.regimeSince(), settings.regimeAllocations().get(regime));
  }

  /**
   * Negative if {@code a} is more cautious: less leverage, then less volatility, then less risk.
   */
  static int compareCaution(RiskBudgeting settings, Regime a, Regime b) {
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
