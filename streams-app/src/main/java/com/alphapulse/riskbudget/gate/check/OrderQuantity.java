package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Limits;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;

/** The quantity of the order alone. */
public final class OrderQuantity implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    proposal
        .portfolio()
        .flatMap(p -> p.hardLimits().maxOrderQuantity())
        .filter(max -> proposal.quantity().compareTo(max) > 0)
        .ifPresent(
            max ->
                findings.limit(
                    RejectReason.ORDER_QUANTITY,
                    Scope.ORDER,
                    proposal.order().orderId(),
                    proposal.quantity(),
                    new Limits.Limit(max, Findings.HARD_LIMIT),
                    max));
  }
}
