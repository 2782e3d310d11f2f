package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.avro.Side;
import java.math.BigDecimal;

/** Position and reservations in units. */
public record Holding(BigDecimal position, BigDecimal buys, BigDecimal sells) {
  static final Holding NONE = new Holding(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  Holding plus(Holding other) {
    return new Holding(position.add(other.position), buys.add(other.buys), sells.add(other.sells));
  }

  Holding plusPending(Side side, BigDecimal quantity) {
    return side == Side.BUY
        ? new Holding(position, buys.add(quantity), sells)
        : new Holding(position, buys, sells.add(quantity));
  }

  Holding plusPosition(BigDecimal quantity) {
    return new Holding(position.add(quantity), buys, sells);
  }

  /** Whether a quantity on a side brings it nearer to zero and not beyond, whatever else fills. */
  boolean isCutBy(Side side, BigDecimal quantity) {
    return quantity.signum() <= 0
        || (side == Side.BUY
            ? ifAllFills(Side.BUY).add(quantity).signum() <= 0
            : ifAllFills(Side.SELL).subtract(quantity).signum() >= 0);
  }

  /** Position once all that pends on a side has filled. */
  BigDecimal ifAllFills(Side side) {
    return side == Side.BUY ? position.add(buys) : position.subtract(sells);
  }

  /** Largest absolute position that can come of it. */
  BigDecimal worst() {
    return ifAllFills(Side.BUY).abs().max(ifAllFills(Side.SELL).abs());
  }

  /** The same with its sign; the buys' where both sides go as far. */
  BigDecimal worstSigned() {
    BigDecimal bought = ifAllFills(Side.BUY);
    BigDecimal sold = ifAllFills(Side.SELL);
    return bought.abs().compareTo(sold.abs()) >= 0 ? bought : sold;
  }

  boolean isFlat() {
    return position.signum() == 0 && buys.signum() == 0 && sells.signum() == 0;
  }
}
