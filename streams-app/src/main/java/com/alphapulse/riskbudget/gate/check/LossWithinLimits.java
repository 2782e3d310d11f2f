package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.LossWatch;
import java.util.List;
import java.util.Optional;

/** No loss limit was reached since an operator last resumed. */
public final class LossWithinLimits implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<LossWatch.Breach> breach = proposal.ledger().lossWatch().breach();
    if (breach.isPresent()) {
      findings.block(
          RejectReason.LOSS_LIMIT,
          Scope.PORTFOLIO,
          figure(breach.get()),
          "equity had fallen %s by more than is allowed".formatted(since(breach.get())));
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(
        proposal
            .ledger()
            .lossWatch()
            .breach()
            .map(LossWithinLimits::figure)
            .orElse(Figure.fact("no loss limit reached")));
  }

  private static Figure figure(LossWatch.Breach breach) {
    return Figure.atMost(
        "lost " + since(breach),
        breach.loss(),
        Optional.of(new Limit<>(breach.limit(), Rule.HARD_LIMIT)),
        Figure.Unit.FRACTION);
  }

  private static String since(LossWatch.Breach breach) {
    return switch (breach.base()) {
      case DAY_START -> "since the start of the day";
      case PEAK -> "from the peak";
    };
  }
}
