package com.alphapulse.riskbudget.domain;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Limits of a portfolio that no budget and no regime may exceed. An empty one does not bind.
 *
 * @param maxLeverage gross exposure divided by equity
 * @param maxOrderNotional in base currency
 * @param maxOrderQuantity in units
 * @param maxSymbolWeight worst-case exposure of one symbol divided by equity
 * @param maxOpenOrders orders open at the same time
 * @param maxDailyLoss loss since the start of the day divided by the equity then
 * @param maxDrawdown fall of equity from its peak, as a fraction
 * @param maxOrderRate orders a second that it may send over time
 * @param maxPriceDeviation distance of a limit price from the mark, as a fraction of the mark, on
 *     the side that costs money
 * @param positionLimits largest absolute position by symbol, in units
 */
public record HardLimits(
    OptionalDouble maxLeverage,
    Optional<BigDecimal> maxOrderNotional,
    Optional<BigDecimal> maxOrderQuantity,
    OptionalDouble maxSymbolWeight,
    OptionalInt maxOpenOrders,
    OptionalDouble maxDailyLoss,
    OptionalDouble maxDrawdown,
    OptionalDouble maxOrderRate,
    OptionalDouble maxPriceDeviation,
    Map<String, BigDecimal> positionLimits) {

  /** No hard limit at all. */
  public static final HardLimits NONE =
      new HardLimits(
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Map.of());

  public HardLimits {
    positionLimits = Map.copyOf(positionLimits);
  }
}
