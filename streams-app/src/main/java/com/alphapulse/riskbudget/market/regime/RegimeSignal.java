package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.market.bars.EventTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A detector's word that the market has moved to another regime.
 *
 * @param confidence how sure the detector is, 0 to 1
 * @param probabilities by regime, summing to 1; empty where the detector has none
 * @param detectedAt event time of the detection, milliseconds
 * @param source name of the detector
 */
public record RegimeSignal(
    Regime regime,
    double confidence,
    Map<Regime, Double> probabilities,
    long detectedAt,
    String source) {

  /** Largest distance from 1 of the sum of the probabilities, which allows for rounding. */
  static final double PROBABILITY_TOLERANCE = 1e-6;

  /**
   * The values are checked by the model, which answers a bad signal with an alert.
   *
   * @throws NullPointerException if a component, or a key or value of the map, is null
   */
  public RegimeSignal {
    Objects.requireNonNull(regime, "regime");
    Objects.requireNonNull(source, "source");
    probabilities = Map.copyOf(probabilities);
  }

  /** The same, detected no later than a time in milliseconds. */
  public RegimeSignal notAfter(long time) {
    return detectedAt <= time
        ? this
        : new RegimeSignal(regime, confidence, probabilities, time, source);
  }

  /** What is wrong with the values by themselves; empty if nothing is. */
  Optional<String> flaw() {
    if (!(confidence >= 0 && confidence <= 1)) {
      return Optional.of("its confidence " + confidence + " is not from 0 to 1");
    }
    if (!EventTime.isSensible(detectedAt)) {
      return Optional.of("its time " + detectedAt + " makes no sense");
    }
    if (source.isBlank()) {
      return Optional.of("it does not name its source");
    }
    if (probabilities.isEmpty()) {
      return Optional.empty();
    }
    double sum = 0;
    for (Regime each : Regime.values()) {
      double probability = probabilities.getOrDefault(each, 0.0);
      if (!(probability >= 0 && probability <= 1)) {
        return Optional.of(
            "the probability " + probability + " of " + each + " is not from 0 to 1");
      }
      sum += probability;
    }
    return Math.abs(sum - 1) <= PROBABILITY_TOLERANCE
        ? Optional.empty()
        : Optional.of("its probabilities sum to " + sum + ", not to 1");
  }
}
