package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.Optional;

/** The worst-case gross exposure of the portfolio against leverage limit times equity. */
public final class PortfolioLeverage implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<Limit<BigDecimal>> leverage = proposal.leverageLimit();
    Optional<BigDecimal> gross = proposal.grossExposure();
    Optional<BigDecimal> equity = proposal.equity();
    if (leverage.isEmpty() || gross.isEmpty() || equity.isEmpty() || proposal.mark().isEmpty()) {
      return; // BudgetFresh or MarksFresh reports it.
    }
    BigDecimal limit = leverage.get().value().multiply(equity.get()).max(BigDecimal.ZERO);
    ExposureLimit.examine(
        proposal,
        findings,
        RejectReason.PORTFOLIO_LEVERAGE,
        Scope.PORTFOLIO,
        proposal.order().portfolioId(),
        proposal.exposure(),
        gross.get(),
        proposal.mark().get(),
        new Limit<>(limit, leverage.get().source()));
  }
}
