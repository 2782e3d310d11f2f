package com.alphapulse.riskbudget.budget;

/**
 * What a portfolio has earned since its first bar, beside its shadow under the static allocation
 * (see {@link StaticShadow}). Returns and drawdowns are fractions; volatilities are annualised.
 *
 * @param bars returns that it covers
 * @param totalReturn growth of equity with deposits and withdrawals taken out
 * @param sharpe mean return divided by volatility, annualised; 0 while the volatility is 0
 * @param drawdown fall from the peak now
 * @param budgetUtilization mean over the bars of gross exposure divided by leverage limit times
 *     equity; bars whose budget allowed nothing are not counted
 */
public record Performance(
    long bars,
    double totalReturn,
    double volatility,
    double sharpe,
    double drawdown,
    double maxDrawdown,
    double budgetUtilization,
    double staticTotalReturn,
    double staticVolatility,
    double staticSharpe,
    double staticDrawdown,
    double staticMaxDrawdown) {}
