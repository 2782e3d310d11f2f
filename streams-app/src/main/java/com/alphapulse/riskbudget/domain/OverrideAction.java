package com.alphapulse.riskbudget.domain;

/** What an override does. */
public enum OverrideAction {
  HALT,
  REDUCE_ONLY,
  RESUME,
  CAP_LEVERAGE,
  CAP_POSITION,
  SCALE_BUDGET,
  PIN_REGIME,
  RELEASE_RESERVATION,
  REBALANCE,
  WITHDRAW
}
