package com.alphapulse.riskbudget.cli.base;

/** Exit codes of the command line, beside 0: all is well. */
public final class ExitCode {
  /** It ran and found a problem. */
  public static final int FOUND_A_PROBLEM = 1;

  /** Bad usage or configuration. */
  public static final int BAD_USAGE = 2;

  private ExitCode() {}
}
