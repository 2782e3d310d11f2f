package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import java.util.List;
import java.util.function.Consumer;

/** One topic's partition, read forward only. */
final class Tape<T> {
  private final List<Entry<T>> entries;
  private final Consumer<Entry<T>> apply;
  private int next;
  private long cursor = -1;

  Tape(List<Entry<T>> all, int partition, Consumer<Entry<T>> apply) {
    this.entries = History.ofPartition(all, partition);
    this.apply = apply;
  }

  /** Reads up to and with an offset; false if it lies before one that was read to already. */
  boolean forward(long offset) {
    if (offset < cursor) {
      return false;
    }
    cursor = offset;
    while (next < entries.size() && entries.get(next).offset() <= offset) {
      apply.accept(entries.get(next++));
    }
    return true;
  }
}
