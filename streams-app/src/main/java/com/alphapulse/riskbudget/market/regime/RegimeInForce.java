package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.config.MarketSettings.RegimeSource;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which regime counts, and whose word on it is taken.
 *
 * <p>With {@link RegimeSource#EXTERNAL} only outside signals count, and until the first one the
 * regime is CRISIS, because nobody has said that more is safe. With {@link RegimeSource#BUILT_IN}
 * the detector's changes count, and outside signals too: the latest word stands.
 */
public final class RegimeInForce {

  /** Source of the regime before any detector has spoken. */
  static final String NO_SOURCE = "none";

  private final RegimeSource mode;
  private RegimeSignal signal;

  /**
   * Before the first signal.
   *
   * @param detector whose regime counts at the start with {@link RegimeSource#BUILT_IN}
   */
  public RegimeInForce(RegimeSource mode, RegimeDetector detector) {
    this.mode = mode;
    this.signal = initial(mode, detector);
  }

  /** The signal in force. */
  public RegimeSignal signal() {
    return signal;
  }

  /** Whether a signal is a built-in detector's own, read back from the topic. */
  public boolean isOwn(RegimeSignal other) {
    return mode == RegimeSource.BUILT_IN && RegimeDetectors.isBuiltIn(other.source());
  }

  /** Why a signal from outside cannot be taken; empty if it can. */
  public Optional<String> objection(RegimeSignal other) {
    if (other.detectedAt() < signal.detectedAt()) {
      return Optional.of(
          "it was detected at "
              + other.detectedAt()
              + ", before the regime in force, at "
              + signal.detectedAt());
    }
    return other.flaw();
  }

  /**
   * Puts a signal in force.
   *
   * @return whether regime or probabilities differ from those before
   */
  public boolean replaceBy(RegimeSignal other) {
    boolean changed =
        other.regime() != signal.regime() || !other.probabilities().equals(signal.probabilities());
    signal = other;
    return changed;
  }

  /**
   * Takes over the detector's latest probabilities while its own word is in force; confidence is
   * then the probability of the regime. When it was detected stays.
   */
  public void refresh(RegimeDetector detector) {
    Map<Regime, Double> probabilities = detector.probabilities();
    boolean own = signal.source().equals(detector.source()) && signal.regime() == detector.regime();
    if (own && !probabilities.isEmpty()) {
      signal =
          new RegimeSignal(
              signal.regime(),
              probabilities.getOrDefault(signal.regime(), 0.0),
              probabilities,
              signal.detectedAt(),
              signal.source());
    }
  }

  public void writeTo(DataOutput out) throws IOException {
    StateIo.writeEnum(out, mode);
    StateIo.writeEnum(out, signal.regime());
    out.writeDouble(signal.confidence());
    out.writeInt(signal.probabilities().size());
    for (Regime regime : Regime.values()) {
      Double probability = signal.probabilities().get(regime);
      if (probability != null) {
        StateIo.writeEnum(out, regime);
        out.writeDouble(probability);
      }
    }
    out.writeLong(signal.detectedAt());
    out.writeUTF(signal.source());
  }

  /** Reads a written regime; if the source has been configured anew since, starts over with it. */
  public void readFrom(DataInput in, RegimeDetector detector) throws IOException {
    RegimeSource writtenMode = StateIo.readEnum(in, RegimeSource.class);
    Regime regime = StateIo.readEnum(in, Regime.class);
    double confidence = in.readDouble();
    Map<Regime, Double> probabilities = new EnumMap<>(Regime.class);
    int count = StateIo.readSize(in, Regime.values().length);
    for (int i = 0; i < count; i++) {
      probabilities.put(StateIo.readEnum(in, Regime.class), in.readDouble());
    }
    RegimeSignal written =
        new RegimeSignal(regime, confidence, probabilities, in.readLong(), in.readUTF());
    signal = writtenMode == mode ? written : initial(mode, detector);
  }

  private static RegimeSignal initial(RegimeSource mode, RegimeDetector detector) {
    return mode == RegimeSource.EXTERNAL
        ? new RegimeSignal(Regime.CRISIS, 0, Map.of(), 0, NO_SOURCE)
        : new RegimeSignal(detector.regime(), 0, Map.of(), 0, detector.source());
  }
}
