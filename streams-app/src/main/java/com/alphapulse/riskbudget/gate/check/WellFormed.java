package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Lots;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.Optional;

/** Identifiers, quantity, lot, price and tick make sense. */
public final class WellFormed implements Check {
  /** Largest quantity and price: beyond it, products no longer fit the wire format. */
  public static final BigDecimal MAX_MAGNITUDE = BigDecimal.TEN.pow(14);

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Order order = proposal.order();
    identifier("order", order.orderId(), order, findings);
    identifier("portfolio", order.portfolioId(), order, findings);
    identifier("strategy", order.strategyId(), order, findings);
    identifier("symbol", order.symbol(), order, findings);
    quantity(proposal, findings);
    price(proposal, findings);
  }

  private static void identifier(String what, String identifier, Order order, Findings findings) {
    if (!Identifiers.isUsable(identifier)) {
      findings.block(
          RejectReason.BAD_IDENTIFIER,
          Scope.ORDER,
          order.orderId(),
          Rule.ORDER,
          "the %s id is empty, too long or holds a control character".formatted(what));
    }
  }

  private static void quantity(Proposal proposal, Findings findings) {
    BigDecimal quantity = proposal.quantity();
    String orderId = proposal.order().orderId();
    if (quantity.signum() <= 0 || quantity.compareTo(MAX_MAGNITUDE) > 0) {
      findings.block(
          RejectReason.BAD_QUANTITY,
          Scope.ORDER,
          orderId,
          Rule.ORDER,
          "the quantity must be above 0 and at most " + MAX_MAGNITUDE.toPlainString(),
          Optional.of(quantity),
          Optional.empty());
      return;
    }
    BigDecimal lot = Lots.size(proposal);
    // Without a mark the lot is not known, and only orders that cut risk can pass anyway. What is
    // left of a position can be closed whole, although it is no whole number of lots.
    if (proposal.mark().isPresent() && !Lots.isWhole(quantity, lot) && !proposal.closes()) {
      findings.limit(
          RejectReason.NOT_A_LOT,
          Scope.ORDER,
          orderId,
          quantity,
          new Limit<>(lot, Rule.REFERENCE_DATA),
          Lots.down(quantity, proposal));
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
          order.orderId(),
          Rule.ORDER,
          order.limit()
              ? "a limit order needs a limit price above 0"
              : "a market order has no limit price",
          price,
          Optional.empty());
      return;
    }
    BigDecimal tick =
        proposal
            .mark()
            .map(m -> m.instrument().tickSize())
            .orElse(InstrumentSpec.DEFAULT_TICK_SIZE);
    if (price.isPresent() && !Lots.isWhole(price.get(), tick)) {
      findings.block(
          RejectReason.NOT_A_TICK,
          Scope.ORDER,
          order.orderId(),
          Rule.REFERENCE_DATA,
          "the limit price is not a multiple of the tick size",
          price,
          Optional.of(tick));
    }
  }
}
