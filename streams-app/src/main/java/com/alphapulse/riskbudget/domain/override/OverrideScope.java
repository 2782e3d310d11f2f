package com.alphapulse.riskbudget.domain.override;

/** What an override applies to. */
public enum OverrideScope {
  GLOBAL,
  PORTFOLIO,
  STRATEGY,
  SYMBOL;

  /** Whether it is that of whole portfolios: of one, or of all. */
  public boolean isWhole() {
    return this == GLOBAL || this == PORTFOLIO;
  }
}
