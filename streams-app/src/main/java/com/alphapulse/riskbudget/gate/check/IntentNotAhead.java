package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The intent is not from the future: a sender whose clock is ahead is told so. Its time moves
 * nothing else, so that it makes no price or budget look old.
 */
public final class IntentNotAhead implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    long lead = -proposal.age(proposal.order().submittedAt());
    long limit = proposal.settings().maxClockLead().toMillis();
    if (lead > limit) {
      findings.block(
          RejectReason.CLOCK_AHEAD,
          Scope.ORDER,
          proposal.order().orderId(),
          Rule.CONFIGURATION,
          "submitted %d ms ahead of the market's clock; at most %d ms are allowed"
              .formatted(lead, limit),
          Optional.of(BigDecimal.valueOf(lead)),
          Optional.of(BigDecimal.valueOf(limit)));
    }
  }
}
