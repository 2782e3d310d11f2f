package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.wire.SingleObject;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Overrides of all portfolios that some portfolio has not taken in yet, by their numbers, and who
 * waits. An override's number is its offset in {@code risk-override-routed}. Every book keeps the
 * number of the last one that it took in, so that after a restart each goes on where it was.
 */
final class OverridesOfAll {
  /** So many may wait; before one more does, they are worked off. */
  static final int MOST = 16;

  private final SingleObject<RiskOverride> codec = SingleObject.of(RiskOverride.class);
  private final KeyValueStore<Bytes, byte[]> store;
  private final NavigableMap<Long, RiskOverride> byNumber = new TreeMap<>();
  private final LinkedHashSet<String> waiting = new LinkedHashSet<>();

  OverridesOfAll(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** Takes in one that those portfolios wait for from now on; it is saved until all have it. */
  void add(long number, RiskOverride override, Collection<String> portfolios) {
    if (!portfolios.isEmpty()) {
      store.put(key(number), codec.encode(override));
      byNumber.put(number, override);
      waiting.addAll(portfolios);
    }
  }

  /** Brings back one that was saved. */
  void restore(String number, byte[] saved) {
    byNumber.put(Long.parseLong(number), codec.decode(saved));
  }

  /** Brings back that a portfolio waits, where it does not have all of them. */
  void restore(String portfolioId, long lastTaken) {
    if (!after(lastTaken).isEmpty()) {
      waiting.add(portfolioId);
    }
  }

  /** Those with numbers above that one, in their order. */
  NavigableMap<Long, RiskOverride> after(long number) {
    return byNumber.tailMap(number, false);
  }

  /** Number of the last one that anyone waits for, which a new portfolio does not; -1 for none. */
  long last() {
    return byNumber.isEmpty() ? -1 : byNumber.lastKey();
  }

  boolean isFull() {
    return byNumber.size() >= MOST;
  }

  boolean isWaiting(String portfolioId) {
    return waiting.contains(portfolioId);
  }

  /** Up to so many of the portfolios that have waited longest. */
  List<String> next(int most) {
    return waiting.stream().limit(most).toList();
  }

  /** A portfolio has taken them all in, or is forgotten; once nobody waits, so are they. */
  void done(String portfolioId) {
    if (waiting.remove(portfolioId) && waiting.isEmpty()) {
      Set.copyOf(byNumber.keySet()).forEach(number -> store.delete(key(number)));
      byNumber.clear();
    }
  }

  private static Bytes key(long number) {
    return LedgerEntries.key(Kind.OVERRIDE_OF_ALL, Long.toString(number));
  }
}
