package com.alphapulse.riskbudget.api.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The latest values of each key, by their own time. Bounded per key, so that a busy key does not
 * push out the others, and in total, so that many keys do not fill the memory; the oldest goes
 * first, whenever it was read. Of a topic of which only the tail is read at start, also what has
 * left that tail goes: an instance that runs for long knows no more than one that has just started.
 * Not safe for use by several threads.
 */
final class RecentByTime<V> {
  private record Source(ViewTopic topic, int partition) {}

  private final int perKey;
  private final int total;
  private final NavigableMap<Position, V> all = new TreeMap<>();
  private final Map<String, NavigableSet<Position>> byKey = new HashMap<>();
  private final Map<Source, NavigableMap<Long, Position>> tails = new HashMap<>();

  /**
   * @throws IllegalArgumentException if a bound is below 1
   */
  RecentByTime(int perKey, int total) {
    if (perKey < 1 || total < 1) {
      throw new IllegalArgumentException("bounds must be at least 1: " + perKey + ", " + total);
    }
    this.perKey = perKey;
    this.total = total;
  }

  void add(Position position, V value) {
    all.put(position, value);
    NavigableSet<Position> ofKey = byKey.computeIfAbsent(position.key(), k -> new TreeSet<>());
    ofKey.add(position);
    Place place = position.place();
    if (place.topic().start() == ViewTopic.Start.TAIL) {
      NavigableMap<Long, Position> tail =
          tails.computeIfAbsent(new Source(place.topic(), place.partition()), s -> new TreeMap<>());
      tail.put(place.offset(), position);
      long first = tail.lastKey() - ViewTopic.KEPT_OF_TAIL + 1;
      List.copyOf(tail.headMap(first).values()).forEach(this::remove);
    }
    if (ofKey.size() > perKey) {
      remove(ofKey.first());
    } else if (all.size() > total) {
      remove(all.firstKey());
    }
  }

  /** A page of the values that pass the filter, newest first. */
  Page<V> newestFirst(Span span, Predicate<V> filter) {
    return page(
        span.after().map(after -> all.headMap(after, false)).orElse(all).descendingMap(),
        span,
        filter);
  }

  /** A page of the values that pass the filter, oldest first. */
  Page<V> oldestFirst(Span span, Predicate<V> filter) {
    return page(span.after().map(after -> all.tailMap(after, false)).orElse(all), span, filter);
  }

  /** Up to {@code limit} values of one key, newest first. */
  List<V> newestOf(String key, int limit) {
    NavigableSet<Position> positions = byKey.getOrDefault(key, new TreeSet<>());
    return positions.descendingSet().stream().limit(limit).map(all::get).toList();
  }

  int size() {
    return all.size();
  }

  /** A page of values in the order given. */
  static <V> Page<V> page(NavigableMap<Position, V> inOrder, Span span, Predicate<V> filter) {
    List<V> values = new ArrayList<>();
    Position last = null;
    for (Map.Entry<Position, V> entry : inOrder.entrySet()) {
      if (span.includes(entry.getKey().time()) && filter.test(entry.getValue())) {
        if (values.size() == span.limit()) {
          return new Page<>(values, Optional.of(last.cursor()));
        }
        values.add(entry.getValue());
        last = entry.getKey();
      }
    }
    return new Page<>(values, Optional.empty());
  }

  private void remove(Position position) {
    all.remove(position);
    NavigableSet<Position> ofKey = byKey.get(position.key());
    ofKey.remove(position);
    if (ofKey.isEmpty()) {
      byKey.remove(position.key());
    }
    Place place = position.place();
    NavigableMap<Long, Position> tail = tails.get(new Source(place.topic(), place.partition()));
    if (tail != null) {
      tail.remove(place.offset());
    }
  }
}
