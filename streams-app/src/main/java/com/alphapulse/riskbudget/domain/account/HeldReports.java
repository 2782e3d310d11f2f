package com.alphapulse.riskbudget.domain.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reports of one portfolio that wait until the contract multiplier and the currency of their symbol
 * are known, in the order in which they came. What follows a report that waits, of the same order
 * and symbol, waits behind it.
 */
public final class HeldReports {
  /** As many may wait. */
  public static final int MOST = 10_000;

  /**
   * A report that waits.
   *
   * @param number grows with each report that is held
   */
  public record Held(long number, ExecutionEvent event) {}

  private record Line(String orderId, String symbol) {
    private static Line of(ExecutionEvent event) {
      return new Line(event.orderId(), event.symbol());
    }
  }

  private final TreeMap<Long, Held> waiting = new TreeMap<>();
  private final Map<Line, Integer> byLine = new HashMap<>();
  private final Map<String, Integer> bySymbol = new HashMap<>();
  private final Map<String, Integer> byOrder = new HashMap<>();

  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether no more may wait. */
  boolean isFull() {
    return waiting.size() >= MOST;
  }

  /** Whether a report of the same order and symbol waits. */
  boolean concerns(ExecutionEvent event) {
    return byLine.containsKey(Line.of(event));
  }

  /** Whether a report of the order waits. */
  public boolean concerns(String orderId) {
    return byOrder.containsKey(orderId);
  }

  /** Symbols of which reports wait. */
  public Collection<String> symbols() {
    return List.copyOf(bySymbol.keySet());
  }

  /**
   * Adds a report.
   *
   * @return whether it is the only one of its symbol
   */
  boolean add(ExecutionEvent event) {
    long number = waiting.isEmpty() ? 0 : waiting.lastKey() + 1;
    restore(new Held(number, event));
    return bySymbol.get(event.symbol()) == 1;
  }

  /** Brings back a report that was saved. */
  public void restore(Held held) {
    if (waiting.put(held.number(), held) == null) {
      byLine.merge(Line.of(held.event()), 1, Integer::sum);
      bySymbol.merge(held.event().symbol(), 1, Integer::sum);
      byOrder.merge(held.event().orderId(), 1, Integer::sum);
    }
  }

  /** The one that was added last. */
  public Held latest() {
    return waiting.lastEntry().getValue();
  }

  /** Those that wait, oldest first. */
  public List<Held> all() {
    return new ArrayList<>(waiting.values());
  }

  /** Takes out those of some symbols, oldest first. */
  List<Held> take(Collection<String> symbols) {
    List<Held> taken =
        waiting.values().stream().filter(h -> symbols.contains(h.event().symbol())).toList();
    for (Held held : taken) {
      waiting.remove(held.number());
      leave(byLine, Line.of(held.event()));
      leave(bySymbol, held.event().symbol());
      leave(byOrder, held.event().orderId());
    }
    return taken;
  }

  private static <K> void leave(Map<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
  }
}
