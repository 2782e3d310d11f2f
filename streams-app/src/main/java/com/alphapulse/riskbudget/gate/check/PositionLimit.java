package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The worst-case position of the symbol in the portfolio, in units. An order that only cuts it
 * passes, also where the limit was cut below what is held.
 */
public final class PositionLimit implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<Limit<BigDecimal>> limit = proposal.positionLimit();
    if (limit.isEmpty()) {
      return; // BudgetFresh reports it.
    }
    BigDecimal worst = proposal.exposure().worstWith(proposal.side(), proposal.quantity());
    if (worst.compareTo(limit.get().value()) <= 0) {
      return;
    }
    BigDecimal cuttable = proposal.exposure().reducible(proposal.side());
    if (proposal.quantity().compareTo(cuttable) > 0) {
      findings.limit(
          RejectReason.POSITION_LIMIT,
          Scope.SYMBOL,
          proposal.order().symbol(),
          worst,
          limit.get(),
          proposal.exposure().roomWithin(limit.get().value(), proposal.side()).max(cuttable));
    }
  }
}
