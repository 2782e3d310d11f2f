package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.config.MarketSettings.Detector;
import com.alphapulse.riskbudget.domain.Regime;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the regime of a market from its index, bar by bar. Strictly causal: what it says after a
 * bar depends on that bar and earlier ones alone.
 */
public interface RegimeDetector {

  /** Which method this is. */
  Detector kind();

  /** Name of the detector, as on its signals: that of its kind in the configuration. */
  default String source() {
    return kind().name().toLowerCase(Locale.ROOT);
  }

  /** Regime after the last bar; SIDEWAYS while the detector knows nothing. */
  Regime regime();

  /**
   * Probabilities by regime after the last bar, summing to 1; empty where the method has none or
   * knows nothing yet.
   */
  Map<Regime, Double> probabilities();

  /**
   * Takes in one bar.
   *
   * @param indexReturn simple return of the market index, as a fraction
   * @param barEnd event time, milliseconds
   * @return the new regime, if it changed with this bar
   * @throws IllegalArgumentException if the return is not finite
   */
  Optional<RegimeSignal> onBar(double indexReturn, long barEnd);

  /** Writes all that later answers depend on; the settings are not part of it. */
  void writeTo(DataOutput out) throws IOException;

  /** Replaces the state of a fresh detector by a written one. */
  void readFrom(DataInput in) throws IOException;
}
