package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.limits.Limits;
import java.math.BigDecimal;
import java.util.Optional;

/** A budget covers portfolio, strategy and symbol, and is young enough. */
public final class BudgetFresh implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<Limits> limits = proposal.ledger().limits();
    if (limits.isEmpty()) {
      missing(findings, Scope.PORTFOLIO, proposal.order().portfolioId());
      return;
    }
    if (proposal.strategyLimit().isEmpty()) {
      missing(findings, Scope.STRATEGY, proposal.order().strategyId());
    }
    if (proposal.positionLimit().isEmpty()) {
      missing(findings, Scope.SYMBOL, proposal.order().symbol());
    }
    long age = proposal.age(limits.get().asOf());
    long limit = proposal.settings().maxBudgetAge().toMillis();
    if (age > limit) {
      findings.block(
          RejectReason.STALE_BUDGET,
          Scope.PORTFOLIO,
          proposal.order().portfolioId(),
          Rule.CONFIGURATION,
          "version %d is %d ms old; at most %d ms are allowed"
              .formatted(limits.get().version(), age, limit),
          Optional.of(BigDecimal.valueOf(age)),
          Optional.of(BigDecimal.valueOf(limit)));
    }
  }

  private static void missing(Findings findings, Scope scope, String scopeId) {
    findings.block(
        RejectReason.NO_BUDGET, scope, scopeId, Rule.BUDGET, "no budget covers " + scopeId);
  }
}
