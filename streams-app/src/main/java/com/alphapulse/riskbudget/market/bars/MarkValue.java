package com.alphapulse.riskbudget.market.bars;

import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.Touch;
import java.math.BigDecimal;

/**
 * Latest confirmed price of one instrument.
 *
 * @param price in the instrument's currency, above 0
 * @param touch bid and ask of the tick that made the price
 * @param eventTime when the price was observed, milliseconds
 * @param calendar name of the calendar of its sessions; empty where it has none
 */
public record MarkValue(
    InstrumentSpec instrument, BigDecimal price, Touch touch, long eventTime, String calendar) {

  /** A price of an instrument without a calendar. */
  public MarkValue(InstrumentSpec instrument, BigDecimal price, Touch touch, long eventTime) {
    this(instrument, price, touch, eventTime, "");
  }
}
