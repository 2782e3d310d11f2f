package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;

/** The quantity of the order alone. */
public final class OrderQuantity implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    proposal
        .orderQuantityLimit()
        .filter(limit -> proposal.quantity().compareTo(limit.value()) > 0)
        .ifPresent(
            limit ->
                findings.limit(
                    RejectReason.ORDER_QUANTITY,
                    Scope.ORDER,
                    proposal.order().orderId(),
                    proposal.quantity(),
                    limit,
                    limit.value()));
  }
}
