package com.alphapulse.riskbudget.backtest.replay;

/** Told how far a backtest is. */
@FunctionalInterface
public interface Progress {

  /**
   * A step is done.
   *
   * @param share of all the work, 0 to 1
   * @param what is at hand
   */
  void at(double share, String what);

  /** The part of this progress from one share of the work to another. */
  default Progress part(double from, double to) {
    return (share, what) -> at(from + (to - from) * share, what);
  }
}
