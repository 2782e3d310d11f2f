package com.alphapulse.riskbudget.audit.outside.record;

/**
 * When a report was received: within a time, since the cursors do not tell which of the marks
 * between two decisions it came after.
 *
 * @param from the market's time at the earliest, milliseconds
 * @param to the same at the latest
 */
public record Receipt(long from, long to) {}
