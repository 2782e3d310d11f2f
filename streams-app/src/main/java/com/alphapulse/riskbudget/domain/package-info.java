/**
 * The vocabulary that every other package shares: plain immutable values, without behaviour that
 * belongs to a stage and without any import from outside the JDK.
 *
 * <p>Prices, quantities and cash are exact ({@link java.math.BigDecimal}); volatilities, weights
 * and correlations are {@code double}; event times are milliseconds since the epoch.
 */
package com.alphapulse.riskbudget.domain;
