package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** There is equity to carry the risk. */
public final class EquityAboveZero implements Check {
  private static final Optional<Limit<BigDecimal>> ZERO =
      Optional.of(new Limit<>(BigDecimal.ZERO, Rule.CONFIGURATION));

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<BigDecimal> equity = proposal.equity();
    // Unknown equity is what MarksFresh or HeldInBaseCurrency reports.
    if (equity.isPresent() && equity.get().signum() <= 0) {
      findings.block(
          RejectReason.NO_EQUITY, Scope.PORTFOLIO, figure(proposal), "equity must be above 0");
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(
        proposal.equity().isPresent() ? figure(proposal) : Figure.fact("equity unknown"));
  }

  private static Figure figure(Proposal proposal) {
    return new Figure("equity", proposal.equity(), Figure.Relation.ABOVE, ZERO, Figure.Unit.MONEY);
  }
}
