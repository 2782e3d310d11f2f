package com.alphapulse.riskbudget.market.regime;

/** Keeps the numbers of hidden states from depending on where a fit started. */
final class StateOrder {

  private StateOrder() {}

  /** Indices of the values from the smallest to the largest; equal ones keep their order. */
  static int[] by(double[] values) {
    int[] order = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      int at = i;
      while (at > 0 && values[order[at - 1]] > values[i]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
    return order;
  }
}
