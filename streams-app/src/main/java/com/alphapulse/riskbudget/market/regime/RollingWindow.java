package com.alphapulse.riskbudget.market.regime;

import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The last values of a series, without allocation after construction. */
final class RollingWindow {

  static final int MAX_VALUES = 1_000_000;

  private final double[] ring;
  private final double[] sorted;
  private int next;
  private int size;

  /**
   * An empty window.
   *
   * @param capacity number of values kept, at least 1
   */
  RollingWindow(int capacity) {
    ring = new double[capacity];
    sorted = new double[capacity];
  }

  /** Adds a value, which must not be NaN; the oldest one leaves when the window is full. */
  void add(double value) {
    if (size == ring.length) {
      int leaving = Arrays.binarySearch(sorted, 0, size, ring[next]);
      System.arraycopy(sorted, leaving + 1, sorted, leaving, size - leaving - 1);
      size--;
    }
    int found = Arrays.binarySearch(sorted, 0, size, value);
    int at = found < 0 ? -found - 1 : found;
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = value;
    ring[next] = value;
    next = (next + 1) % ring.length;
    size++;
  }

  int size() {
    return size;
  }

  /** Value by age: 0 is the newest. */
  double get(int age) {
    return ring[Math.floorMod(next - 1 - age, ring.length)];
  }

  /** All values, oldest first. */
  double[] values() {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = get(size - 1 - i);
    }
    return values;
  }

  /** The middle value, the upper one of two. */
  double median() {
    return sorted[size / 2];
  }

  double max() {
    return sorted[size - 1];
  }

  /** Mean of the newest values, at most as many as there are. */
  double mean(int count) {
    int used = Math.min(count, size);
    double sum = 0;
    for (int age = 0; age < used; age++) {
      sum += get(age);
    }
    return sum / used;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int age = size - 1; age >= 0; age--) {
      out.writeDouble(get(age));
    }
  }

  /** Adds written values; of more than fit, the newest stay. */
  void readFrom(DataInput in) throws IOException {
    int count = StateIo.readSize(in, MAX_VALUES);
    for (int i = 0; i < count; i++) {
      add(in.readDouble());
    }
  }
}
