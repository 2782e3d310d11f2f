package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.util.List;

/**
 * The order id is not that of an order known already. A resent intent gets its decision again and
 * does not come here; a second order under the same id would take over the first one's reservation
 * and execution ids.
 */
public final class NewOrderId implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    if (proposal.ledger().knows(proposal.order().orderId())) {
      findings.block(
          RejectReason.DUPLICATE_ORDER,
          Scope.ORDER,
          Rule.ORDER,
          "an order of this id is known already");
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(Figure.fact("id " + proposal.order().orderId()));
  }
}
