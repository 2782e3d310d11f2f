package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.check.base.TradingStates;
import java.util.List;

/** No override halts trading in a scope of the order. */
public final class NotHalted implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    if (TradingStates.is(TradingState.HALTED, proposal)) {
      TradingStates.block(RejectReason.HALTED, proposal, findings);
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(TradingStates.figure(proposal));
  }
}
