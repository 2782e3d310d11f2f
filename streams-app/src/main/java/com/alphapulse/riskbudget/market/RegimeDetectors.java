package com.alphapulse.riskbudget.market;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.config.MarketSettings.Detector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** All built-in detectors. */
final class RegimeDetectors {

  /** Version 2, below 0 to tell it from the count that version 1 starts with. */
  private static final int VERSION = -2;

  private RegimeDetectors() {}

  /** Whether a name on a signal is that of a built-in detector, configured now or earlier. */
  static boolean isBuiltIn(String source) {
    return Arrays.stream(Detector.values())
        .anyMatch(kind -> kind.name().toLowerCase(Locale.ROOT).equals(source));
  }

  /** A detector before its first bar. */
  static RegimeDetector of(Detector kind, MarketSettings settings) {
    return switch (kind) {
      case RULES -> new RuleBasedDetector(settings);
      case HIDDEN_MARKOV -> new HiddenMarkovDetector(settings);
      case JUMP_MODEL -> new JumpModelDetector(settings);
    };
  }

  /** Writes a detector and of which kind it is. */
  static void write(RegimeDetector detector, DataOutput out) throws IOException {
    out.writeInt(VERSION);
    out.writeUTF(detector.kind().name());
    detector.writeTo(out);
  }

  /**
   * Reads a written detector, whichever is configured now. In version 1 there was one kind, so
   * nothing told it, and the first number was a count; later versions start below 0.
   *
   * @throws IOException if it cannot be read, is of an unknown version, or is damaged
   */
  static RegimeDetector read(DataInput in, MarketSettings settings) throws IOException {
    int version = in.readInt();
    if (version >= 0) {
      RuleBasedDetector first = new RuleBasedDetector(settings);
      first.readFrom(in, version);
      return first;
    }
    if (version != VERSION) {
      throw new IOException("detector state of unknown version " + -version);
    }
    RegimeDetector detector = of(StateIo.readConstant(in, Detector.class), settings);
    detector.readFrom(in);
    return detector;
  }
}
