package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.config.MarketSettings.Detector;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** All built-in detectors. */
public final class RegimeDetectors {

  private RegimeDetectors() {}

  /** Whether a name on a signal is that of a built-in detector, configured now or earlier. */
  static boolean isBuiltIn(String source) {
    return Arrays.stream(Detector.values())
        .anyMatch(kind -> kind.name().toLowerCase(Locale.ROOT).equals(source));
  }

  /** A detector before its first bar. */
  public static RegimeDetector of(Detector kind, MarketSettings settings) {
    return switch (kind) {
      case RULES -> new RuleBasedDetector(settings);
      case HIDDEN_MARKOV -> new HiddenMarkovDetector(settings);
      case JUMP_MODEL -> new JumpModelDetector(settings);
    };
  }

  /** Writes a detector and of which kind it is. */
  public static void write(RegimeDetector detector, DataOutput out) throws IOException {
    StateIo.writeEnum(out, detector.kind());
    detector.writeTo(out);
  }

  /** Reads a written detector, whichever is configured now. */
  public static RegimeDetector read(DataInput in, MarketSettings settings) throws IOException {
    RegimeDetector detector = of(StateIo.readEnum(in, Detector.class), settings);
    detector.readFrom(in);
    return detector;
  }
}
