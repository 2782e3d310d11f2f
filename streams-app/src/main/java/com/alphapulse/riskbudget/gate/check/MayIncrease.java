package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.Numbers;
import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.check.base.TradingStates;
import java.util.List;
import java.util.Optional;

/** The trading state and the order's own reduce-only flag allow risk to grow. */
public final class MayIncrease implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    if (TradingStates.is(TradingState.REDUCE_ONLY, proposal)) {
      TradingStates.block(RejectReason.REDUCE_ONLY, proposal, findings);
    }
    if (proposal.order().reduceOnly()) {
      findings.limit(
          RejectReason.NOT_REDUCING,
          Scope.ORDER,
          reduceOnly(proposal),
          proposal.reducible(),
          "a reduce-only order of %s, where at most %s only cuts risk"
              .formatted(Numbers.plain(proposal.quantity()), Numbers.plain(proposal.reducible())));
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    Figure state = TradingStates.figure(proposal);
    return proposal.order().reduceOnly() ? List.of(state, reduceOnly(proposal)) : List.of(state);
  }

  private static Figure reduceOnly(Proposal proposal) {
    return Figure.atMost(
        "reduce-only order",
        proposal.quantity(),
        Optional.of(new Limit<>(proposal.reducible(), Rule.ORDER)),
        Figure.Unit.UNITS);
  }
}
