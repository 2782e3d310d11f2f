package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.market.regime.IndexMeasures.Measures;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a market of some volatility, drawdown and trend is called, and when a new name is declared.
 *
 * <p>In this order: CRISIS if the volatility ratio reaches the crisis ratio, or the drawdown the
 * crisis drawdown with the ratio at the bear ratio. BEAR if the trend is down and the drawdown or
 * the ratio at its bear threshold. RECOVERY if, after one of these and until the drawdown is
 * healed, the trend is up and volatility is not elevated or falling. BULL if the trend is up
 * otherwise than after a bear market. SIDEWAYS in all other cases, and at the start.
 *
 * <p>A more cautious regime is declared at once, a less cautious one only after it was seen on
 * {@code confirmationBars} bars in a row. Thresholds of the regime in force are lower by the
 * hysteresis, the one of the trend by half.
 */
final class RegimeRules {

  /** Trend, in standard deviations of a random walk, from which it counts as one. */
  static final double TREND_THRESHOLD = 0.5;

  /** Share of the trend threshold that suffices to stay in a regime. */
  static final double TREND_TO_STAY = 0.5;

  private final MarketSettings.Regimes rules;
  private Regime regime = Regime.SIDEWAYS;
  private Regime candidate = Regime.SIDEWAYS;
  private int candidateBars;
  private boolean unhealed;

  RegimeRules(MarketSettings.Regimes rules) {
    this.rules = rules;
  }

  /** Regime in force. */
  Regime regime() {
    return regime;
  }

  /** Name of what is measured, seen from the regime in force. */
  Regime classify(Measures m) {
    if (isCrisis(m)) {
      return Regime.CRISIS;
    }
    if (isBear(m)) {
      return Regime.BEAR;
    }
    boolean up = m.trend() >= trendThreshold(regime == Regime.BULL || regime == Regime.RECOVERY);
    boolean healing = unhealed && !isHealed(m);
    if (!up || (healing && m.rising() && m.ratio() >= rules.bearVolatilityRatio())) {
      return Regime.SIDEWAYS;
    }
    return healing ? Regime.RECOVERY : Regime.BULL;
  }

  /**
   * Takes in what a bar is called.
   *
   * @return whether the regime in force changes with it
   */
  boolean observe(Regime seen, Measures m) {
    if (seen == Regime.CRISIS || seen == Regime.BEAR) {
      unhealed = true;
    } else if (isHealed(m)) {
      unhealed = false;
    }
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

  /** The higher, the less risk a regime stands for. */
  static int caution(Regime regime) {
    return switch (regime) {
      case BULL -> 0;
      case RECOVERY -> 1;
      case SIDEWAYS -> 2;
      case BEAR -> 3;
      case CRISIS -> 4;
    };
  }

  void writeTo(DataOutput out) throws IOException {
    StateIo.writeEnum(out, regime);
    StateIo.writeEnum(out, candidate);
    out.writeInt(candidateBars);
    out.writeBoolean(unhealed);
  }

  void readFrom(DataInput in) throws IOException {
    regime = StateIo.readEnum(in, Regime.class);
    candidate = StateIo.readEnum(in, Regime.class);
    candidateBars = in.readInt();
    unhealed = in.readBoolean();
  }

  private boolean isCrisis(Measures m) {
    boolean inCrisis = regime == Regime.CRISIS;
    return m.ratio() >= relaxed(rules.crisisVolatilityRatio(), inCrisis)
        || (m.drawdown() >= relaxed(rules.crisisDrawdown(), inCrisis)
            && m.ratio() >= relaxed(rules.bearVolatilityRatio(), inCrisis));
  }

  private boolean isBear(Measures m) {
    boolean inBear = regime == Regime.CRISIS || regime == Regime.BEAR;
    return -m.trend() >= trendThreshold(inBear)
        && (m.drawdown() >= relaxed(rules.bearDrawdown(), inBear)
            || m.ratio() >= relaxed(rules.bearVolatilityRatio(), inBear));
  }

  private boolean isHealed(Measures m) {
    return m.drawdown() < relaxed(rules.bearDrawdown(), true);
  }

  private double relaxed(double threshold, boolean inForce) {
    return inForce ? threshold * (1 - rules.hysteresis()) : threshold;
  }

  private static double trendThreshold(boolean inForce) {
    return inForce ? TREND_THRESHOLD * TREND_TO_STAY : TREND_THRESHOLD;
  }
}
