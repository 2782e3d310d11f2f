package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.InstrumentSpec;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * Latest prices of a market.
 *
 * @param sequence grows with every record of the market
 * @param asOf latest event time among the prices, milliseconds
 */
public record Marks(String market, long sequence, long asOf, Map<String, Mark> bySymbol) {

  /**
   * Latest price of one instrument.
   *
   * @param price above 0, in the instrument's currency
   * @param eventTime when it was observed, milliseconds
   * @param unitValue price times contract multiplier: notional of one unit
   */
  public record Mark(
      InstrumentSpec instrument, BigDecimal price, long eventTime, BigDecimal unitValue) {

    public static Mark of(InstrumentSpec instrument, BigDecimal price, long eventTime) {
      return new Mark(
          instrument, price, eventTime, price.multiply(instrument.contractMultiplier()));
    }
  }

  /** Sequence before the first record. */
  public static final long NONE = -1;

  public Marks {
    bySymbol = Map.copyOf(bySymbol);
  }

  /** A market of which no price is known. */
  public static Marks none(String market) {
    return new Marks(market, NONE, Long.MIN_VALUE, Map.of());
  }

  public Optional<Mark> of(String symbol) {
    return Optional.ofNullable(bySymbol.get(symbol));
  }
}
