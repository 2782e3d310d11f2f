package com.alphapulse.riskbudget.domain;

/**
 * What a regime allows.
 *
 * @param equityAllocation share of capital in risk assets, 0 to 1
 * @param leverageLimit largest gross exposure divided by equity
 * @param volTarget target volatility, annualised, as a fraction
 * @param method how capital is spread
 */
public record RegimeParameters(
    double equityAllocation, double leverageLimit, double volTarget, AllocationMethod method) {}
