package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.limits.Limits;
import java.util.List;
import java.util.Optional;

/** A budget covers portfolio, strategy and symbol, and is young enough. */
public final class BudgetFresh implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<Limits> budget = proposal.ledger().limits();
    if (budget.isEmpty()) {
      missing(findings, Scope.PORTFOLIO, proposal.order().portfolioId());
      return;
    }
    if (proposal.line().limits().exposure().isEmpty()) {
      missing(findings, Scope.STRATEGY, proposal.order().strategyId());
    }
    if (proposal.line().limits().position().isEmpty()) {
      missing(findings, Scope.SYMBOL, proposal.order().symbol());
    }
    long age = proposal.age(budget.get().asOf());
    long limit = limit(proposal);
    if (age > limit) {
      findings.block(
          RejectReason.STALE_BUDGET,
          Scope.PORTFOLIO,
          Figure.age("", age, limit),
          "version %d is %d ms old; at most %d ms are allowed"
              .formatted(budget.get().version(), age, limit));
    }
  }

  private static void missing(Findings findings, Scope scope, String scopeId) {
    findings.block(RejectReason.NO_BUDGET, scope, Rule.BUDGET, "no budget covers " + scopeId);
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(
        proposal
            .ledger()
            .limits()
            .map(budget -> Figure.age("", proposal.age(budget.asOf()), limit(proposal)))
            .orElse(Figure.fact("no budget")));
  }

  private static long limit(Proposal proposal) {
    return proposal.settings().maxBudgetAge().toMillis();
  }
}
