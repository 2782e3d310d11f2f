/**
 * The one rule for what an execution report means, and what is kept of an order for it. The gate
 * and the budget stage fold the same reports by it, so that both have the same cash and positions;
 * the gate adds what orders reserve.
 *
 * <p>Quantities are in units and exact, times are milliseconds.
 */
package com.alphapulse.riskbudget.domain.account;
