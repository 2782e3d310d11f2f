package com.alphapulse.riskbudget.budget.performance;

import java.util.OptionalDouble;

/**
 * What a portfolio has earned since its first bar, beside its shadow under the static allocation
 * (see {@link StaticShadow}). Returns and drawdowns are fractions; volatilities are annualised.
 *
 * @param bars returns that it covers
 * @param earned with deposits and withdrawals taken out
 * @param shadow of the static allocation
 * @param budgetUtilization mean over the bars of gross exposure divided by leverage limit times
 *     equity; bars whose budget allowed nothing are not counted
 * @param budgetUtilizationTail the same, exceeded by one bar in twenty; rounded up to a hundredth,
 *     and 2 where it is above
 * @param returnPerRisk annualised mean return divided by the mean forecast volatility of what was
 *     held, both over the bars before which there was a forecast; 0 while nothing was held
 * @param regimeResponseMillis mean event time from a regime's detection until the gross exposure
 *     was within that regime's leverage limit; a change that the next one overtook is not counted.
 *     Empty before the first change is answered
 * @param overridesPerYear overrides applied per year of event time since the first bar
 */
public record Performance(
    long bars,
    Returns earned,
    Returns shadow,
    double budgetUtilization,
    double budgetUtilizationTail,
    double returnPerRisk,
    OptionalDouble regimeResponseMillis,
    double overridesPerYear) {

  /**
   * Statistics of the returns of bars.
   *
   * @param total growth over all of them
   * @param sharpe mean return divided by volatility, annualised; 0 while the volatility is 0
   * @param drawdown fall from the peak now
   */
  public record Returns(
      double total, double volatility, double sharpe, double drawdown, double maxDrawdown) {}
}
