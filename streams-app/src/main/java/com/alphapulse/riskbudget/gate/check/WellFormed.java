package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.Numbers;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Figure.Unit;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Lots;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Identifiers, quantity, lot, price and tick make sense. */
public final class WellFormed implements Check {
  /** Largest quantity and price: beyond it, products no longer fit the wire format. */
  public static final BigDecimal MAX_MAGNITUDE = BigDecimal.TEN.pow(14);

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Order order = proposal.order();
    identifier("order", order.orderId(), findings);
    identifier("portfolio", order.portfolioId(), findings);
    identifier("strategy", order.strategyId(), findings);
    identifier("symbol", order.symbol(), findings);
    quantity(proposal, findings);
    price(proposal, findings);
  }

  private static void identifier(String what, String identifier, Findings findings) {
    if (!Identifiers.isUsable(identifier)) {
      findings.block(
          RejectReason.BAD_IDENTIFIER,
          Scope.ORDER,
          Rule.ORDER,
          "the %s id is empty, too long or holds a character that does not show".formatted(what));
    }
  }

  private static void quantity(Proposal proposal, Findings findings) {
    BigDecimal quantity = proposal.quantity();
    if (quantity.signum() <= 0 || quantity.compareTo(MAX_MAGNITUDE) > 0) {
      findings.block(
          RejectReason.BAD_QUANTITY,
          Scope.ORDER,
          steps("quantity", quantity, Optional.empty(), Unit.UNITS),
          "the quantity must be above 0 and at most " + MAX_MAGNITUDE.toPlainString());
      return;
    }
    // Without a mark the lot is not known, and only orders that cut risk can pass anyway. What is
    // left of a position can be closed whole, although it is no whole number of lots.
    if (proposal.mark().isPresent()
        && !Lots.isWhole(quantity, Lots.size(proposal))
        && quantity.compareTo(proposal.reducible()) != 0) {
      findings.limit(
          RejectReason.NOT_A_LOT,
          Scope.ORDER,
          lots(proposal),
          Lots.down(quantity, proposal),
          "%s is not a multiple of the lot size %s"
              .formatted(Numbers.plain(quantity), Numbers.plain(Lots.size(proposal))));
    }
  }

  private static void price(Proposal proposal, Findings findings) {
    Order order = proposal.order();
    Optional<BigDecimal> price = order.limitPrice();
    boolean usable =
        order.limit()
            ? price.isPresent()
                && price.get().signum() > 0
                && price.get().compareTo(MAX_MAGNITUDE) <= 0
            : price.isEmpty();
    if (!usable) {
      findings.block(
          RejectReason.BAD_PRICE,
          Scope.ORDER,
          new Figure(
              "limit price", price, Figure.Relation.MULTIPLE_OF, Optional.empty(), Unit.PRICE),
          order.limit()
              ? "a limit order needs a limit price above 0"
              : "a market order has no limit price");
    } else if (price.isPresent() && !Lots.isWhole(price.get(), tick(proposal))) {
      findings.block(
          RejectReason.NOT_A_TICK,
          Scope.ORDER,
          ticks(price.get(), proposal),
          "the limit price %s is not a multiple of the tick size %s"
              .formatted(Numbers.plain(price.get()), Numbers.plain(tick(proposal))));
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    Figure quantity = lots(proposal);
    return proposal
        .order()
        .limitPrice()
        .map(price -> List.of(quantity, ticks(price, proposal)))
        .orElse(List.of(quantity));
  }

  private static Figure lots(Proposal proposal) {
    return steps(
        "quantity",
        proposal.quantity(),
        proposal.mark().map(mark -> mark.instrument().lotSize()),
        Unit.UNITS);
  }

  private static Figure ticks(BigDecimal price, Proposal proposal) {
    return steps("limit price", price, Optional.of(tick(proposal)), Unit.PRICE);
  }

  private static Figure steps(
      String subject, BigDecimal observed, Optional<BigDecimal> step, Unit unit) {
    return new Figure(
        subject,
        Optional.of(observed),
        Figure.Relation.MULTIPLE_OF,
        step.map(s -> new Limit<>(s, Rule.REFERENCE_DATA)),
        unit);
  }

  private static BigDecimal tick(Proposal proposal) {
    Optional<Marks.Mark> mark = proposal.mark();
    return mark.isPresent() ? mark.get().instrument().tickSize() : InstrumentSpec.DEFAULT_TICK_SIZE;
  }
}
