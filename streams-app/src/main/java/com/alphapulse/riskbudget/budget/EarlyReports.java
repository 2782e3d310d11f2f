package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.HeldReports.Held;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reports that are to be applied, or applied again, once the approval of their order comes, in the
 * order in which they came: the gate may know the order by an approval that has not been read here
 * yet. Of orders that nobody ever approves they stay until others push them out.
 */
public final class EarlyReports {
  /** As many are kept. */
  static final int MOST = 1_000;

  /** Oldest order first; none without a report. */
  private final Map<String, Deque<Held>> byOrder = new LinkedHashMap<>();

  private long next;
  private int count;

  /**
   * Keeps a report.
   *
   * @return as it is to be saved
   */
  public Held keep(ExecutionEvent event) {
    Held kept = new Held(next, event);
    restore(kept);
    return kept;
  }

  /** Brings back a report that was saved; in the order of their numbers. */
  public void restore(Held saved) {
    byOrder.computeIfAbsent(saved.event().orderId(), id -> new ArrayDeque<>()).addLast(saved);
    next = Math.max(next, saved.number() + 1);
    count++;
  }

  /** Takes out the oldest of the oldest order where there are too many. */
  public Optional<Held> takeSurplus() {
    if (count <= MOST) {
      return Optional.empty();
    }
    var oldest = byOrder.entrySet().iterator();
    Deque<Held> reports = oldest.next().getValue();
    Held taken = reports.removeFirst();
    if (reports.isEmpty()) {
      oldest.remove();
    }
    count--;
    return Optional.of(taken);
  }

  /** Takes out those of an order, oldest first. */
  List<Held> take(String orderId) {
    Deque<Held> taken = byOrder.remove(orderId);
    if (taken == null) {
      return List.of();
    }
    count -= taken.size();
    return new ArrayList<>(taken);
  }
}
