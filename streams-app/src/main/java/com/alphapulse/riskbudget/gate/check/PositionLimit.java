package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.Figure.Unit;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.check.base.SizeCheck;
import java.math.BigDecimal;

/** The worst-case position of the symbol in the portfolio, in units. */
public final class PositionLimit extends SizeCheck {

  /** Where no budget covers the symbol there is no limit, and BudgetFresh reports it. */
  public PositionLimit() {
    super(RejectReason.POSITION_LIMIT, Scope.SYMBOL, Unit.UNITS, p -> p.line().limits().position());
  }

  @Override
  protected BigDecimal size(Proposal proposal) {
    return exposure(proposal).worstWith(proposal.order().side(), proposal.quantity());
  }

  @Override
  protected BigDecimal largest(Proposal proposal, BigDecimal most) {
    return exposure(proposal).roomWithin(most, proposal.order().side());
  }
}
