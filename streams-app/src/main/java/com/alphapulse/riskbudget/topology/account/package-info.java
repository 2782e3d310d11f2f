/**
 * How the account of a portfolio, its orders and reports are kept in a store; gate and budget stage
 * keep them alike.
 */
package com.alphapulse.riskbudget.topology.account;
