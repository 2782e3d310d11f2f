/**
 * Risk budgets of a portfolio: allocation, volatility targeting, limits, triggers and performance.
 *
 * <p>Pure: driven by values only, without clock, randomness, files or network. {@link
 * com.alphapulse.riskbudget.budget.PortfolioBook} is the entry. Only finite numbers leave the
 * package; what cannot be computed is an alert, and the last budget stays in force.
 */
package com.alphapulse.riskbudget.budget;
