package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.config.MarketSettings.Detector;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.market.regime.IndexMeasures.Measures;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Regimes from a {@link GaussianHmm} of the log-returns of the market index, filtered forwards and
 * fitted anew to the trailing window every {@code refitInterval} bars, from the last fit on.
 *
 * <p>Each state takes the regime that {@link RegimeRules} give to the market's drawdown and trend
 * with the volatility of that state, divided by the mean volatility of the window, as volatility
 * ratio; elevated volatility counts as rising. So a state is no regime for good: the turbulent one
 * is a CRISIS or a BEAR market, the calm one a BULL market, a RECOVERY or SIDEWAYS. The probability
 * of a regime is that of its states together. A bar is called by the likeliest regime, where the
 * one in force is given the hysteresis on top, and then confirmed as by the rules.
 *
 * <p>Before the first fit, and over a window in which nothing moves, the market is SIDEWAYS without
 * probabilities. Confidence is the probability of the declared regime.
 */
final class HiddenMarkovDetector implements RegimeDetector {

  private static final Regime[] REGIMES = Regime.values();
  private static final int MAX_STATES = 16;

  private final MarketSettings.Fit settings;
  private final double hysteresis;
  private final IndexMeasures index;
  private final RegimeRules rules;
  private final RollingWindow returns;
  private final Map<Regime, Double> byRegime = new EnumMap<>(Regime.class);
  private GaussianHmm model;
  private double[] states;
  private double meanVolatility;
  private int barsSinceFit;

  HiddenMarkovDetector(MarketSettings settings) {
    this.settings = settings.regimes().hiddenMarkov();
    hysteresis = settings.regimes().hysteresis();
    index = new IndexMeasures(settings);
    rules = new RegimeRules(settings.regimes());
    returns = new RollingWindow(this.settings.window());
  }

  @Override
  public Detector kind() {
    return Detector.HIDDEN_MARKOV;
  }

  @Override
  public Regime regime() {
    return rules.regime();
  }

  @Override
  public Map<Regime, Double> probabilities() {
    return Map.copyOf(byRegime);
  }

  @Override
  public Optional<RegimeSignal> onBar(double indexReturn, long barEnd) {
    double value = IndexMeasures.logReturn(indexReturn);
    Measures measures = index.onBar(value);
    returns.add(value);
    barsSinceFit++;
    if (model != null) {
      model.step(states, value);
    }
    boolean due = model == null || barsSinceFit >= settings.refitInterval();
    if (due && index.complete() && returns.size() >= settings.minimumBars()) {
      fit();
    }
    spread(measures);
    if (!rules.observe(likeliest(), measures)) {
      return Optional.empty();
    }
    double confidence = byRegime.getOrDefault(regime(), 0.0);
    return Optional.of(new RegimeSignal(regime(), confidence, probabilities(), barEnd, source()));
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    index.writeTo(out);
    rules.writeTo(out);
    returns.writeTo(out);
    out.writeInt(barsSinceFit);
    out.writeInt(model == null ? 0 : model.states());
    if (model != null) {
      model.writeTo(out);
      StateIo.writeDoubles(out, states, 0, states.length);
      out.writeDouble(meanVolatility);
      for (Regime each : REGIMES) {
        out.writeDouble(byRegime.get(each));
      }
    }
  }

  @Override
  public void readFrom(DataInput in) throws IOException {
    index.readFrom(in);
    rules.readFrom(in);
    returns.readFrom(in);
    barsSinceFit = in.readInt();
    int count = StateIo.readSize(in, MAX_STATES);
    if (count > 0) {
      model = GaussianHmm.readFrom(in, count);
      states = StateIo.readDoubles(in, count);
      meanVolatility = in.readDouble();
      for (Regime each : REGIMES) {
        byRegime.put(each, in.readDouble());
      }
    }
    if (count != settings.states()) {
      // Fitted anew with the next bar: another number of states means other states.
      model = null;
      byRegime.clear();
    }
  }

  /** Fits the model and filters the window with it; without a model if nothing moves. */
  private void fit() {
    double[] values = returns.values();
    model = BaumWelch.fit(values, settings.states(), Optional.ofNullable(model)).orElse(null);
    barsSinceFit = 0;
    if (model == null) {
      return;
    }
    states = new double[settings.states()];
    Arrays.fill(states, 1.0 / states.length);
    meanVolatility = 0;
    for (double value : values) {
      model.step(states, value);
      for (int k = 0; k < states.length; k++) {
        meanVolatility += states[k] * model.deviation(k) / values.length;
      }
    }
  }

  /** Spreads the probabilities of the states over the regimes. */
  private void spread(Measures measures) {
    byRegime.clear();
    if (model == null) {
      return;
    }
    for (Regime each : REGIMES) {
      byRegime.put(each, 0.0);
    }
    for (int k = 0; k < states.length; k++) {
      Regime name = rules.classify(measures.with(model.deviation(k) / meanVolatility));
      byRegime.put(name, Math.min(1, byRegime.get(name) + states[k]));
    }
  }

  private Regime likeliest() {
    Regime best = model == null ? Regime.SIDEWAYS : regime();
    double most = byRegime.getOrDefault(best, 0.0) + hysteresis;
    for (Map.Entry<Regime, Double> entry : byRegime.entrySet()) {
      if (entry.getKey() != regime() && entry.getValue() > most) {
        best = entry.getKey();
        most = entry.getValue();
      }
    }
    return best;
  }
}
