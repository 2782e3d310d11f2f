package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;

/** The definition of the portfolio was not withdrawn. */
public final class PortfolioOpen implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    if (proposal.ledger().isClosed()) {
      findings.block(
          RejectReason.PORTFOLIO_CLOSED,
          Scope.PORTFOLIO,
          proposal.order().portfolioId(),
          Rule.CONFIGURATION,
          "the portfolio's definition was withdrawn");
    }
  }
}
