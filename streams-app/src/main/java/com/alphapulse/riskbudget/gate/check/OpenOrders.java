package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The portfolio may have one more open order. */
public final class OpenOrders implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<Limit<BigDecimal>> max = proposal.limits().openOrders();
    if (max.isPresent() && after(proposal) > max.get().value().intValue()) {
      findings.block(
          RejectReason.OPEN_ORDERS,
          Scope.PORTFOLIO,
          figure(proposal),
          "it would be open order number %d of at most %s"
              .formatted(after(proposal), max.get().value()));
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(figure(proposal));
  }

  private static Figure figure(Proposal proposal) {
    BigDecimal after = BigDecimal.valueOf(after(proposal));
    return Figure.atMost("", after, proposal.limits().openOrders(), Figure.Unit.ORDERS);
  }

  private static int after(Proposal proposal) {
    return proposal.ledger().orders().open().size() + 1;
  }
}
