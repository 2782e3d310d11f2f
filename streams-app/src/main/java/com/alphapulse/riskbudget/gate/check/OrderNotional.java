package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** The notional of the order alone, at the mark or its limit price, whichever is more. */
public final class OrderNotional implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<Marks.Mark> mark = proposal.mark();
    if (mark.isEmpty()) {
      return; // MarksFresh reports it.
    }
    Limit<BigDecimal> limit = proposal.orderNotionalLimit();
    BigDecimal price =
        proposal
            .order()
            .limitPrice()
            .map(p -> p.max(mark.get().price()))
            .orElse(mark.get().price());
    BigDecimal unitValue = price.multiply(mark.get().instrument().contractMultiplier());
    BigDecimal notional = proposal.quantity().multiply(unitValue);
    if (notional.compareTo(limit.value()) > 0) {
      findings.limit(
          RejectReason.ORDER_NOTIONAL,
          Scope.ORDER,
          proposal.order().orderId(),
          notional,
          limit,
          limit.value().divide(unitValue, 8, RoundingMode.DOWN));
    }
  }
}
