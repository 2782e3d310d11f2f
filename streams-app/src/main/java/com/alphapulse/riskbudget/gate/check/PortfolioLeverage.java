package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.check.base.ExposureCheck;

/** The worst-case gross exposure of the portfolio against leverage limit times equity. */
public final class PortfolioLeverage extends ExposureCheck {

  /** Without a budget there is no limit, and BudgetFresh reports it. */
  public PortfolioLeverage() {
    super(
        RejectReason.PORTFOLIO_LEVERAGE,
        Scope.PORTFOLIO,
        p -> p.limits().leverage().map(ratio -> timesEquity(ratio, p)));
  }
}
