package com.alphapulse.riskbudget.market.bars;

import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.Touch;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * A price of an instrument, as it arrived; it may still turn out to make no sense.
 *
 * @param price in the instrument's currency
 * @param touch bid and ask beside it, already sensible
 * @param eventTime when the price was observed, milliseconds
 */
public record Tick(
    String symbol, AssetClass assetClass, BigDecimal price, Touch touch, long eventTime) {

  /** A price without bid and ask. */
  public Tick(String symbol, AssetClass assetClass, BigDecimal price, long eventTime) {
    this(symbol, assetClass, price, Touch.NONE, eventTime);
  }

  /**
   * Any price is taken here; the model answers a bad one with an alert.
   *
   * @throws NullPointerException if a component is null
   */
  public Tick {
    Objects.requireNonNull(symbol, "symbol");
    Objects.requireNonNull(assetClass, "assetClass");
    Objects.requireNonNull(price, "price");
    Objects.requireNonNull(touch, "touch");
  }
}
