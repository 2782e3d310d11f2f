package com.alphapulse.riskbudget.market.risk;

import com.alphapulse.riskbudget.config.MarketSettings.ShrinkageTarget;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Exponentially weighted volatilities and correlations of log-returns with a mean of zero, with a
 * half-life of their own each. {@link EwmaVolatilities} says how volatilities are estimated.
 *
 * <p><b>Correlation</b>: of the returns divided by their volatility of the same bar (devolatilised,
 * as in Engle, "Dynamic Conditional Correlation", 2002): {@code ρ_ij = C_ij / sqrt(C_ii C_jj)} with
 * {@code C = Σ λ^k z z'}. Where an instrument has no observation in a bar, the equally weighted
 * mean of the others' devolatilised returns stands in, and an instrument that appears later is
 * given that mean for all the bars before it. So C is a Gram matrix of complete columns and the
 * correlations are positive semidefinite whatever is missing; and an unknown instrument counts as
 * one that moves with the market, not as one that diversifies.
 *
 * <p><b>Shrinkage</b> of a fixed weight: {@code (1 - δ) ρ_ij + δ τ}. With the constant correlation
 * as target (Ledoit and Wolf, "Honey, I Shrunk the Sample Covariance Matrix", 2004) τ is ρ̄, the
 * mean over the instruments that move; it is at least {@code -1/(n-1)}, so that the target too is
 * positive semidefinite. With the identity (the target of Ledoit and Wolf, 2004, here of
 * correlations) τ is 0.
 *
 * <p>Instruments that have never moved have volatility 0 and correlation 0. Not thread-safe.
 */
public final class EwmaCovariance {

  /** Variance of a bar below which an instrument counts as not moving. */
  public static final double MIN_VARIANCE = 1e-24;

  /** Sum of squared devolatilised returns below which a correlation means nothing. */
  private static final double MIN_ENERGY = 1e-12;

  private static final int MAX_INSTRUMENTS = 20_000;

  private final double correlationDecay;
  private final ShrinkageTarget target;
  private final double shrinkage;
  private final double barsPerYear;
  private final EwmaVolatilities volatilities;
  private int size;
  private double[] scaled = new double[8];
  private double[][] products = new double[8][];

  /**
   * An estimate without instruments.
   *
   * @param volatilityHalfLife in observations, above 0
   * @param correlationHalfLife in bars, above 0
   * @param target what correlations are shrunk towards
   * @param shrinkage weight of the target, 0 to 1
   * @param barsPerYear by which variances are annualised
   */
  public EwmaCovariance(
      double volatilityHalfLife,
      double correlationHalfLife,
      ShrinkageTarget target,
      double shrinkage,
      double barsPerYear) {
    this.volatilities = new EwmaVolatilities(volatilityHalfLife);
    this.correlationDecay = decay(correlationHalfLife);
    this.target = target;
    this.shrinkage = shrinkage;
    this.barsPerYear = barsPerYear;
  }

  /** Weight of an observation against the next newer one. */
  public static double decay(double halfLife) {
    return StrictMath.pow(0.5, 1 / halfLife);
  }

  /** Number of instruments. */
  public int size() {
    return size;
  }

  /** Adds an instrument after the last one. */
  public void add() {
    add(1);
  }

  /**
   * Adds instruments after the last one. The mean that stands in for each is that of the
   * instruments before all of them: one that moves with the mean leaves it as it is.
   */
  void add(int count) {
    double[] mean = meanRow();
    int riskiest = volatilities.riskiest(size);
    int before = size;
    for (int i = 0; i < count; i++) {
      grow();
      volatilities.start(size, riskiest);
      products[size] = Arrays.copyOf(mean, size + 1);
      Arrays.fill(products[size], before, size + 1, mean[before]);
      size++;
    }
  }

  /**
   * Takes in one bar.
   *
   * @param returns log-return by instrument, at least {@link #size} of them; NaN where an
   *     instrument has no observation
   * @throws IllegalArgumentException if a return is infinite
   */
  public void update(double[] returns) {
    double sum = 0;
    int observed = 0;
    for (int i = 0; i < size; i++) {
      double value = returns[i];
      if (Double.isInfinite(value)) {
        throw new IllegalArgumentException("return " + value + " of instrument " + i);
      }
      scaled[i] = Double.isNaN(value) ? Double.NaN : volatilities.devolatilised(i, value);
      if (!Double.isNaN(value)) {
        sum += scaled[i];
        observed++;
      }
    }
    if (observed == 0) {
      return;
    }
    double mean = sum / observed;
    for (int i = 0; i < size; i++) {
      if (Double.isNaN(scaled[i])) {
        scaled[i] = mean;
      }
    }
    for (int i = 0; i < size; i++) {
      addProducts(products[i], scaled, i, correlationDecay);
    }
  }

  /** Forecast volatility of an instrument, annualised, as a fraction; 0 if it does not move. */
  public double volatility(int instrument) {
    double variance = volatilities.floored(instrument);
    return variance < MIN_VARIANCE ? 0 : Math.sqrt(variance * barsPerYear);
  }

  /** Latest observations of an instrument, one after the other, without any move. */
  int still(int instrument) {
    return volatilities.still(instrument);
  }

  /**
   * The correlations as a new triangle: row {@code i} holds those of instrument {@code i} with
   * {@code 0 … i-1}, each from -1 to 1.
   */
  public double[][] correlations() {
    double[] inverse = inverseNorms();
    double[][] triangle = new double[size][];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double[] row = new double[i];
      for (int j = 0; j < i; j++) {
        row[j] = Math.max(-1, Math.min(1, products[i][j] * inverse[i] * inverse[j]));
        sum += row[j];
      }
      triangle[i] = row;
    }
    shrink(triangle, inverse, sum);
    return triangle;
  }

  /**
   * Mean of a triangle of correlations over the pairs of instruments that both move, so that cash
   * and suspended instruments do not hide a spike; 0 without such a pair.
   */
  public double average(double[][] correlations) {
    double[] inverse = inverseNorms();
    double sum = 0;
    for (double[] row : correlations) {
      for (double value : row) {
        sum += value;
      }
    }
    double pairs = pairs(inverse);
    return pairs == 0 ? 0 : sum / pairs;
  }

  /** Writes the estimate; the settings are not part of it. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(size);
    volatilities.writeTo(out, size);
    for (int i = 0; i < size; i++) {
      StateIo.writeDoubles(out, products[i], 0, i + 1);
    }
  }

  /** Replaces the estimate by a written one. */
  public void readFrom(DataInput in) throws IOException {
    int count = StateIo.readSize(in, MAX_INSTRUMENTS);
    volatilities.readFrom(in, count);
    scaled = new double[count + 8];
    products = new double[count + 8][];
    for (int i = 0; i < count; i++) {
      products[i] = StateIo.readDoubles(in, i + 1);
    }
    size = count;
  }

  /** Kept small and apart: the only O(N²) loop of an update. */
  private static void addProducts(double[] row, double[] scaled, int i, double decay) {
    double own = scaled[i];
    for (int j = 0; j <= i; j++) {
      row[j] = decay * row[j] + own * scaled[j];
    }
  }

  /** Products of the mean of all instruments with each of them, and last with itself. */
  private double[] meanRow() {
    double[] row = new double[size + 1];
    double total = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        row[i] += products[i][j] / size;
        row[j] += products[i][j] / size;
      }
      row[i] += products[i][i] / size;
    }
    for (int i = 0; i < size; i++) {
      total += row[i];
    }
    row[size] = size == 0 ? 0 : Math.max(0, total / size);
    return row;
  }

  private double[] inverseNorms() {
    double[] inverse = new double[size];
    for (int i = 0; i < size; i++) {
      double energy = products[i][i];
      boolean moves = energy >= MIN_ENERGY && volatilities.variance(i) >= MIN_VARIANCE;
      inverse[i] = moves ? 1 / Math.sqrt(energy) : 0;
    }
    return inverse;
  }

  private static double pairs(double[] inverse) {
    double moving = 0;
    for (double value : inverse) {
      moving += value > 0 ? 1 : 0;
    }
    return moving * (moving - 1) / 2;
  }

  private void shrink(double[][] triangle, double[] inverse, double sum) {
    double pairs = pairs(inverse);
    boolean constant = target == ShrinkageTarget.CONSTANT_CORRELATION;
    double aim = constant && pairs > 0 ? sum / pairs : 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        if (inverse[i] > 0 && inverse[j] > 0) {
          triangle[i][j] = (1 - shrinkage) * triangle[i][j] + shrinkage * aim;
        }
      }
    }
  }

  private void grow() {
    if (size < scaled.length) {
      return;
    }
    int capacity = size + size / 2 + 1;
    volatilities.grow(capacity);
    scaled = Arrays.copyOf(scaled, capacity);
    products = Arrays.copyOf(products, capacity);
  }
}
