package com.alphapulse.riskbudget.domain;

import java.math.BigDecimal;

/**
 * Latest price of an instrument, whether or not there is a risk model of it.
 *
 * @param price above 0, in the instrument's currency
 */
public record MarkedPrice(InstrumentSpec instrument, BigDecimal price) {}
