package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.util.List;

/** The intent is young enough to be decided; older ones may have been decided and forgotten. */
public final class IntentFresh implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    long age = age(proposal);
    long limit = limit(proposal);
    if (age > limit) {
      findings.block(
          RejectReason.STALE_INTENT,
          Scope.ORDER,
          Figure.age("", age, limit),
          "submitted %d ms ago; at most %d ms are allowed".formatted(age, limit));
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(Figure.age("", age(proposal), limit(proposal)));
  }

  private static long age(Proposal proposal) {
    return proposal.age(proposal.order().submittedAt());
  }

  private static long limit(Proposal proposal) {
    return proposal.settings().maxIntentAge().toMillis();
  }
}
