/** Ticks to bars: believed or held, marks, and what is known of each instrument. */
package com.alphapulse.riskbudget.market.bars;
