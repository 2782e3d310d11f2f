package com.alphapulse.riskbudget.domain;

/** Rules for identifiers of orders, portfolios, strategies, symbols, markets and executions. */
public final class Identifiers {
  /** Longest identifier, in characters. */
  public static final int MAX_LENGTH = Bounds.IDENTIFIER;

  /** Every character up to here shows, or controls. */
  private static final char LATIN = 0xAC;

  private Identifiers() {}

  /** Whether an identifier can be used as a key: not blank, not too long, and all shows. */
  public static boolean isUsable(String identifier) {
    return !identifier.isBlank() && isUsableOrBlank(identifier);
  }

  /** The same of one that need not be told. */
  public static boolean isUsableOrBlank(String identifier) {
    if (identifier.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < identifier.length(); i++) {
      char character = identifier.charAt(i);
      if (Character.isISOControl(character)
          || (character > LATIN && Texts.isInvisible(identifier.codePointAt(i)))) {
        return false;
      }
    }
    return true;
  }
}
