package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;

/** The trading state and the order's own reduce-only flag allow risk to grow. */
public final class MayIncrease implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    TradingOverrides.State state = proposal.tradingState();
    if (state.state() == TradingState.REDUCE_ONLY) {
      TradingStates.block(RejectReason.REDUCE_ONLY, proposal, state, findings);
    }
    if (proposal.order().reduceOnly()) {
      findings.limit(
          RejectReason.NOT_REDUCING,
          Scope.ORDER,
          proposal.order().orderId(),
          proposal.quantity(),
          new Limit<>(proposal.reducible(), Rule.ORDER),
          proposal.reducible());
    }
  }
}
