package com.alphapulse.riskbudget.audit.outside.record;

import com.alphapulse.riskbudget.avro.OrderIntent;
import java.math.BigDecimal;

/** An intent as a decision repeats it. */
public final class FittedIntent {

  private FittedIntent() {}

  /** Numbers that cannot be written are the largest there is, ids that are too long are cut. */
  public static OrderIntent of(OrderIntent intent) {
    BigDecimal price = intent.getLimitPrice();
    return new OrderIntent(
        Identifier.cut(intent.getOrderId()),
        Identifier.cut(intent.getPortfolioId()),
        Identifier.cut(intent.getStrategyId()),
        Identifier.cut(intent.getSymbol()),
        intent.getSide(),
        fitted(intent.getQuantity()),
        intent.getType(),
        price == null ? null : fitted(price),
        intent.getSizing(),
        intent.getReduceOnly(),
        intent.getTimeInForce(),
        intent.getSubmittedAt());
  }

  private static BigDecimal fitted(BigDecimal number) {
    return Rounding.fits(number) ? number : Rounding.down(number);
  }
}
