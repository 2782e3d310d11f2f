package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;

/**
 * The worst-case position of the symbol in the portfolio, in units. An order that only cuts it
 * passes, also where the limit was cut below what is held.
 */
public final class PositionLimit implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    proposal
        .positionLimit()
        .ifPresent(
            limit -> {
              var worst = proposal.exposure().worstWith(proposal.side(), proposal.quantity());
              var cuttable = proposal.exposure().reducible(proposal.side());
              if (worst.compareTo(limit.value()) > 0
                  && proposal.quantity().compareTo(cuttable) > 0) {
                findings.limit(
                    RejectReason.POSITION_LIMIT,
                    Scope.SYMBOL,
                    proposal.order().symbol(),
                    worst,
                    limit,
                    proposal.exposure().roomWithin(limit.value(), proposal.side()).max(cuttable));
              }
            });
  }
}
