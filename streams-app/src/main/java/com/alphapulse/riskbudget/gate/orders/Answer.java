package com.alphapulse.riskbudget.gate.orders;

/**
 * What an order was answered, kept so that a resent one gets the same.
 *
 * @param forgetAt event time from which it may be forgotten, milliseconds
 * @param sequenceAfter of the ledger after the decision
 * @param encoded the decision, in whatever form it is handed out again
 */
public record Answer(
    String orderId, boolean approved, long forgetAt, long sequenceAfter, byte[] encoded) {}
