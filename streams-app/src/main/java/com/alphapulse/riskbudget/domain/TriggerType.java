package com.alphapulse.riskbudget.domain;

/** What set off a rebalance recommendation. */
public enum TriggerType {
  ALLOCATION_DRIFT,
  REGIME_CHANGE,
  CORRELATION_SPIKE,
  VOLATILITY_BREACH,
  RISK_BUDGET_BREACH,
  MANUAL
}
