package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.Optional;

/** The worst-case exposure of the symbol against equity. */
public final class Concentration implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<BigDecimal> max = proposal.symbolWeightLimit();
    if (max.isEmpty() || proposal.mark().isEmpty() || proposal.equity().isEmpty()) {
      return; // Nothing to hold it against, or MarksFresh reports it.
    }
    BigDecimal limit = max.get().multiply(proposal.equity().get());
    ExposureLimit.examine(
        proposal,
        findings,
        RejectReason.CONCENTRATION,
        Scope.SYMBOL,
        proposal.order().symbol(),
        proposal.exposure(),
        proposal.exposure().worst().multiply(proposal.mark().get().unitValue()),
        proposal.mark().get(),
        new Limit<>(limit.max(BigDecimal.ZERO), Rule.HARD_LIMIT));
  }
}
