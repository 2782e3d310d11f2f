package com.alphapulse.riskbudget.budget;

/**
 * A limit and where it comes from.
 *
 * @param by for example {@code TARGET}, {@code HARD_LIMIT} or {@code OVERRIDE:id}
 */
record Bound<T extends Comparable<T>>(T value, String by) {
  static final String TARGET = "TARGET";
  static final String HARD_LIMIT = "HARD_LIMIT";
  static final String EQUITY = "EQUITY";
  static final String OVERRIDE = "OVERRIDE:";

  /** The more restrictive of the two; this one where they are equal. */
  Bound<T> and(Bound<T> other) {
    return other.value.compareTo(value) < 0 ? other : this;
  }
}
