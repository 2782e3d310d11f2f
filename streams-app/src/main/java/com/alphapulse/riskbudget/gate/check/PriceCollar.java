package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
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
    if (!applies(proposal)) {
      return; // WellFormed or MarksFresh reports it; without a mark, risk can still be cut.
    }
    BigDecimal reference = reference(proposal);
    Limit<BigDecimal> limit = proposal.limits().priceDeviation();
    if (distance(proposal).compareTo(limit.value().multiply(reference)) > 0) {
      findings.block(
          RejectReason.PRICE_COLLAR,
          Scope.ORDER,
          figure(proposal),
          "the limit price %s is too far from the %s"
              .formatted(
                  proposal.order().limitPrice().orElseThrow().toPlainString(), named(proposal)));
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return applies(proposal)
        ? List.of(figure(proposal), Figure.fact("measured from the " + named(proposal)))
        : List.of(Figure.fact("no limit price, or no mark that is young enough"));
  }

  private static Figure figure(Proposal proposal) {
    return Figure.atMost(
        "",
        distance(proposal).divide(reference(proposal), 8, RoundingMode.UP),
        Optional.of(proposal.limits().priceDeviation()),
        Figure.Unit.FRACTION);
  }

  private static boolean applies(Proposal proposal) {
    Optional<BigDecimal> price = proposal.order().limitPrice();
    Optional<Marks.Mark> mark = proposal.mark();
    return price.isPresent()
        && price.get().signum() > 0
        && mark.isPresent()
        && MarksFresh.isFreshToTrade(mark.get(), proposal);
  }

  private static BigDecimal reference(Proposal proposal) {
    return proposal.mark().orElseThrow().reference(proposal.order().side());
  }

  /** By how much the limit price costs more than the reference; below 0 where it saves. */
  private static BigDecimal distance(Proposal proposal) {
    BigDecimal price = proposal.order().limitPrice().orElseThrow();
    return proposal.order().side() == Side.BUY
        ? price.subtract(reference(proposal))
        : reference(proposal).subtract(price);
  }

  private static String named(Proposal proposal) {
    BigDecimal reference = reference(proposal);
    boolean isMark = reference.compareTo(proposal.mark().orElseThrow().price()) == 0;
    String name = isMark ? "mark" : proposal.order().side() == Side.BUY ? "ask" : "bid";
    return name + " " + reference.toPlainString();
  }
}
