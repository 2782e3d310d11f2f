package com.alphapulse.riskbudget.topology.wire;

import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.Mark;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.MarketStateCause;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.SymbolState;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.market.bars.MarkValue;
import com.alphapulse.riskbudget.market.bars.Tick;
import com.alphapulse.riskbudget.market.regime.RegimeSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Between the wire's records and the market stage's values. */
public final class MarketWire {

  private MarketWire() {}

  /**
   * A price.
   *
   * @param eventTime that it counts as of, milliseconds
   */
  public static Tick tick(MarketData record, long eventTime) {
    return new Tick(
        record.getSymbol(),
        ReferenceWire.assetClass(record.getAssetClass()),
        record.getPrice(),
        Touch.of(record.getPrice(), record.getBid(), record.getAsk()),
        eventTime);
  }

  public static InstrumentSpec instrument(Instrument record) {
    return new InstrumentSpec(
        record.getSymbol(),
        ReferenceWire.assetClass(record.getAssetClass()),
        record.getCurrency(),
        record.getLotSize(),
        record.getTickSize(),
        record.getContractMultiplier());
  }

  /** The signal of a record; empty where it names a regime that this version does not know. */
  public static Optional<RegimeSignal> signal(RegimeChange record) {
    Optional<Regime> regime = ReferenceWire.constant(Regime.class, record.getRegime());
    Optional<Map<Regime, Double>> probabilities = probabilities(record.getProbabilities());
    if (regime.isEmpty() || probabilities.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RegimeSignal(
            regime.get(),
            record.getConfidence(),
            probabilities.get(),
            record.getDetectedAt().toEpochMilli(),
            record.getSource()));
  }

  public static RegimeChange regimeChange(String market, RegimeSignal signal) {
    return new RegimeChange(
        market,
        regime(signal.regime()),
        signal.confidence(),
        names(signal.probabilities()),
        Instant.ofEpochMilli(signal.detectedAt()),
        signal.source());
  }

  public static MarketMarks marks(String market, long sequence, List<MarkValue> values) {
    List<Mark> marks = new ArrayList<>();
    long asOf = Long.MIN_VALUE;
    for (MarkValue value : values) {
      InstrumentSpec instrument = value.instrument();
      asOf = Math.max(asOf, value.eventTime());
      marks.add(
          new Mark(
              instrument.symbol(),
              Decimals.down(value.price()),
              Instant.ofEpochMilli(value.eventTime()),
              ReferenceWire.assetClass(instrument),
              instrument.currency(),
              Decimals.down(instrument.lotSize()),
              Decimals.down(instrument.tickSize()),
              Decimals.down(instrument.contractMultiplier()),
              Decimals.nullableDown(value.touch().bid()),
              Decimals.nullableDown(value.touch().ask()),
              value.calendar().isEmpty() ? null : value.calendar()));
    }
    return new MarketMarks(market, sequence, Instant.ofEpochMilli(asOf), marks);
  }

  public static MarketState state(MarketSnapshot snapshot, boolean regimeChanged) {
    List<Double> correlations = new ArrayList<>();
    for (double[] row : snapshot.correlations().rows()) {
      for (double correlation : row) {
        correlations.add(correlation);
      }
    }
    return new MarketState(
        snapshot.market(),
        snapshot.sequence(),
        Instant.ofEpochMilli(snapshot.asOf()),
        regimeChanged ? MarketStateCause.REGIME_CHANGED : MarketStateCause.BAR_CLOSED,
        snapshot.bars(),
        snapshot.barsPerYear(),
        snapshot.warmedUp(),
        regime(snapshot.regime().regime()),
        snapshot.regime().confidence(),
        names(snapshot.regime().probabilities()),
        Instant.ofEpochMilli(snapshot.regime().since()),
        snapshot.regime().source(),
        snapshot.symbols().stream().map(MarketWire::symbol).toList(),
        correlations,
        snapshot.correlations().average(),
        snapshot.correlations().largestEigenvalueShare());
  }

  /** The snapshot of a record; empty where its parts do not fit together. */
  public static Optional<MarketSnapshot> snapshot(MarketState record) {
    Optional<Regime> regime = ReferenceWire.constant(Regime.class, record.getRegime());
    Optional<Map<Regime, Double>> probabilities = probabilities(record.getRegimeProbabilities());
    int n = record.getSymbols().size();
    if (regime.isEmpty()
        || probabilities.isEmpty()
        || record.getCorrelations().size() != n * (n - 1) / 2) {
      return Optional.empty();
    }
    double[][] correlations = new double[n][];
    int next = 0;
    for (int i = 0; i < n; i++) {
      correlations[i] = new double[i];
      for (int j = 0; j < i; j++) {
        correlations[i][j] = record.getCorrelations().get(next++);
      }
    }
    return Optional.of(
        new MarketSnapshot(
            record.getMarket(),
            record.getSequence(),
            record.getAsOf().toEpochMilli(),
            record.getBars(),
            record.getBarsPerYear(),
            record.getWarmedUp(),
            new MarketSnapshot.Detected(
                regime.get(),
                record.getRegimeConfidence(),
                probabilities.get(),
                record.getRegimeSince().toEpochMilli(),
                record.getRegimeSource()),
            record.getSymbols().stream().map(MarketWire::symbolRisk).toList(),
            new MarketSnapshot.Correlations(
                correlations, record.getAverageCorrelation(), record.getLargestEigenvalueShare()),
            Map.of()));
  }

  public static com.alphapulse.riskbudget.avro.Regime regime(Regime regime) {
    return com.alphapulse.riskbudget.avro.Regime.valueOf(regime.name());
  }

  private static SymbolState symbol(MarketSnapshot.SymbolRisk symbol) {
    InstrumentSpec instrument = symbol.instrument();
    return new SymbolState(
        instrument.symbol(),
        ReferenceWire.assetClass(instrument),
        instrument.currency(),
        Decimals.down(symbol.price()),
        symbol.volatility(),
        Decimals.down(instrument.lotSize()),
        Decimals.down(instrument.contractMultiplier()));
  }

  private static MarketSnapshot.SymbolRisk symbolRisk(SymbolState record) {
    return new MarketSnapshot.SymbolRisk(
        new InstrumentSpec(
            record.getSymbol(),
            ReferenceWire.assetClass(record.getAssetClass()),
            record.getCurrency(),
            record.getLotSize(),
            InstrumentSpec.DEFAULT_TICK_SIZE,
            record.getContractMultiplier()),
        record.getPrice(),
        record.getVolatility());
  }

  private static Map<String, Double> names(Map<Regime, Double> probabilities) {
    Map<String, Double> names = new HashMap<>();
    probabilities.forEach((regime, probability) -> names.put(regime.name(), probability));
    return names;
  }

  private static Optional<Map<Regime, Double>> probabilities(Map<String, Double> names) {
    Map<Regime, Double> probabilities = new EnumMap<>(Regime.class);
    for (Regime regime : Regime.values()) {
      if (names.containsKey(regime.name())) {
        probabilities.put(regime, names.get(regime.name()));
      }
    }
    return probabilities.size() == names.size() ? Optional.of(probabilities) : Optional.empty();
  }
}
