package com.alphapulse.riskbudget.api.view;

import java.time.Instant;
import java.util.Optional;

/**
 * Which part of a list is wanted.
 *
 * @param from first time that belongs to it
 * @param to first time that no longer does
 * @param after the last item of the page before
 * @param limit items of a page, at least 1
 */
public record Span(
    Optional<Instant> from, Optional<Instant> to, Optional<Position> after, int limit) {

  /** The newest items of all times. */
  public static Span newest(int limit) {
    return new Span(Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }

  /** Whether times are given at all. */
  public boolean isTimed() {
    return from.isPresent() || to.isPresent();
  }

  boolean includes(Instant time) {
    return from.filter(time::isBefore).isEmpty() && to.filter(t -> !time.isBefore(t)).isEmpty();
  }
}
