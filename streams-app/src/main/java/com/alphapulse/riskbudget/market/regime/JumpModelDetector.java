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
import java.util.Map;
import java.util.Optional;

/**
 * Regimes from a {@link JumpModel} of {@link JumpFeatures} of the market index, fitted anew to the
 * trailing window every {@code refitInterval} bars. The state after a bar is where the cheapest
 * sequence of states up to that bar ends; no later bar changes it.
 *
 * <p>The state takes the regime that {@link RegimeRules} give to the market's drawdown and trend
 * with the volatility of that state, divided by the mean volatility of the window, as volatility
 * ratio; elevated volatility counts as rising. It is then confirmed as by the rules.
 *
 * <p>Before the first fit, and over a window in which nothing moves, the market is SIDEWAYS. The
 * method has no probabilities. Confidence is 0.5 where another state is as cheap, and 1 where it
 * costs a jump more, which is the most that it can.
 */
final class JumpModelDetector implements RegimeDetector {

  private static final int MAX_STATES = 16;

  private final MarketSettings.Fit settings;
  private final double jumpPenalty;
  private final IndexMeasures index;
  private final RegimeRules rules;
  private final RollingWindow returns;

  /** Features before the first bar of the window, from which those of the window follow. */
  private final JumpFeatures earlier = new JumpFeatures();

  private final JumpFeatures features = new JumpFeatures();
  private final double[] row = new double[JumpFeatures.COUNT];
  private JumpModel model;
  private double[] costs;
  private int barsSinceFit;

  JumpModelDetector(MarketSettings settings) {
    this.settings = settings.regimes().jumpModel().fit();
    jumpPenalty = settings.regimes().jumpModel().jumpPenalty();
    index = new IndexMeasures(settings);
    rules = new RegimeRules(settings.regimes());
    returns = new RollingWindow(this.settings.window());
  }

  @Override
  public Detector kind() {
    return Detector.JUMP_MODEL;
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
    take(indexReturn);
    features.add(indexReturn);
    barsSinceFit++;
    if (model != null) {
      features.read(row);
      model.scaling().apply(row);
      model.advance(costs, row, jumpPenalty);
    }
    boolean due = model == null || barsSinceFit >= settings.refitInterval();
    if (due && index.complete() && returns.size() >= settings.minimumBars()) {
      fit();
    }
    if (!rules.observe(name(measures), measures)) {
      return Optional.empty();
    }
    return Optional.of(new RegimeSignal(regime(), confidence(), Map.of(), barEnd, source()));
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    index.writeTo(out);
    rules.writeTo(out);
    returns.writeTo(out);
    earlier.writeTo(out);
    features.writeTo(out);
    out.writeInt(barsSinceFit);
    out.writeInt(model == null ? 0 : model.states());
    if (model != null) {
      model.writeTo(out);
      StateIo.writeDoubles(out, costs, 0, costs.length);
    }
  }

  @Override
  public void readFrom(DataInput in) throws IOException {
    index.readFrom(in);
    rules.readFrom(in);
    double[] written = StateIo.readDoubles(in, StateIo.readSize(in, RollingWindow.MAX_VALUES));
    earlier.readFrom(in);
    for (double value : written) {
      take(value);
    }
    features.readFrom(in);
    barsSinceFit = in.readInt();
    int count = StateIo.readSize(in, MAX_STATES);
    if (count > 0) {
      model = JumpModel.readFrom(in, count);
      costs = StateIo.readDoubles(in, count);
    }
    if (count != settings.states()) {
      // Fitted anew with the next bar: another number of states means other states.
      model = null;
    }
  }

  /** Adds a return to the window; the one that leaves it counts as earlier. */
  private void take(double value) {
    if (returns.size() == settings.window()) {
      earlier.add(returns.get(settings.window() - 1));
    }
    returns.add(value);
  }

  /** Fits the model and takes the window through it; without a model if nothing moves. */
  private void fit() {
    double[] values = returns.values();
    double[][] rows = new double[values.length][JumpFeatures.COUNT];
    JumpFeatures replay = earlier.copy();
    for (int t = 0; t < values.length; t++) {
      replay.add(values[t]);
      replay.read(rows[t]);
    }
    model = JumpModelFit.fit(rows, values, settings.states(), jumpPenalty).orElse(null);
    barsSinceFit = 0;
    if (model != null) {
      costs = new double[settings.states()];
      for (double[] each : rows) {
        model.advance(costs, each, jumpPenalty);
      }
    }
  }

  private Regime name(Measures measures) {
    if (model == null) {
      return Regime.SIDEWAYS;
    }
    int state = 0;
    for (int k = 1; k < costs.length; k++) {
      if (costs[k] < costs[state]) {
        state = k;
      }
    }
    return rules.classify(measures.with(model.volatilities()[state] / model.meanVolatility()));
  }

  private double confidence() {
    if (model == null) {
      return 0;
    }
    double second = Arrays.stream(costs).sorted().skip(1).findFirst().orElse(0);
    return 0.5 + 0.5 * Math.min(1, second / jumpPenalty);
  }
}
