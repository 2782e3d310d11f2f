package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.util.List;

/**
 * The intent is not from the future: a sender whose clock is ahead is told so. Its time moves
 * nothing else, so that it makes no price or budget look old.
 */
public final class IntentNotAhead implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    long lead = lead(proposal);
    long limit = limit(proposal);
    if (lead > limit) {
      findings.block(
          RejectReason.CLOCK_AHEAD,
          Scope.ORDER,
          Figure.lead(lead, limit),
          "submitted %d ms ahead of the market's clock; at most %d ms are allowed"
              .formatted(lead, limit));
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(Figure.lead(lead(proposal), limit(proposal)));
  }

  private static long lead(Proposal proposal) {
    return -proposal.age(proposal.order().submittedAt());
  }

  private static long limit(Proposal proposal) {
    return proposal.settings().maxClockLead().toMillis();
  }
}
