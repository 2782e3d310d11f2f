package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/** The portfolio may have one more open order. */
public final class OpenOrders implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    OptionalInt max = proposal.openOrdersLimit();
    int after = proposal.ledger().openOrders().size() + 1;
    if (max.isPresent() && after > max.getAsInt()) {
      findings.block(
          RejectReason.OPEN_ORDERS,
          Scope.PORTFOLIO,
          proposal.order().portfolioId(),
          Rule.HARD_LIMIT,
          "it would be open order number %d of at most %d".formatted(after, max.getAsInt()),
          Optional.of(BigDecimal.valueOf(after)),
          Optional.of(BigDecimal.valueOf(max.getAsInt())));
    }
  }
}
