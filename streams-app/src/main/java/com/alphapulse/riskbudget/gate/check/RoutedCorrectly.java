package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;

/** The record's key is the portfolio, so that this task is the one writer of its ledger. */
public final class RoutedCorrectly implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    String portfolioId = proposal.order().portfolioId();
    if (!proposal.routedTo().equals(java.util.Optional.of(portfolioId))) {
      findings.block(
          RejectReason.UNROUTABLE,
          Scope.ORDER,
          proposal.order().orderId(),
          Rule.ORDER,
          "the key is %s and the portfolio %s"
              .formatted(proposal.routedTo().orElse("missing"), portfolioId));
    }
  }
}
