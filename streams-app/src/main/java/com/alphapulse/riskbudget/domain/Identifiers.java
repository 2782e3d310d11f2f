package com.alphapulse.riskbudget.domain;

/** Rules for identifiers of orders, portfolios, strategies, symbols and executions. */
public final class Identifiers {
  /** Longest identifier, in characters. */
  public static final int MAX_LENGTH = 128;

  private Identifiers() {}

  /** Whether an identifier can be used as a key: not blank, not too long, no control character. */
  public static boolean isUsable(String identifier) {
    if (identifier.isBlank() || identifier.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < identifier.length(); i++) {
      if (Character.isISOControl(identifier.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
