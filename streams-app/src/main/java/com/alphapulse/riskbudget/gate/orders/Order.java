package com.alphapulse.riskbudget.gate.orders;

import com.alphapulse.riskbudget.domain.Side;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An order intent as the gate sees it. Any field may be nonsense: the checks say so.
 *
 * @param quantity units
 * @param limitPrice worst price of a limit order; empty for a market order
 * @param limit whether it is a limit order
 * @param reduceToFit whether the gate may cut it to the largest quantity that passes
 * @param reduceOnly whether it may only reduce the position
 * @param submittedAt event time, milliseconds
 */
public record Order(
    String orderId,
    String portfolioId,
    String strategyId,
    String symbol,
    Side side,
    BigDecimal quantity,
    boolean limit,
    Optional<BigDecimal> limitPrice,
    boolean reduceToFit,
    boolean reduceOnly,
    long submittedAt) {}
