/**
 * The market stage: bars on event time, an exponentially weighted risk model, and the regime.
 * {@link com.alphapulse.riskbudget.market.MarketModel} is the one entry point.
 *
 * <p>Pure: what comes out depends only on the ticks, instruments and regime signals that went in,
 * and on their order. Logarithms and powers come from {@link StrictMath}, so that a replay on
 * another machine gives the same bits.
 */
package com.alphapulse.riskbudget.market;
