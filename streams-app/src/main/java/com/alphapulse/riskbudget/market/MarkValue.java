package com.alphapulse.riskbudget.market;

import com.alphapulse.riskbudget.domain.InstrumentSpec;
import java.math.BigDecimal;

/**
 * Latest confirmed price of one instrument.
 *
 * @param price in the instrument's currency, above 0
 * @param eventTime when the price was observed, milliseconds
 */
public record MarkValue(InstrumentSpec instrument, BigDecimal price, long eventTime) {}
