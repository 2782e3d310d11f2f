package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.Side;
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

/**
 * The limit price is not too far from the mark on the side that costs money: a buy above it, a sell
 * below it. Where a quote beside the mark is still farther out, it is measured from there: a buy at
 * the ask of a line that is seldom traded is no slip. Holds for orders that cut risk as well, since
 * a slip of the finger costs the same there.
 */
public final class PriceCollar implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<BigDecimal> price = proposal.order().limitPrice().filter(p -> p.signum() > 0);
    Optional<Marks.Mark> mark =
        proposal
            .mark()
            .filter(
                m -> proposal.age(m.eventTime()) <= proposal.settings().maxMarkAge().toMillis());
    if (price.isEmpty() || mark.isEmpty()) {
      return; // WellFormed or MarksFresh reports it; without a mark, risk can still be cut.
    }
    BigDecimal reference = mark.get().reference(proposal.side());
    BigDecimal distance =
        proposal.side() == Side.BUY
            ? price.get().subtract(reference)
            : reference.subtract(price.get());
    Limit<BigDecimal> limit = proposal.priceDeviationLimit();
    if (distance.compareTo(limit.value().multiply(reference)) > 0) {
      findings.block(
          RejectReason.PRICE_COLLAR,
          Scope.ORDER,
          proposal.order().orderId(),
          limit.source(),
          "the limit price %s is too far from the %s %s"
              .formatted(
                  price.get().toPlainString(),
                  name(reference, mark.get(), proposal.side()),
                  reference.toPlainString()),
          Optional.of(distance.divide(reference, 8, RoundingMode.UP)),
          Optional.of(limit.value()));
    }
  }

  private static String name(BigDecimal reference, Marks.Mark mark, Side side) {
    if (reference.compareTo(mark.price()) == 0) {
      return "mark";
    }
    return side == Side.BUY ? "ask" : "bid";
  }
}
