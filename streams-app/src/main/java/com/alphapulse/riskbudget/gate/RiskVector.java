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
 * <p>Each value follows from its symbol alone and the variance is summed anew, in the order of the
 * risk model, once something has changed. So it depends on the state only, to the last bit, and not
 * on the way to it: a running sum would not be the same after a restart.
 */
final class RiskVector {
  private static final int INITIAL_CAPACITY = 8;

  private final RiskModel model;
  private final Marks marks;
  private final TreeSet<String> unknown = new TreeSet<>();

  /** Indices into the model, ascending, of what is held or pends; its values beside them. */
  private int[] indices = new int[INITIAL_CAPACITY];

  private double[] values = new double[INITIAL_CAPACITY];
  private int size;
  private double variance;
  private boolean summed;

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
    summed = false;
  }

  /** A symbol that is held or pends and that the model does not know. */
  Optional<String> unknownSymbol() {
    return unknown.isEmpty() ? Optional.empty() : Optional.of(unknown.first());
  }

  /** Sum over the other instruments of correlation times value. */
  double cross(int index) {
    double sum = 0;
    for (int k = 0; k < size; k++) {
      if (indices[k] != index) {
        sum += model.correlation(index, indices[k]) * values[k];
      }
    }
    return sum;
  }

  /** Variance of all instruments but one, given its {@link #cross}. */
  double varianceWithout(int index, double cross) {
    int at = Arrays.binarySearch(indices, 0, size, index);
    double own = at < 0 ? 0 : values[at];
    return Math.max(0, variance() - own * (2 * cross + own));
  }

  private double variance() {
    if (!summed) {
      variance = 0;
      for (int k = 0; k < size; k++) {
        double below = 0;
        for (int j = 0; j < k; j++) {
          below += model.correlation(indices[k], indices[j]) * values[j];
        }
        variance += values[k] * (2 * below + values[k]);
      }
      summed = true;
    }
    return variance;
  }

  private void put(int index, double value) {
    int at = Arrays.binarySearch(indices, 0, size, index);
    if (at >= 0 && value != 0) {
      values[at] = value;
    } else if (at >= 0) {
      size--;
      System.arraycopy(indices, at + 1, indices, at, size - at);
      System.arraycopy(values, at + 1, values, at, size - at);
    } else if (value != 0) {
      insert(-at - 1, index, value);
    }
  }

  private void insert(int at, int index, double value) {
    if (size == indices.length) {
      indices = Arrays.copyOf(indices, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    System.arraycopy(indices, at, indices, at + 1, size - at);
    System.arraycopy(values, at, values, at + 1, size - at);
    indices[at] = index;
    values[at] = value;
    size++;
  }

  private static double worst(Exposure exposure) {
    double bought = exposure.extreme(Side.BUY).doubleValue();
    double sold = exposure.extreme(Side.SELL).doubleValue();
    return Math.abs(bought) >= Math.abs(sold) ? bought : sold;
  }
}
