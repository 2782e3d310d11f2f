package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;

/** No override halts trading in a scope of the order. */
public final class NotHalted implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    TradingOverrides.State state = proposal.tradingState();
    if (state.state() == TradingState.HALTED) {
      TradingStates.block(RejectReason.HALTED, proposal, state, findings);
    }
  }
}
