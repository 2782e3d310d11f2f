package com.alphapulse.riskbudget.domain;

/** How capital is spread over strategies and symbols. */
public enum AllocationMethod {
  RISK_BUDGETING,
  VOLATILITY_WEIGHTED,
  EQUAL_WEIGHT,
  HIERARCHICAL_RISK_PARITY,
  MEAN_VARIANCE,
  REGIME_PREFERENCE
}
