package com.alphapulse.riskbudget.domain.override;

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
  WITHDRAW;

  /** Whether it stops orders that add risk. */
  public boolean stopsOrders() {
    return this == HALT || this == REDUCE_ONLY;
  }

  /** Whether the gate enforces it itself, and keeps it in force for that. */
  public boolean isTheGates() {
    return stopsOrders() || this == CAP_LEVERAGE || this == CAP_POSITION;
  }

  /** Whether it changes budgets or their computation. */
  public boolean concernsBudgets() {
    return switch (this) {
      case CAP_LEVERAGE, CAP_POSITION, SCALE_BUDGET, PIN_REGIME, REBALANCE, WITHDRAW -> true;
      case HALT, REDUCE_ONLY, RESUME, RELEASE_RESERVATION -> false;
    };
  }
}
