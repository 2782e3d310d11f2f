package com.alphapulse.riskbudget.budget.solver;

/** Variance of exposures that change one by one, each at the cost of one row of the covariance. */
public final class Variance {
  private final double[][] covariance;
  private final boolean withoutSigns;
  private final double[] marginal;
  private double variance;

  /**
   * Takes in the first exposures.
   *
   * @param covariance n × n, annualised
   * @param exposures n values, in base currency, with sign
   * @param withoutSigns whether every covariance counts as above 0: no signs of the exposures then
   *     add up to more
   */
  public Variance(double[][] covariance, double[] exposures, boolean withoutSigns) {
    this.covariance = covariance;
    this.withoutSigns = withoutSigns;
    this.marginal = new double[exposures.length];
    for (int i = 0; i < exposures.length; i++) {
      if (exposures[i] != 0) {
        add(i, exposures[i]);
      }
    }
  }

  /** Adds to the exposure of one instrument. */
  public void add(int index, double change) {
    variance += change * (2 * marginal[index] + change * covariance[index][index]);
    for (int i = 0; i < marginal.length; i++) {
      double element = covariance[index][i];
      marginal[i] += change * (withoutSigns ? Math.abs(element) : element);
    }
  }

  /** Annualised volatility of the exposures, in base currency. */
  public double volatility() {
    return Math.sqrt(Math.max(0, variance));
  }
}
