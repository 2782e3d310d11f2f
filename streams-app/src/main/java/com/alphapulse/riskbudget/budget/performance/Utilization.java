package com.alphapulse.riskbudget.budget.performance;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Mean and upper tail of how far a budget is used. The tail is read off a histogram of fixed steps,
 * so that its size does not grow with the bars and its answer is the same in any order of them.
 */
final class Utilization {
  private static final double STEP = 0.01;

  /** Steps up to a utilisation of 2; the last count is of all above. */
  private static final int STEPS = 200;

  private static final double TAIL = 0.05;

  /** Share of a step by which rounding may lift a value over its edge. */
  private static final double EDGE = 1e-9;

  private double sum;
  private long bars;
  private final long[] counts = new long[STEPS + 1];

  /**
   * Adds one bar.
   *
   * @param value exposure divided by what was allowed, at least 0
   */
  void add(double value) {
    sum += value;
    bars++;
    counts[(int) Math.min(STEPS, Math.max(0, Math.ceil(value / STEP - EDGE)))]++;
  }

  /** 0 before the first bar. */
  double mean() {
    return bars == 0 ? 0 : sum / bars;
  }

  /**
   * The least step that no more than one counted bar in twenty is above; 0 before the first bar.
   * Bars that were counted before the histogram was kept are not in it.
   */
  double tail() {
    long counted = 0;
    for (long count : counts) {
      counted += count;
    }
    long above = counted;
    for (int i = 0; i < STEPS; i++) {
      above -= counts[i];
      if (above <= TAIL * counted) {
        return i * STEP;
      }
    }
    return STEPS * STEP;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeDouble(sum);
    out.writeLong(bars);
    int filled = 0;
    for (long count : counts) {
      filled += count > 0 ? 1 : 0;
    }
    out.writeShort(filled);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        out.writeShort(i);
        out.writeLong(counts[i]);
      }
    }
  }

  static Utilization readFrom(DataInput in) throws IOException {
    Utilization utilization = new Utilization();
    utilization.sum = in.readDouble();
    utilization.bars = in.readLong();
    for (int filled = in.readShort(); filled > 0; filled--) {
      utilization.counts[in.readShort()] = in.readLong();
    }
    return utilization;
  }
}
