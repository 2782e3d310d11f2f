package com.alphapulse.riskbudget.market;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.domain.Regime;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Regimes by rules on three measures of the market index.
 *
 * <ul>
 *   <li><b>Volatility ratio</b>: exponentially weighted volatility of its log-returns divided by
 *       the median of that volatility over the volatility window.
 *   <li><b>Drawdown</b>: fall from the highest level within the volatility window.
 *   <li><b>Trend</b>: log of the level against its (geometric) moving average, divided by the
 *       standard deviation that a driftless random walk of the median volatility would give it:
 *       {@code σ √(n/3)} for n bars.
 * </ul>
 *
 * <p>In this order: CRISIS if the ratio reaches the crisis ratio, or the drawdown the crisis
 * drawdown with the ratio at the bear ratio. BEAR if the trend is down and the drawdown or the
 * ratio at its bear threshold. RECOVERY if, after one of these and until the drawdown is healed,
 * the trend is up and volatility is not elevated or falling (below its value a half-life ago). BULL
 * if the trend is up otherwise than after a bear market. SIDEWAYS in all other cases.
 *
 * <p>A more cautious regime is declared at once, a less cautious one only after it was seen on
 * {@code confirmationBars} bars in a row. Thresholds of the regime in force are lower by the
 * hysteresis, the one of the trend by half. Until the trend window is full the regime is SIDEWAYS.
 *
 * <p>Confidence is how far the deciding measure is beyond its threshold: 0.5 on it, 1 at twice the
 * threshold or more, below 0.5 where only hysteresis keeps the regime; for SIDEWAYS 1 without any
 * trend and 0.5 with one on the threshold or beyond.
 */
final class RuleBasedDetector implements RegimeDetector {

  /** Name of this detector on its signals. */
  static final String SOURCE = "rules";

  /** Trend, in standard deviations of a random walk, from which it counts as one. */
  static final double TREND_THRESHOLD = 0.5;

  /** Share of the trend threshold that suffices to stay in a regime. */
  static final double TREND_TO_STAY = 0.5;

  /** Lowest return taken in, so that the level of the index stays above 0. */
  private static final double MIN_RETURN = -0.999999;

  private final MarketSettings.Regimes rules;
  private final double decay;
  private final int lookBack;
  private final RollingWindow levels;
  private final RollingWindow peaks;
  private final RollingWindow volatilities;
  private double level;
  private double squares;
  private double weights;
  private Regime regime = Regime.SIDEWAYS;
  private Regime candidate = Regime.SIDEWAYS;
  private int candidateBars;
  private boolean unhealed;

  /** The three measures after a bar, and whether volatility is high and rising. */
  private record Measures(double ratio, double drawdown, double trend, boolean rising) {}

  RuleBasedDetector(MarketSettings settings) {
    rules = settings.regimes();
    decay = EwmaCovariance.decay(settings.volatilityHalfLife());
    lookBack = (int) Math.ceil(settings.volatilityHalfLife());
    levels = new RollingWindow(rules.trendWindow());
    peaks = new RollingWindow(rules.volatilityWindow());
    volatilities = new RollingWindow(rules.volatilityWindow());
  }

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public Regime regime() {
    return regime;
  }

  @Override
  public Optional<RegimeSignal> onBar(double indexReturn, long barEnd) {
    if (!Double.isFinite(indexReturn)) {
      throw new IllegalArgumentException("index return " + indexReturn);
    }
    Measures measures = measure(StrictMath.log1p(Math.max(MIN_RETURN, indexReturn)));
    if (levels.size() < rules.trendWindow()) {
      return Optional.empty();
    }
    if (!moves(classify(measures))) {
      return Optional.empty();
    }
    return Optional.of(new RegimeSignal(regime, confidence(measures), Map.of(), barEnd, SOURCE));
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    levels.writeTo(out);
    peaks.writeTo(out);
    volatilities.writeTo(out);
    out.writeDouble(level);
    out.writeDouble(squares);
    out.writeDouble(weights);
    out.writeUTF(regime.name());
    out.writeUTF(candidate.name());
    out.writeInt(candidateBars);
    out.writeBoolean(unhealed);
  }

  @Override
  public void readFrom(DataInput in) throws IOException {
    levels.readFrom(in);
    peaks.readFrom(in);
    volatilities.readFrom(in);
    level = in.readDouble();
    squares = in.readDouble();
    weights = in.readDouble();
    regime = StateIo.readConstant(in, Regime.class);
    candidate = StateIo.readConstant(in, Regime.class);
    candidateBars = in.readInt();
    unhealed = in.readBoolean();
  }

  private Measures measure(double logReturn) {
    level += logReturn;
    squares = decay * squares + logReturn * logReturn;
    weights = decay * weights + 1;
    double volatility = Math.sqrt(squares / weights);
    levels.add(level);
    peaks.add(level);
    volatilities.add(volatility);
    double median = volatilities.median();
    double deviation = median * Math.sqrt(rules.trendWindow() / 3.0);
    double earlier = volatilities.get(Math.min(lookBack, volatilities.size() - 1));
    double ratio = ratio(volatility, median);
    return new Measures(
        ratio,
        -StrictMath.expm1(level - peaks.max()),
        ratio(level - levels.mean(rules.trendWindow()), deviation),
        ratio >= rules.bearVolatilityRatio() && volatility >= earlier);
  }

  /**
   * A quotient in which a market that did not move gives a plain answer: 0/0 is 0, x/0 infinite.
   */
  private static double ratio(double value, double scale) {
    return value == 0 ? 0 : value / scale;
  }

  private Regime classify(Measures m) {
    boolean inCrisis = regime == Regime.CRISIS;
    boolean inBear = inCrisis || regime == Regime.BEAR;
    boolean crisis =
        m.ratio >= relaxed(rules.crisisVolatilityRatio(), inCrisis)
            || (m.drawdown >= relaxed(rules.crisisDrawdown(), inCrisis)
                && m.ratio >= relaxed(rules.bearVolatilityRatio(), inCrisis));
    boolean bear =
        -m.trend >= trendThreshold(inBear)
            && (m.drawdown >= relaxed(rules.bearDrawdown(), inBear)
                || m.ratio >= relaxed(rules.bearVolatilityRatio(), inBear));
    if (crisis || bear) {
      unhealed = true;
    } else if (m.drawdown < relaxed(rules.bearDrawdown(), true)) {
      unhealed = false;
    }
    if (crisis) {
      return Regime.CRISIS;
    }
    if (bear) {
      return Regime.BEAR;
    }
    boolean up = m.trend >= trendThreshold(regime == Regime.BULL || regime == Regime.RECOVERY);
    if (!up || (unhealed && m.rising)) {
      return Regime.SIDEWAYS;
    }
    return unhealed ? Regime.RECOVERY : Regime.BULL;
  }

  private double relaxed(double threshold, boolean inForce) {
    return inForce ? threshold * (1 - rules.hysteresis()) : threshold;
  }

  private static double trendThreshold(boolean inForce) {
    return inForce ? TREND_THRESHOLD * TREND_TO_STAY : TREND_THRESHOLD;
  }

  /** Takes in what the bar looks like; true if the regime changes with it. */
  private boolean moves(Regime seen) {
    if (seen == regime) {
      candidateBars = 0;
      return false;
    }
    if (caution(seen) < caution(regime)) {
      candidateBars = seen == candidate ? candidateBars + 1 : 1;
      candidate = seen;
      if (candidateBars < rules.confirmationBars()) {
        return false;
      }
    }
    regime = seen;
    candidateBars = 0;
    return true;
  }

  private static int caution(Regime regime) {
    return switch (regime) {
      case BULL -> 0;
      case RECOVERY -> 1;
      case SIDEWAYS -> 2;
      case BEAR -> 3;
      case CRISIS -> 4;
    };
  }

  private double confidence(Measures m) {
    double crisis =
        Math.max(
            m.ratio / rules.crisisVolatilityRatio(),
            Math.min(m.drawdown / rules.crisisDrawdown(), m.ratio / rules.bearVolatilityRatio()));
    double bear =
        Math.max(m.drawdown / rules.bearDrawdown(), m.ratio / rules.bearVolatilityRatio());
    double strength =
        switch (regime) {
          case CRISIS -> crisis;
          case BEAR -> Math.min(bear, -m.trend / TREND_THRESHOLD);
          case BULL, RECOVERY -> m.trend / TREND_THRESHOLD;
          case SIDEWAYS -> 2 - Math.min(1, Math.abs(m.trend) / TREND_THRESHOLD);
        };
    return Math.max(0, Math.min(1, strength / 2));
  }
}
