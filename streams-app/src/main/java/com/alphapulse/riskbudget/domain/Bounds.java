package com.alphapulse.riskbudget.domain;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * How long, many and large what comes from outside may be: the one list. Whatever is beyond is
 * refused where it comes in, with an answer that says so; nothing behind that place meets it.
 */
public final class Bounds {
  /** Longest identifier, in characters. */
  public static final int IDENTIFIER = 128;

  /** Longest name of a person, in characters: author, approver. */
  public static final int PERSON = 200;

  /** Longest free text, in characters: reason, detector. */
  public static final int TEXT = 1_000;

  /** Longest message of an alert, in characters. */
  public static final int MESSAGE = 4_000;

  /** Instruments of a market, and symbols of a portfolio's strategies altogether. */
  public static final int INSTRUMENTS = 2_000;

  /** Markets of one partition. */
  public static final int MARKETS = 1_000;

  /** Strategies of a portfolio, and of a group. */
  public static final int STRATEGIES = 100;

  /** Groups of strategies of a portfolio. */
  public static final int GROUPS = 100;

  /** Probabilities of regimes. */
  public static final int PROBABILITIES = 5;

  /** Overrides that are in force for a portfolio at once. */
  public static final int OVERRIDES = 1_000;

  /**
   * Commands of one kind that stop a whole portfolio, beyond {@link #OVERRIDES}: the kill switch
   * works while anything else fills the list.
   */
  public static final int STOPS = 100;

  /** Portfolios of one partition that nobody has defined and overrides are kept for. */
  public static final int UNDEFINED_PORTFOLIOS = 1_000;

  /** Decimal places of a number on the wire. */
  public static final int SCALE = 8;

  /** Digits of a number on the wire, at most. */
  public static final int DIGITS = 38;

  /** Largest number on the wire; the smallest is its negative. */
  public static final BigDecimal LARGEST =
      new BigDecimal(BigInteger.TEN.pow(DIGITS).subtract(BigInteger.ONE), SCALE);

  private static final String CUT = "…";

  private Bounds() {}

  /** Whether a number has no more digits before its decimal point than the wire takes. */
  public static boolean fits(BigDecimal number) {
    return number.precision() - (long) number.scale() < DIGITS - SCALE
        || number.abs().compareTo(LARGEST) <= 0;
  }

  /**
   * An identifier as an answer may repeat it. One that was cut is still longer than {@link
   * #IDENTIFIER}, so that it stays as unusable as it was.
   */
  public static String cut(String identifier) {
    if (identifier.length() <= IDENTIFIER) {
      return identifier;
    }
    // Half a character would not survive the encoding.
    boolean half = Character.isHighSurrogate(identifier.charAt(IDENTIFIER - 1));
    return half
        ? identifier.substring(0, IDENTIFIER - 1) + CUT + CUT
        : identifier.substring(0, IDENTIFIER) + CUT;
  }

  /** A message of at most {@link #MESSAGE} characters. */
  public static String cutMessage(String message) {
    return message.length() <= MESSAGE ? message : message.substring(0, MESSAGE - 1) + CUT;
  }
}
