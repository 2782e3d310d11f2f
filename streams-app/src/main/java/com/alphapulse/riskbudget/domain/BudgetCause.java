package com.alphapulse.riskbudget.domain;

/** Why a budget was computed. */
public enum BudgetCause {
  WARM_UP,
  INITIAL,
  REGIME_CHANGE,
  TRIGGER,
  OVERRIDE,
  SCHEDULED,
  REQUESTED,
  PORTFOLIO_CHANGE
}
