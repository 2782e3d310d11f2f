package com.alphapulse.riskbudget.cli.base;

/** The terminal, if a person sits at one. */
public final class Terminal {
  private Terminal() {}

  /** Whether standard output is a terminal; the launcher finds out, since Java 17 cannot tell. */
  public static boolean isThere() {
    return Boolean.getBoolean("riskbudget.terminal");
  }
}
