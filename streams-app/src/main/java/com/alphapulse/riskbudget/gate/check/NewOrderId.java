package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;

/**
 * The order id is not that of an order known already. A resent intent gets its decision again and
 * does not come here; a second order under the same id would take over the first one's reservation
 * and execution ids.
 */
public final class NewOrderId implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    String orderId = proposal.order().orderId();
    if (proposal.ledger().knows(orderId)) {
      findings.block(
          RejectReason.DUPLICATE_ORDER,
          Scope.ORDER,
          orderId,
          Rule.ORDER,
          "an order of this id is known already");
    }
  }
}
