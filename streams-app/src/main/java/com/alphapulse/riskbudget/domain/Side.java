package com.alphapulse.riskbudget.domain;

import java.math.BigDecimal;

/** Direction of an order or a fill. */
public enum Side {
  BUY,
  SELL;

  /** The change of a position that a fill of {@code quantity} makes. */
  public BigDecimal signed(BigDecimal quantity) {
    return this == BUY ? quantity : quantity.negate();
  }
}
