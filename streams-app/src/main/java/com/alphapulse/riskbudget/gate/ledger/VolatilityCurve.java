package com.alphapulse.riskbudget.gate.ledger;

/**
 * Volatility of a portfolio as a function of an order's quantity {@code q}. With {@code y} the
 * order's instrument, all that pends on the order's side filled, and {@code z = y + perUnit q}:
 *
 * <pre>variance(q) = others + 2 cross z + z²</pre>
 *
 * @param others variance of the other instruments, in base currency squared
 * @param cross sum over the other instruments of correlation times exposure times volatility
 * @param start the instrument's exposure times volatility before the order
 * @param perUnit by how much one unit changes it; below 0 for a sell
 * @param equity above 0, in base currency
 */
public record VolatilityCurve(
    double others, double cross, double start, double perUnit, double equity) {

  /** Annualised volatility once the quantity has filled, as a fraction of equity. */
  public double at(double quantity) {
    return Math.sqrt(variance(quantity)) / equity;
  }

  /** Whether a quantity stays within a limit on volatility, or does not raise the volatility. */
  public boolean isWithin(double limit, double quantity) {
    double variance = variance(quantity);
    return Double.isFinite(variance) && variance <= allowed(limit);
  }

  /**
   * The largest quantity within a limit, up to rounding: the larger root of the quadratic. The
   * curve is convex and 0 is always within, so that every smaller quantity is within too.
   */
  public double largestWithin(double limit) {
    double slope = Math.signum(perUnit) * (cross + start);
    double room = allowed(limit) - variance(0);
    double root = Math.sqrt(slope * slope + room);
    // The form of the root that does not subtract two numbers of nearly the same size.
    double largest = slope > 0 ? room / (slope + root) : root - slope;
    return largest / Math.abs(perUnit);
  }

  private double allowed(double limit) {
    double deviation = limit * equity;
    return Math.max(deviation * deviation, variance(0));
  }

  private double variance(double quantity) {
    double own = start + perUnit * quantity;
    return Math.max(0, others + own * (2 * cross + own));
  }
}
