package com.alphapulse.riskbudget.budget.performance;

import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalDouble;

/**
 * Volatility of the last returns of a fixed number of bars. Sums are kept and, once per turn of the
 * window, taken anew, so that rounding does not accumulate; O(1) per bar on average.
 */
final class RollingVolatility {
  private double[] window = new double[0];
  private int next;
  private int filled;
  private double sum;
  private double sumOfSquares;

  /**
   * Adds the return of one bar.
   *
   * @param size bars of the window; when it differs from the last, the window starts anew
   */
  void add(double value, int size) {
    if (window.length != size) {
      window = new double[size];
      next = 0;
      filled = 0;
      sum = 0;
      sumOfSquares = 0;
    }
    double dropped = window[next];
    window[next] = value;
    sum += value - dropped;
    sumOfSquares += value * value - dropped * dropped;
    filled = Math.min(filled + 1, size);
    next = (next + 1) % size;
    if (next == 0) {
      retake();
    }
  }

  /** Sample standard deviation, annualised; empty until the window is full. */
  OptionalDouble annualised(double barsPerYear) {
    if (window.length < 2 || filled < window.length) {
      return OptionalDouble.empty();
    }
    double centred = Math.max(0, sumOfSquares - sum * sum / filled);
    return OptionalDouble.of(Math.sqrt(centred / (filled - 1) * barsPerYear));
  }

  void writeTo(DataOutput out) throws IOException {
    StateIo.writeDoubles(out, window);
    out.writeInt(next);
    out.writeInt(filled);
    out.writeDouble(sum);
    out.writeDouble(sumOfSquares);
  }

  static RollingVolatility readFrom(DataInput in) throws IOException {
    RollingVolatility volatility = new RollingVolatility();
    volatility.window = StateIo.readDoubles(in);
    volatility.next = in.readInt();
    volatility.filled = in.readInt();
    volatility.sum = in.readDouble();
    volatility.sumOfSquares = in.readDouble();
    return volatility;
  }

  private void retake() {
    sum = 0;
    sumOfSquares = 0;
    for (double value : window) {
      sum += value;
      sumOfSquares += value * value;
    }
  }
}
