package com.alphapulse.riskbudget.gate.ledger;

import com.alphapulse.riskbudget.domain.Side;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Worst-case exposures of one portfolio times their volatilities, with sign, in base currency; and
 * the variance that follows, {@code y' C y} with the correlations {@code C} (Markowitz, "Portfolio
 * Selection", 1952).
 *
 * <p>The worst case of a symbol is the extreme farther from zero, the buys' where both are as far.
 *
 * <p>The variance is kept up as exposures change, so that an order costs one pass over what is held
 * and not one over all pairs. It is a whole number: adding and taking away leaves no rounding
 * behind, so that it depends on the state only, to the last bit, and not on the way to it. A
 * running sum of doubles would not be the same after a restart.
 */
public final class RiskVector {
  private static final int INITIAL_CAPACITY = 8;

  /**
   * Bits of the largest exposure as a whole number, as many as a double has. With those of a
   * correlation, a variance of {@link #MOST} has 190, so that 192 always hold it.
   */
  private static final int EXPOSURE_BITS = 52;

  /** Instruments that are held, beyond which nothing is computed. */
  private static final int MOST = 1 << 17;

  private final RiskModel model;
  private final Marks marks;
  private final TreeSet<String> unknown = new TreeSet<>();

  /** Indices into the model, ascending, of what is held or pends; the rest beside them. */
  private int[] indices = new int[INITIAL_CAPACITY];

  private double[] values = new double[INITIAL_CAPACITY];

  /** The values in units of two to the power of {@link #exponent}. */
  private long[] wholes = new long[INITIAL_CAPACITY];

  private int size;

  /** Follows from the largest value. */
  private int exponent;

  private double largest;

  /** In units that follow from those of the values and of the correlations. */
  private final Int192 variance = new Int192();

  /** Sum over the other instruments of correlation times value, of the one asked for last. */
  private final Int192 cross = new Int192();

  private int crossOf = -1;

  private final Int192 others = new Int192();

  /** Whether all must be made anew before it is asked for. */
  private boolean stale = true;

  RiskVector(RiskModel model, Marks marks, Map<String, Exposure> exposures) {
    this.model = model;
    this.marks = marks;
    exposures.forEach(this::set);
  }

  /** Whether it was computed with this model at these marks. */
  boolean isAt(RiskModel other, Marks latest) {
    return model == other && isAt(latest);
  }

  /** Whether it was computed at these marks. */
  boolean isAt(Marks latest) {
    return marks.sequence() == latest.sequence() && marks.market().equals(latest.market());
  }

  /** Takes in what is held and pends of a symbol now. */
  void set(String symbol, Exposure exposure) {
    int index = model.indexOf(symbol);
    if (index < 0) {
      if (exposure.isFlat()) {
        unknown.remove(symbol);
      } else {
        unknown.add(symbol);
      }
      return;
    }
    double unitValue = marks.of(symbol).map(m -> m.unitValue().doubleValue()).orElse(0.0);
    put(index, worst(exposure) * unitValue * model.volatility(index));
  }

  /** A symbol that is held or pends and that the model does not know. */
  public Optional<String> unknownSymbol() {
    return unknown.isEmpty() ? Optional.empty() : Optional.of(unknown.first());
  }

  /** Sum over the other instruments of correlation times value; NaN where it has none. */
  public double cross(int index) {
    refresh();
    sumCross(index, size);
    return scaled(cross, exponent - RiskModel.CORRELATION_BITS);
  }

  /** Variance of all instruments but one; NaN where it has none. */
  public double varianceWithout(int index) {
    refresh();
    sumCross(index, size);
    int at = Arrays.binarySearch(indices, 0, size, index);
    others.set(variance);
    if (at >= 0) {
      addChange(others, wholes[at], 0);
    }
    double without = scaled(others, 2 * exponent - RiskModel.CORRELATION_BITS);
    // Not Math.max: what is not a number must stay none.
    return without < 0 ? 0 : without;
  }

  private double scaled(Int192 sum, int power) {
    boolean computable = Double.isFinite(largest) && size <= MOST;
    return computable ? Math.scalb(sum.doubleValue(), power) : Double.NaN;
  }

  private void put(int index, double value) {
    int at = Arrays.binarySearch(indices, 0, size, index);
    if (at < 0 && value == 0) {
      return;
    }
    if (at < 0) {
      at = -at - 1;
      insert(at, index);
    }
    double before = values[at];
    values[at] = value;
    boolean wasLargest = Double.compare(Math.abs(before), largest) == 0;
    largest = wasLargest ? largest() : larger(largest, value);
    if (stale || exponentOf(largest) != exponent) {
      stale = true;
    } else {
      change(at, whole(value));
    }
    if (value == 0) {
      move(at + 1, at);
      size--;
    }
  }

  /** Makes all anew where a value has outgrown the unit or the largest has shrunk. */
  private void refresh() {
    if (!stale) {
      return;
    }
    exponent = exponentOf(largest);
    variance.clear();
    crossOf = -1;
    for (int k = 0; k < size; k++) {
      wholes[k] = 0;
    }
    for (int k = 0; k < size; k++) {
      change(k, whole(values[k]));
    }
    stale = false;
  }

  private void change(int at, long after) {
    sumCross(indices[at], stale ? at : size);
    addChange(variance, wholes[at], after);
    wholes[at] = after;
  }

  /**
   * Adds what a change from {@code a} to {@code b} makes of a variance, {@code (b - a)((a + b) +
   * 2x)}, with {@code x} the cross sum of that instrument.
   */
  private void addChange(Int192 to, long before, long after) {
    long sum = before + after;
    long lower = sum << RiskModel.CORRELATION_BITS;
    long upper = sum >> (Long.SIZE - RiskModel.CORRELATION_BITS);
    long crossLower = cross.low() << 1;
    long crossUpper = cross.middle() << 1 | cross.low() >>> (Long.SIZE - 1);
    long both = lower + crossLower;
    long carry = Long.compareUnsigned(both, lower) < 0 ? 1 : 0;
    to.addProduct(upper + crossUpper + carry, both, after - before);
  }

  /** Sums up the first {@code count} instruments, without the one itself. */
  private void sumCross(int index, int count) {
    if (crossOf == index) {
      return; // The value of the instrument itself may have changed, but it is not in the sum.
    }
    long[] correlations = model.correlations(index);
    cross.clear();
    for (int k = 0; k < count; k++) {
      cross.addProduct(correlations[indices[k]], wholes[k]);
    }
    crossOf = index;
  }

  private double largest() {
    double found = 0;
    for (int k = 0; k < size; k++) {
      found = larger(found, values[k]);
    }
    return found;
  }

  /** The larger absolute value; what is not a number is larger than all. */
  private static double larger(double largest, double value) {
    double absolute = Math.abs(value);
    return absolute > largest || Double.isNaN(absolute) ? absolute : largest;
  }

  private static int exponentOf(double largest) {
    return Math.getExponent(largest) + 1 - EXPOSURE_BITS;
  }

  private long whole(double value) {
    return (long) Math.rint(Math.scalb(value, -exponent));
  }

  private void insert(int at, int index) {
    if (size == indices.length) {
      indices = Arrays.copyOf(indices, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      wholes = Arrays.copyOf(wholes, 2 * size);
    }
    move(at, at + 1);
    size++;
    indices[at] = index;
    values[at] = 0;
    wholes[at] = 0;
  }

  private void move(int from, int to) {
    int length = size - from;
    System.arraycopy(indices, from, indices, to, length);
    System.arraycopy(values, from, values, to, length);
    System.arraycopy(wholes, from, wholes, to, length);
  }

  private static double worst(Exposure exposure) {
    double bought = exposure.extreme(Side.BUY).doubleValue();
    double sold = exposure.extreme(Side.SELL).doubleValue();
    return Math.abs(bought) >= Math.abs(sold) ? bought : sold;
  }
}
