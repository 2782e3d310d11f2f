package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.Figure.Unit;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.check.base.SizeCheck;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** The notional of the order alone, at the mark or its limit price, whichever is more. */
public final class OrderNotional extends SizeCheck {

  public OrderNotional() {
    super(
        RejectReason.ORDER_NOTIONAL,
        Scope.ORDER,
        Unit.MONEY,
        p -> Optional.of(p.limits().orderNotional()));
  }

  /** MarksFresh reports the missing mark. */
  @Override
  protected boolean isKnown(Proposal proposal) {
    return proposal.mark().isPresent();
  }

  @Override
  protected BigDecimal size(Proposal proposal) {
    return proposal.quantity().multiply(unitValue(proposal));
  }

  @Override
  protected BigDecimal largest(Proposal proposal, BigDecimal most) {
    return most.divide(unitValue(proposal), 8, RoundingMode.DOWN);
  }

  private static BigDecimal unitValue(Proposal proposal) {
    Marks.Mark mark = proposal.mark().orElseThrow();
    Optional<BigDecimal> limitPrice = proposal.order().limitPrice();
    BigDecimal price = limitPrice.isPresent() ? limitPrice.get().max(mark.price()) : mark.price();
    return price.multiply(mark.instrument().contractMultiplier());
  }
}
