package com.alphapulse.riskbudget.audit.outside.record;

import com.alphapulse.riskbudget.avro.Side;
import java.math.BigDecimal;

/** Position and reservations in units. */
public record Holding(BigDecimal position, BigDecimal buys, BigDecimal sells) {
  public static final Holding NONE = new Holding(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  public Holding plus(Holding other) {
    return new Holding(position.add(other.position), buys.add(other.buys), sells.add(other.sells));
  }

  public Holding plusPending(Side side, BigDecimal quantity) {
    return side == Side.BUY
        ? new Holding(position, buys.add(quantity), sells)
        : new Holding(position, buys, sells.add(quantity));
  }

  public Holding plusPosition(BigDecimal quantity) {
    return new Holding(position.add(quantity), buys, sells);
  }

  /** Whether a quantity on a side brings it nearer to zero and not beyond, whatever else fills. */
  public boolean isCutBy(Side side, BigDecimal quantity) {
    return quantity.signum() <= 0
        || (side == Side.BUY
            ? ifAllFills(Side.BUY).add(quantity).signum() <= 0
            : ifAllFills(Side.SELL).subtract(quantity).signum() >= 0);
  }

  /** Position once all that pends on a side has filled. */
  public BigDecimal ifAllFills(Side side) {
    return side == Side.BUY ? position.add(buys) : position.subtract(sells);
  }

  /** Largest absolute position that can come of it. */
  public BigDecimal worst() {
    return ifAllFills(Side.BUY).abs().max(ifAllFills(Side.SELL).abs());
  }

  /** The same with its sign; the buys' where both sides go as far. */
  public BigDecimal worstSigned() {
    BigDecimal bought = ifAllFills(Side.BUY);
    BigDecimal sold = ifAllFills(Side.SELL);
    return bought.abs().compareTo(sold.abs()) >= 0 ? bought : sold;
  }

  public boolean isFlat() {
    return position.signum() == 0 && buys.signum() == 0 && sells.signum() == 0;
  }
}
