package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.Optional;

/** The intent is young enough to be decided; older ones may have been decided and forgotten. */
public final class IntentFresh implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    long age = proposal.age(proposal.order().submittedAt());
    long limit = proposal.settings().maxIntentAge().toMillis();
    if (age > limit) {
      findings.block(
          RejectReason.STALE_INTENT,
          Scope.ORDER,
          proposal.order().orderId(),
          Rule.CONFIGURATION,
          "submitted %d ms ago; at most %d ms are allowed".formatted(age, limit),
          Optional.of(BigDecimal.valueOf(age)),
          Optional.of(BigDecimal.valueOf(limit)));
    }
  }
}
