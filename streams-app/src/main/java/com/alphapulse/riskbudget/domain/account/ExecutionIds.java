package com.alphapulse.riskbudget.domain.account;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Identifiers of the executions of one order, the latest {@value #MOST} of them. Each has a number,
 * so that each can be saved by itself, in a place that a later one takes over: an order costs as
 * much to save with its thousandth execution as with its first.
 */
public final class ExecutionIds {
  /** As many are remembered; of an older one the cumulative quantity tells that it is known. */
  public static final int MOST = 2_000;

  private final Set<String> ids = new LinkedHashSet<>();
  private final List<Numbered> unsaved = new ArrayList<>();
  private long count;

  /**
   * An identifier.
   *
   * @param number of those of its order, from 0
   */
  public record Numbered(long number, String execId) {

    /** Where it is saved: the place of one that is forgotten by then. */
    public int place() {
      return (int) (number % MOST);
    }
  }

  boolean contains(String execId) {
    return ids.contains(execId);
  }

  void add(String execId) {
    if (ids.add(execId)) {
      unsaved.add(new Numbered(count, execId));
      count++;
      trim();
    }
  }

  /** Brings back one that was saved; in the order of their numbers. */
  void restore(Numbered saved) {
    if (saved.number() >= count && ids.add(saved.execId())) {
      count = saved.number() + 1;
      trim();
    }
  }

  private void trim() {
    if (ids.size() > MOST) {
      ids.remove(ids.iterator().next());
    }
  }

  /** Those that were added since the last call. */
  List<Numbered> takeUnsaved() {
    List<Numbered> taken = List.copyOf(unsaved);
    unsaved.clear();
    return taken;
  }

  /** Those that are remembered, oldest first. */
  List<Numbered> all() {
    List<Numbered> all = new ArrayList<>();
    long number = count - ids.size();
    for (String id : ids) {
      all.add(new Numbered(number++, id));
    }
    return all;
  }

  /** Places in which one is saved, from 0. */
  int places() {
    return (int) Math.min(count, MOST);
  }
}
