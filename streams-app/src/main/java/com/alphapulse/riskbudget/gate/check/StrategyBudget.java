package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.Optional;

/** The worst-case exposure of the strategy against its budget. */
public final class StrategyBudget implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    String strategyId = proposal.order().strategyId();
    Optional<Limit<BigDecimal>> limit = proposal.strategyLimit();
    Optional<BigDecimal> gross = proposal.strategyGrossExposure();
    if (limit.isEmpty() || gross.isEmpty() || proposal.mark().isEmpty()) {
      return; // BudgetFresh or MarksFresh reports it.
    }
    ExposureLimit.examine(
        proposal,
        findings,
        RejectReason.STRATEGY_BUDGET,
        Scope.STRATEGY,
        strategyId,
        proposal.strategyExposure(),
        gross.get(),
        proposal.mark().get(),
        limit.get());
  }
}
