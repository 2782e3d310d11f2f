package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.market.risk.EwmaCovariance;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What all detectors measure of the market index.
 *
 * <ul>
 *   <li><b>Volatility ratio</b>: exponentially weighted volatility of its log-returns divided by
 *       the median of that volatility over the volatility window.
 *   <li><b>Drawdown</b>: fall from the highest level within the volatility window, as a fraction.
 *   <li><b>Trend</b>: log of the level against its (geometric) moving average, divided by the
 *       standard deviation that a driftless random walk of the median volatility would give it:
 *       {@code σ √(n/3)} for n bars.
 * </ul>
 */
final class IndexMeasures {

  /** Lowest return taken in, so that the level of the index stays above 0. */
  private static final double MIN_RETURN = -0.999999;

  private final int trendWindow;
  private final double decay;
  private final int lookBack;
  private final RollingWindow levels;
  private final RollingWindow peaks;
  private final RollingWindow volatilities;
  private double level;
  private double squares;
  private double weights;

  /**
   * The measures after a bar.
   *
   * @param rising whether volatility is not below its value a half-life ago
   */
  record Measures(double ratio, double drawdown, double trend, boolean rising) {

    /** The same market with another volatility, which counts as rising. */
    Measures with(double otherRatio) {
      return new Measures(otherRatio, drawdown, trend, true);
    }
  }

  IndexMeasures(MarketSettings settings) {
    trendWindow = settings.regimes().trendWindow();
    decay = EwmaCovariance.decay(settings.volatilityHalfLife());
    lookBack = (int) Math.ceil(settings.volatilityHalfLife());
    levels = new RollingWindow(trendWindow);
    peaks = new RollingWindow(settings.regimes().volatilityWindow());
    volatilities = new RollingWindow(settings.regimes().volatilityWindow());
  }

  /**
   * Log-return of a simple return, as a fraction; of a total loss, that of one just short of it.
   *
   * @throws IllegalArgumentException if the return is not finite
   */
  static double logReturn(double simpleReturn) {
    if (!Double.isFinite(simpleReturn)) {
      throw new IllegalArgumentException("index return " + simpleReturn);
    }
    return StrictMath.log1p(Math.max(MIN_RETURN, simpleReturn));
  }

  /** Takes in the log-return of one bar. */
  Measures onBar(double logReturn) {
    level += logReturn;
    squares = decay * squares + logReturn * logReturn;
    weights = decay * weights + 1;
    double volatility = Math.sqrt(squares / weights);
    levels.add(level);
    peaks.add(level);
    volatilities.add(volatility);
    double median = volatilities.median();
    double deviation = median * Math.sqrt(trendWindow / 3.0);
    double earlier = volatilities.get(Math.min(lookBack, volatilities.size() - 1));
    return new Measures(
        ratio(volatility, median),
        -StrictMath.expm1(level - peaks.max()),
        ratio(level - levels.mean(trendWindow), deviation),
        volatility >= earlier);
  }

  /** Whether the window of the trend is full, before which the trend means little. */
  boolean complete() {
    return levels.size() >= trendWindow;
  }

  void writeTo(DataOutput out) throws IOException {
    levels.writeTo(out);
    peaks.writeTo(out);
    volatilities.writeTo(out);
    out.writeDouble(level);
    out.writeDouble(squares);
    out.writeDouble(weights);
  }

  void readFrom(DataInput in) throws IOException {
    levels.readFrom(in);
    peaks.readFrom(in);
    volatilities.readFrom(in);
    level = in.readDouble();
    squares = in.readDouble();
    weights = in.readDouble();
  }

  /**
   * A quotient in which a market that did not move gives a plain answer: 0/0 is 0, x/0 infinite.
   */
  private static double ratio(double value, double scale) {
    return value == 0 ? 0 : value / scale;
  }
}
