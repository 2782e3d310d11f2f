package com.alphapulse.riskbudget.gate.ledger;

import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.Touch;
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
   * @param touch bid and ask beside it
   * @param eventTime when it was observed, milliseconds
   * @param unitValue price times contract multiplier: notional of one unit
   * @param calendar name of the calendar of its sessions; empty where it has none
   */
  public record Mark(
      InstrumentSpec instrument,
      BigDecimal price,
      Touch touch,
      long eventTime,
      BigDecimal unitValue,
      String calendar) {

    /** A price without bid and ask. */
    public static Mark of(InstrumentSpec instrument, BigDecimal price, long eventTime) {
      return of(instrument, price, Touch.NONE, eventTime);
    }

    /** A price with what is known of bid and ask. */
    public static Mark of(
        InstrumentSpec instrument, BigDecimal price, Touch touch, long eventTime) {
      return of(instrument, price, touch, eventTime, "");
    }

    /** A price with what is known of bid and ask, in the sessions of a calendar. */
    public static Mark of(
        InstrumentSpec instrument, BigDecimal price, Touch touch, long eventTime, String calendar) {
      return new Mark(
          instrument,
          price,
          touch,
          eventTime,
          price.multiply(instrument.contractMultiplier()),
          calendar);
    }

    /**
     * What a limit price on {@code side} is measured from: the price, or the ask where a buyer pays
     * more at once, or the bid where a seller gets less.
     */
    public BigDecimal reference(Side side) {
      return side == Side.BUY
          ? touch.ask().map(price::max).orElse(price)
          : touch.bid().map(price::min).orElse(price);
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
