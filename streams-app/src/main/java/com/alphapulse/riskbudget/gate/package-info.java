/**
 * The order gate: ledger, checks and decision, as pure code.
 *
 * <p>{@link com.alphapulse.riskbudget.gate.Gate#decide} answers an order from a {@link
 * com.alphapulse.riskbudget.gate.ledger.PortfolioLedger}, the {@link
 * com.alphapulse.riskbudget.gate.ledger.Marks} of its market and the configuration. Nothing here
 * reads a clock or talks to Kafka, so a decision can be made again from its recorded inputs.
 */
package com.alphapulse.riskbudget.gate;
