package com.alphapulse.riskbudget.domain.limit;

import java.util.Optional;

/**
 * A limit and where it comes from.
 *
 * @param value at least 0, in the unit of what it limits
 */
public record Limit<T extends Comparable<T>>(T value, LimitSource source) {

  /** The more restrictive of the two; this one where they are equal. */
  public Limit<T> min(Limit<T> other) {
    return other.value.compareTo(value) < 0 ? other : this;
  }

  /** The same where there may be no other. */
  public Limit<T> min(Optional<Limit<T>> other) {
    return other.isPresent() ? min(other.get()) : this;
  }
}
