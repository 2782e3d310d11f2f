package com.alphapulse.riskbudget.audit.history;

import java.time.Instant;
import java.util.Optional;

/**
 * Event times whose orders are checked; the history before them is replayed all the same.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Range(Optional<Instant> from, Optional<Instant> to) {
  /** Everything. */
  public static final Range ALL = new Range(Optional.empty(), Optional.empty());

  public boolean contains(Instant time) {
    return from.map(f -> !time.isBefore(f)).orElse(true)
        && to.map(t -> time.isBefore(t)).orElse(true);
  }
}
