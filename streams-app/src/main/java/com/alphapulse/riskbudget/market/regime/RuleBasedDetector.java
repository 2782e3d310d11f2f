package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.config.MarketSettings.Detector;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.market.regime.IndexMeasures.Measures;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Regimes by {@link RegimeRules} on the measures of the market index alone. Until the trend window
 * is full the regime is SIDEWAYS.
 *
 * <p>Confidence is how far the deciding measure is beyond its threshold: 0.5 on it, 1 at twice the
 * threshold or more, below 0.5 where only hysteresis keeps the regime; for SIDEWAYS 1 without any
 * trend and 0.5 with one on the threshold or beyond.
 */
public final class RuleBasedDetector implements RegimeDetector {

  private final MarketSettings.Regimes thresholds;
  private final IndexMeasures index;
  private final RegimeRules rules;

  public RuleBasedDetector(MarketSettings settings) {
    thresholds = settings.regimes();
    index = new IndexMeasures(settings);
    rules = new RegimeRules(settings.regimes());
  }

  @Override
  public Detector kind() {
    return Detector.RULES;
  }

  @Override
  public Regime regime() {
    return rules.regime();
  }

  @Override
  public Map<Regime, Double> probabilities() {
    return Map.of();
  }

  @Override
  public Optional<RegimeSignal> onBar(double indexReturn, long barEnd) {
    Measures measures = index.onBar(IndexMeasures.logReturn(indexReturn));
    if (!index.complete() || !rules.observe(rules.classify(measures), measures)) {
      return Optional.empty();
    }
    return Optional.of(
        new RegimeSignal(regime(), confidence(measures), Map.of(), barEnd, source()));
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    index.writeTo(out);
    rules.writeTo(out);
  }

  @Override
  public void readFrom(DataInput in) throws IOException {
    index.readFrom(in);
    rules.readFrom(in);
  }

  private double confidence(Measures m) {
    double crisis =
        Math.max(
            m.ratio() / thresholds.crisisVolatilityRatio(),
            Math.min(
                m.drawdown() / thresholds.crisisDrawdown(),
                m.ratio() / thresholds.bearVolatilityRatio()));
    double bear =
        Math.max(
            m.drawdown() / thresholds.bearDrawdown(), m.ratio() / thresholds.bearVolatilityRatio());
    double trend = m.trend() / RegimeRules.TREND_THRESHOLD;
    double strength =
        switch (regime()) {
          case CRISIS -> crisis;
          case BEAR -> Math.min(bear, -trend);
          case BULL, RECOVERY -> trend;
          case SIDEWAYS -> 2 - Math.min(1, Math.abs(trend));
        };
    return Math.max(0, Math.min(1, strength / 2));
  }
}
