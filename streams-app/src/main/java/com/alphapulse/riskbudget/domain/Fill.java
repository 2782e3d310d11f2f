package com.alphapulse.riskbudget.domain;

import java.math.BigDecimal;

/**
 * A fill of an order.
 *
 * @param quantity units; below 0 takes a fill back
 * @param price in the instrument's currency
 * @param fee in base currency
 * @param eventTime milliseconds
 */
public record Fill(
    String orderId,
    String strategyId,
    String symbol,
    Side side,
    BigDecimal quantity,
    BigDecimal price,
    BigDecimal fee,
    String execId,
    long eventTime) {}
