package com.alphapulse.riskbudget.domain;

/** What an override applies to. */
public enum OverrideScope {
  GLOBAL,
  PORTFOLIO,
  STRATEGY,
  SYMBOL
}
