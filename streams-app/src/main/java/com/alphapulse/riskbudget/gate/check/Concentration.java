package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.check.base.ExposureCheck;

/** The worst-case exposure of the symbol against its largest weight times equity. */
public final class Concentration extends ExposureCheck {

  public Concentration() {
    super(
        RejectReason.CONCENTRATION,
        Scope.SYMBOL,
        p -> p.limits().symbolWeight().map(ratio -> timesEquity(ratio, p)));
  }
}
