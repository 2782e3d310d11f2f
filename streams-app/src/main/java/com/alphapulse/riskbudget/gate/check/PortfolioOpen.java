package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.util.List;

/** The definition of the portfolio was not withdrawn. */
public final class PortfolioOpen implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    if (proposal.ledger().isClosed()) {
      findings.block(
          RejectReason.PORTFOLIO_CLOSED,
          Scope.PORTFOLIO,
          Rule.CONFIGURATION,
          "the portfolio's definition was withdrawn");
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(
        Figure.fact(
            proposal.ledger().isClosed() ? "definition withdrawn" : "definition not withdrawn"));
  }
}
