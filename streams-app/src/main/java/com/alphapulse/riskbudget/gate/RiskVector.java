package com.alphapulse.riskbudget.gate;

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
 * <p>The sums {@code C y} are kept up as exposures change, so that an order costs one pass over
 * what is held and not one over all pairs. They are whole numbers of 128 bits: adding and taking
 * away leaves no rounding behind, so that they depend on the state only, to the last bit, and not
 * on the way to it. Running sums of doubles would not be the same after a restart.
 */
final class RiskVector {
  private static final int INITIAL_CAPACITY = 8;

  /** Bits of the largest exposure; with those of a correlation and a sum of many, below 128. */
  private static final int EXPOSURE_BITS = 60;

  private static final int CELL = 4;
  private static final int VALUE = 0;
  private static final int FIXED = 1;
  private static final int HIGH = 2;
  private static final int LOW = 3;

  private final RiskModel model;
  private final Marks marks;
  private final TreeSet<String> unknown = new TreeSet<>();

  /** Indices into the model, ascending, of what is held or pends. */
  private int[] indices = new int[INITIAL_CAPACITY];

  /**
   * Side by side for each of them, since one place in memory is fetched faster than four: the value
   * as the bits of a double, the value in units of two to the power of {@link #exponent}, and upper
   * and lower half of the sum over the other instruments of correlation times value.
   */
  private long[] cells = new long[INITIAL_CAPACITY * CELL];

  private int size;

  /** Follows from the largest value. */
  private int exponent;

  /** What one in the sums is worth; NaN where a value is beyond what can be computed. */
  private double unit;

  /** Whether the sums must be made anew before they are asked for. */
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
  Optional<String> unknownSymbol() {
    return unknown.isEmpty() ? Optional.empty() : Optional.of(unknown.first());
  }

  /** Sum over the other instruments of correlation times value; NaN where it has none. */
  double cross(int index) {
    refresh();
    int at = Arrays.binarySearch(indices, 0, size, index);
    if (at >= 0) {
      return sum(at);
    }
    // The capacity allows for one more: the sum of an instrument that is not held.
    addUp(index, size);
    return sum(size);
  }

  /** Variance of all instruments but one, given its {@link #cross}. */
  double varianceWithout(int index, double cross) {
    refresh();
    double variance = 0;
    double own = 0;
    for (int k = 0; k < size; k++) {
      double value = value(k);
      variance += value * (sum(k) + value);
      own = indices[k] == index ? value : own;
    }
    // Not Math.max, which would make 0 of a NaN's opposite; a NaN must stay one.
    double without = variance - own * (2 * cross + own);
    return without < 0 ? 0 : without;
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
    int cell = at * CELL;
    cells[cell + VALUE] = Double.doubleToRawLongBits(value);
    if (!stale && exponentOfLargest() == exponent) {
      long before = cells[cell + FIXED];
      cells[cell + FIXED] = toFixed(value);
      spread(index, cells[cell + FIXED] - before);
    } else {
      stale = true;
    }
    if (value == 0) {
      remove(at);
    }
  }

  /** Makes the sums anew where a value has outgrown their unit or the largest has shrunk. */
  private void refresh() {
    if (!stale) {
      return;
    }
    exponent = exponentOfLargest();
    boolean computable = Double.isFinite(Math.scalb(1.0, exponent + EXPOSURE_BITS));
    unit = computable ? Math.scalb(1.0, exponent - RiskModel.CORRELATION_BITS) : Double.NaN;
    for (int k = 0; k < size; k++) {
      cells[k * CELL + FIXED] = toFixed(value(k));
    }
    for (int k = 0; k < size; k++) {
      addUp(indices[k], k);
    }
    stale = false;
  }

  /** A value that is not finite has an exponent that no other has. */
  private int exponentOfLargest() {
    double largest = Double.MIN_NORMAL;
    for (int k = 0; k < size; k++) {
      double value = Math.abs(value(k));
      largest = value > largest || Double.isNaN(value) ? value : largest;
    }
    return Math.getExponent(largest) + 1 - EXPOSURE_BITS;
  }

  private long toFixed(double value) {
    return (long) Math.rint(Math.scalb(value, -exponent));
  }

  /** Sum of one instrument, from all that is held. */
  private void addUp(int index, int at) {
    long[] correlations = model.correlations(index);
    cells[at * CELL + HIGH] = 0;
    cells[at * CELL + LOW] = 0;
    for (int k = 0; k < size; k++) {
      add(at, correlations[indices[k]], cells[k * CELL + FIXED]);
    }
  }

  /** Adds a change of one instrument to the sums of the others. */
  private void spread(int index, long change) {
    long[] correlations = model.correlations(index);
    for (int k = 0; k < size; k++) {
      add(k, correlations[indices[k]], change);
    }
  }

  private void add(int at, long correlation, long value) {
    int cell = at * CELL;
    long product = correlation * value;
    long sum = cells[cell + LOW] + product;
    // Unsigned overflow of the lower half carries into the upper one.
    long carry = Long.compareUnsigned(sum, product) < 0 ? 1 : 0;
    cells[cell + HIGH] += Math.multiplyHigh(correlation, value) + carry;
    cells[cell + LOW] = sum;
  }

  private double value(int at) {
    return Double.longBitsToDouble(cells[at * CELL + VALUE]);
  }

  private double sum(int at) {
    double lower = (double) (cells[at * CELL + LOW] >>> 1) * 2;
    return (cells[at * CELL + HIGH] * 0x1p64 + lower) * unit;
  }

  private void insert(int at, int index) {
    if (size + 1 == indices.length) {
      indices = Arrays.copyOf(indices, 2 * indices.length);
      cells = Arrays.copyOf(cells, 2 * cells.length);
    }
    move(at, at + 1);
    size++;
    indices[at] = index;
    cells[at * CELL + FIXED] = 0;
    if (!stale) {
      addUp(index, at);
    }
  }

  private void remove(int at) {
    move(at + 1, at);
    size--;
  }

  private void move(int from, int to) {
    int length = size - from;
    System.arraycopy(indices, from, indices, to, length);
    System.arraycopy(cells, from * CELL, cells, to * CELL, length * CELL);
  }

  private static double worst(Exposure exposure) {
    double bought = exposure.extreme(Side.BUY).doubleValue();
    double sold = exposure.extreme(Side.SELL).doubleValue();
    return Math.abs(bought) >= Math.abs(sold) ? bought : sold;
  }
}
