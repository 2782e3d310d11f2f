package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.orders.Order;

/**
 * Portfolio, strategy and symbol are known, and the symbol may be traded. What a strategy holds it
 * can always leave, also where the definition no longer names the strategy or the symbol, or
 * restricts it: a hand trade, or one of yesterday's definition, must not be locked in.
 */
public final class KnownAndPermitted implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Order order = proposal.order();
    if (proposal.portfolio().isEmpty()) {
      findings.block(
          RejectReason.UNKNOWN_PORTFOLIO,
          Scope.PORTFOLIO,
          order.portfolioId(),
          Rule.REFERENCE_DATA,
          "no definition of the portfolio is known");
      return;
    }
    if (proposal.isReducing()) {
      return;
    }
    if (proposal.strategy().isEmpty()) {
      findings.block(
          RejectReason.UNKNOWN_STRATEGY,
          Scope.STRATEGY,
          order.strategyId(),
          Rule.REFERENCE_DATA,
          "the portfolio has no such strategy");
    } else if (!proposal.isPermitted()) {
      findings.block(
          RejectReason.UNKNOWN_SYMBOL,
          Scope.SYMBOL,
          order.symbol(),
          Rule.REFERENCE_DATA,
          "the strategy may not trade the symbol");
    }
    if (proposal.isRestricted()) {
      findings.block(
          RejectReason.RESTRICTED_SYMBOL,
          Scope.SYMBOL,
          order.symbol(),
          Rule.REFERENCE_DATA,
          "the symbol is on the restricted list");
    }
  }
}
