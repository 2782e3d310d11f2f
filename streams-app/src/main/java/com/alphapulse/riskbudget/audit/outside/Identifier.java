package com.alphapulse.riskbudget.audit.outside;

/** What may be the id of an order, a portfolio, a strategy, a symbol or an execution. */
final class Identifier {
  private static final int LONGEST = 128;

  private Identifier() {}

  /** Whether it is not blank, not too long and without control characters. */
  static boolean isUsable(String id) {
    return !id.isBlank() && id.length() <= LONGEST && id.chars().noneMatch(Character::isISOControl);
  }
}
