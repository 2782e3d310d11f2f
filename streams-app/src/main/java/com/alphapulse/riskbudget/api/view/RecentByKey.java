package com.alphapulse.riskbudget.api.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The latest values of each key, bounded twice: per key, so that a busy key does not push out the
 * others, and in total, so that many keys do not fill the memory. The oldest goes first. Not safe
 * for use by several threads.
 */
final class RecentByKey<V> {
  private record Entry<V>(String key, V value) {}

  private final int perKey;
  private final int total;
  private final TreeMap<Long, Entry<V>> bySequence = new TreeMap<>();
  private final Map<String, Deque<Long>> sequencesByKey = new HashMap<>();
  private long nextSequence;

  /**
   * @throws IllegalArgumentException if a bound is below 1
   */
  RecentByKey(int perKey, int total) {
    if (perKey < 1 || total < 1) {
      throw new IllegalArgumentException("bounds must be at least 1: " + perKey + ", " + total);
    }
    this.perKey = perKey;
    this.total = total;
  }

  void add(String key, V value) {
    Deque<Long> sequences = sequencesByKey.computeIfAbsent(key, k -> new ArrayDeque<>());
    bySequence.put(nextSequence, new Entry<>(key, value));
    sequences.addLast(nextSequence++);
    if (sequences.size() > perKey) {
      bySequence.remove(sequences.removeFirst());
    } else if (bySequence.size() > total) {
      removeOldest();
    }
  }

  /** Up to {@code limit} values that pass the filter, of any key, newest first. */
  List<V> newest(int limit, Predicate<V> filter) {
    List<V> values = new ArrayList<>();
    for (Entry<V> entry : bySequence.descendingMap().values()) {
      if (values.size() == limit) {
        break;
      }
      if (filter.test(entry.value())) {
        values.add(entry.value());
      }
    }
    return values;
  }

  /** Up to {@code limit} values of one key, newest first. */
  List<V> newestOf(String key, int limit) {
    List<V> values = new ArrayList<>();
    Deque<Long> sequences = sequencesByKey.getOrDefault(key, new ArrayDeque<>());
    sequences
        .descendingIterator()
        .forEachRemaining(
            sequence -> {
              if (values.size() < limit) {
                values.add(bySequence.get(sequence).value());
              }
            });
    return values;
  }

  int size() {
    return bySequence.size();
  }

  private void removeOldest() {
    Entry<V> oldest = bySequence.pollFirstEntry().getValue();
    Deque<Long> sequences = sequencesByKey.get(oldest.key());
    sequences.removeFirst();
    if (sequences.isEmpty()) {
      sequencesByKey.remove(oldest.key());
    }
  }
}
