package com.alphapulse.riskbudget.api.view;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far the gate is behind the orders of one partition. When an order came is known from where
 * the orders ended at each look. Not safe for use by several threads.
 */
final class OrderLag {
  /** Looks that are remembered while nothing is decided; beyond, the last one is replaced. */
  static final int LOOKS = 1_000;

  private record Look(long nanos, long end) {}

  /** The first look at each end that is not decided yet. */
  private final Deque<Look> undecided = new ArrayDeque<>();

  private long decided;
  private long end;
  private boolean stands;

  /** Takes in what a look has found. */
  void look(long nowDecided, long nowEnd, long nanos) {
    if (nowEnd < end) {
      // The topic has begun anew, and what was decided of the old one says nothing of this one.
      decided = 0;
      undecided.clear();
    }
    stands = nowDecided <= decided && nowEnd == end;
    decided = Math.max(decided, nowDecided);
    end = nowEnd;
    if (undecided.isEmpty() || undecided.getLast().end() < nowEnd) {
      if (undecided.size() == LOOKS) {
        undecided.removeLast();
      }
      undecided.addLast(new Look(nanos, nowEnd));
    }
    forget();
  }

  /** Takes in that there is no order up to where they ended at the last look. */
  void nothingWaits() {
    decided = end;
    forget();
  }

  /** Whether neither has moved since the look before, and something seems to wait. */
  boolean standsStill() {
    return stands && waiting() > 0;
  }

  /** Where the gate goes on. */
  long decided() {
    return decided;
  }

  /** Where the orders end. */
  long end() {
    return end;
  }

  /** Offsets that are not decided. */
  long waiting() {
    return Math.max(0, end - decided);
  }

  /** How long the oldest order has waited, at least; zero where none does. */
  Duration oldest(long nanos) {
    return undecided.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, nanos - undecided.getFirst().nanos()));
  }

  private void forget() {
    while (!undecided.isEmpty() && undecided.getFirst().end() <= decided) {
      undecided.removeFirst();
    }
  }
}
