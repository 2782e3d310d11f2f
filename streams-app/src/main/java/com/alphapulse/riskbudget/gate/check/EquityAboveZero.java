package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.Optional;

/** There is equity to carry the risk. */
public final class EquityAboveZero implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<BigDecimal> equity = proposal.equity();
    // Unknown equity is the missing mark that MarksFresh reports.
    if (equity.isPresent() && equity.get().signum() <= 0) {
      findings.block(
          RejectReason.NO_EQUITY,
          Scope.PORTFOLIO,
          proposal.order().portfolioId(),
          Rule.CONFIGURATION,
          "equity must be above 0",
          equity,
          Optional.of(BigDecimal.ZERO));
    }
  }
}
