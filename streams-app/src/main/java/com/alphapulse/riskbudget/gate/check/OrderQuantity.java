package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.Figure.Unit;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.check.base.SizeCheck;
import java.math.BigDecimal;

/** The quantity of the order alone. */
public final class OrderQuantity extends SizeCheck {

  public OrderQuantity() {
    super(RejectReason.ORDER_QUANTITY, Scope.ORDER, Unit.UNITS, p -> p.limits().orderQuantity());
  }

  @Override
  protected BigDecimal size(Proposal proposal) {
    return proposal.quantity();
  }

  @Override
  protected BigDecimal largest(Proposal proposal, BigDecimal most) {
    return most;
  }
}
