package com.alphapulse.riskbudget.gate;

/**
 * The event time of one market, as the gate knows it: the latest time of its marks, moved on by the
 * wall clock since the moment at which it last grew. So a dead feed grows old although nobody sends
 * anything, and no sender of orders, reports, definitions or overrides can move it.
 *
 * <p>It never goes back and is never ahead of the wall clock. All times are in milliseconds.
 */
public final class MarketClock {
  private static final long NEVER = Long.MIN_VALUE;

  private long latest = NEVER;
  private long grewAt = NEVER;
  private long floor = NEVER;

  /**
   * What is saved of a clock.
   *
   * @param latest event time of the marks, at most the wall clock's at their receipt
   * @param grewAt wall-clock time at which it last grew
   * @param floor what the clock had come to when it last grew
   */
  public record Saved(long latest, long grewAt, long floor) {}

  /**
   * Takes in marks.
   *
   * @param asOf latest event time of the marks; what is ahead of the wall clock counts as its time
   * @param wallClock now
   * @return whether the clock has grown
   */
  public boolean advance(long asOf, long wallClock) {
    long received = Math.min(asOf, wallClock);
    if (latest != NEVER && received <= latest) {
      return false;
    }
    floor = latest == NEVER ? NEVER : now(wallClock);
    latest = received;
    grewAt = wallClock;
    return true;
  }

  /**
   * The market's time.
   *
   * @param wallClock now; before the first marks it is the market's time too
   */
  public long now(long wallClock) {
    if (latest == NEVER) {
      return wallClock;
    }
    if (grewAt == NEVER) {
      grewAt = wallClock; // Saved before it was known when it grew: from the first look on.
    }
    return Math.max(floor, latest + Math.max(0, wallClock - grewAt));
  }

  /**
   * The market's time as its marks tell it, without what the wall clock has added since.
   *
   * @param wallClock now; before the first marks it is the market's time too
   */
  public long received(long wallClock) {
    return latest == NEVER ? wallClock : latest;
  }

  /** Whether there were marks. */
  public boolean isRunning() {
    return latest != NEVER;
  }

  /** What must be saved. */
  public Saved saved() {
    return new Saved(latest, grewAt, floor);
  }

  /** Brings back what was saved. */
  public void restore(Saved saved) {
    latest = saved.latest();
    grewAt = saved.grewAt();
    floor = saved.floor();
  }

  /** Begins with marks that were saved without a clock. */
  public void restore(long asOf) {
    if (latest == NEVER) {
      latest = asOf;
    }
  }
}
