package com.alphapulse.riskbudget.gate.ledger;

import com.alphapulse.riskbudget.domain.Side;
import java.math.BigDecimal;

/**
 * Position and reservations of one symbol, in units. Buys and sells pend separately, because either
 * may fill without the other.
 */
public final class Exposure {
  private BigDecimal position = BigDecimal.ZERO;
  private BigDecimal pendingBuys = BigDecimal.ZERO;
  private BigDecimal pendingSells = BigDecimal.ZERO;

  /** Follow from the three above. */
  private BigDecimal buyExtreme = BigDecimal.ZERO;

  private BigDecimal sellExtreme = BigDecimal.ZERO;
  private BigDecimal worst = BigDecimal.ZERO;

  public BigDecimal position() {
    return position;
  }

  public BigDecimal pendingBuys() {
    return pendingBuys;
  }

  public BigDecimal pendingSells() {
    return pendingSells;
  }

  /** Largest absolute position that any mix of fills of the pending orders can lead to. */
  public BigDecimal worst() {
    return worst;
  }

  /** Worst case once {@code quantity} more pends on {@code side}. */
  public BigDecimal worstWith(Side side, BigDecimal quantity) {
    return extreme(side).add(side.signed(quantity)).abs().max(extreme(opposite(side)).abs());
  }

  /**
   * Largest quantity on {@code side} that neither raises the worst case nor can flip the position,
   * whatever else that pends on that side fills.
   */
  public BigDecimal reducible(Side side) {
    BigDecimal extreme = extreme(side);
    if (side == Side.SELL) {
      return extreme.signum() > 0 ? extreme : BigDecimal.ZERO;
    }
    return extreme.signum() < 0 ? extreme.negate() : BigDecimal.ZERO;
  }

  /**
   * Largest quantity on {@code side} that keeps the worst case at or below {@code limit}, 0 if
   * there is none.
   */
  public BigDecimal roomWithin(BigDecimal limit, Side side) {
    if (extreme(opposite(side)).abs().compareTo(limit) > 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal extreme = extreme(side);
    return (side == Side.BUY ? limit.subtract(extreme) : limit.add(extreme)).max(BigDecimal.ZERO);
  }

  /** Whether nothing is held and nothing pends. */
  public boolean isFlat() {
    return position.signum() == 0 && pendingBuys.signum() == 0 && pendingSells.signum() == 0;
  }

  void move(BigDecimal signedQuantity) {
    position = position.add(signedQuantity);
    derive();
  }

  void reserve(Side side, BigDecimal quantity) {
    if (side == Side.BUY) {
      pendingBuys = pendingBuys.add(quantity);
    } else {
      pendingSells = pendingSells.add(quantity);
    }
    if (pendingBuys.signum() < 0 || pendingSells.signum() < 0) {
      throw new IllegalStateException("a reservation became negative: " + this);
    }
    derive();
  }

  void release(Side side, BigDecimal quantity) {
    reserve(side, quantity.negate());
  }

  /** Position if all that pends on {@code side} fills and nothing on the other. */
  public BigDecimal extreme(Side side) {
    return side == Side.BUY ? buyExtreme : sellExtreme;
  }

  private void derive() {
    buyExtreme = position.add(pendingBuys);
    sellExtreme = position.subtract(pendingSells);
    worst = buyExtreme.abs().max(sellExtreme.abs());
  }

  private static Side opposite(Side side) {
    return side == Side.BUY ? Side.SELL : Side.BUY;
  }

  @Override
  public String toString() {
    return "position %s, pending buys %s, pending sells %s"
        .formatted(position, pendingBuys, pendingSells);
  }
}
