package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.LossWatch;
import java.util.Optional;

/** No loss limit was reached since an operator last resumed. */
public final class LossWithinLimits implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<LossWatch.Breach> breach = proposal.ledger().lossWatch().breach();
    if (breach.isPresent()) {
      findings.block(
          RejectReason.LOSS_LIMIT,
          Scope.PORTFOLIO,
          proposal.order().portfolioId(),
          Rule.HARD_LIMIT,
          "equity had fallen %s by more than is allowed"
              .formatted(
                  switch (breach.get().base()) {
                    case DAY_START -> "since the start of the day";
                    case PEAK -> "from the peak";
                  }),
          Optional.of(breach.get().loss()),
          Optional.of(breach.get().limit()));
    }
  }
}
