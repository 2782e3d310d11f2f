package com.alphapulse.riskbudget.api.live;

import com.alphapulse.riskbudget.api.view.ViewEvent;
import java.util.ArrayList;
import java.util.List;

/** The last events, numbered from 1 on without a gap. Not safe for use by several threads. */
final class EventRing {
  /**
   * An event in the ring.
   *
   * @param publishedAt by the caller's nanosecond clock
   */
  record Entry(long sequence, long publishedAt, ViewEvent event) {}

  private final Entry[] entries;
  private long last;

  /**
   * @param capacity events kept; the oldest goes first
   */
  EventRing(int capacity) {
    entries = new Entry[capacity];
  }

  void append(ViewEvent event, long now) {
    last++;
    entries[index(last)] = new Entry(last, now, event);
  }

  /** Number of the newest event; 0 before the first. */
  long last() {
    return last;
  }

  /** Whether every event after a number, up to the newest, is still there. */
  boolean holdsAllAfter(long sequence) {
    return sequence >= Math.max(0, last - entries.length) && sequence <= last;
  }

  /** Events after a number in their order, at most so many; all of them must be there. */
  List<Entry> after(long sequence, int most) {
    List<Entry> found = new ArrayList<>();
    for (long next = sequence + 1; next <= last && found.size() < most; next++) {
      found.add(entries[index(next)]);
    }
    return found;
  }

  private int index(long sequence) {
    return (int) (sequence % entries.length);
  }
}
