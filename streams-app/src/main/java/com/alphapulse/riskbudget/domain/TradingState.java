package com.alphapulse.riskbudget.domain;

/** Whether and how a scope may trade, from the least to the most restrictive. */
public enum TradingState {
  ACTIVE,
  REDUCE_ONLY,
  HALTED
}
