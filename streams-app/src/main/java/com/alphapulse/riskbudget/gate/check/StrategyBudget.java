package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.check.base.ExposureCheck;

/** The worst-case exposure of the strategy against its budget. */
public final class StrategyBudget extends ExposureCheck {

  /** Where no budget covers the strategy there is no limit, and BudgetFresh reports it. */
  public StrategyBudget() {
    super(RejectReason.STRATEGY_BUDGET, Scope.STRATEGY, p -> p.line().limits().exposure());
  }
}
