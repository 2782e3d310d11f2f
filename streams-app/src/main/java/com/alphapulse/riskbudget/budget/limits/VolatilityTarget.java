package com.alphapulse.riskbudget.budget.limits;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import java.util.OptionalDouble;

/**
 * Leverage that aims at a target volatility: target divided by forecast, capped, and smoothed so
 * that noise in the forecast is not traded. Rises are always smoothed; cuts are made at once where
 * the case is urgent.
 */
public final class VolatilityTarget {

  private VolatilityTarget() {}

  /**
   * The leverage.
   *
   * @param forecast volatility of the allocated portfolio at leverage 1, annualised
   * @param target annualised
   * @param cap largest leverage
   * @param previous leverage in force; empty for the first, which is not smoothed
   * @param smoothing weight of the new value, 0 to 1
   * @param urgent whether a cut is made at once, and a rise not at all
   * @throws BudgetFailedException if the forecast is not finite or not above 0: no leverage follows
   *     from it, least of all 1
   */
  public static double leverage(
      double forecast,
      double target,
      double cap,
      OptionalDouble previous,
      double smoothing,
      boolean urgent)
      throws BudgetFailedException {
    if (!(forecast > 0 && forecast < Double.POSITIVE_INFINITY)) {
      throw new BudgetFailedException(
          BudgetFailedException.Reason.NO_RISK,
          "the forecast volatility is " + forecast + ", so that no leverage follows from it");
    }
    double wanted = Math.min(target / forecast, cap);
    if (previous.isEmpty()) {
      return wanted;
    }
    double last = previous.getAsDouble();
    double smoothed = last + smoothing * (wanted - last);
    return urgent ? Math.min(wanted, last) : Math.min(smoothed, cap);
  }
}
