/**
 * Static against dynamic on the same prices: the code that the market and the budget stage run,
 * driven day by day from a table of closing levels, and a portfolio that follows it. No Kafka, no
 * clock; the only randomness is the seeded bootstrap.
 */
package com.alphapulse.riskbudget.backtest;
