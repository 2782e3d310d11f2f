package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.limits.OrderRates;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

/** Orders do not come faster than the portfolio and the strategy may send them. */
public final class OrderRate implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    examine(
        Scope.PORTFOLIO,
        proposal.order().portfolioId(),
        proposal.portfolioRate(),
        proposal.portfolioRateTokens(),
        findings);
    examine(
        Scope.STRATEGY,
        proposal.order().strategyId(),
        proposal.strategyRate(),
        proposal.strategyRateTokens(),
        findings);
  }

  private static void examine(
      Scope scope,
      String scopeId,
      Optional<OrderRates.Limit> limit,
      OptionalDouble tokens,
      Findings findings) {
    if (limit.isEmpty() || tokens.getAsDouble() >= 1) {
      return;
    }
    double atOnce = limit.get().atOnce();
    findings.block(
        RejectReason.ORDER_RATE,
        scope,
        scopeId,
        limit.get().source(),
        "%s orders a second are allowed, %s at once; %.3f are left"
            .formatted(limit.get().perSecond(), atOnce, tokens.getAsDouble()),
        Optional.of(BigDecimal.valueOf(atOnce - tokens.getAsDouble() + 1)),
        Optional.of(BigDecimal.valueOf(atOnce)));
  }
}
