package com.alphapulse.riskbudget.topology.wire;

import java.util.HashMap;
import java.util.Map;

/**
 * One string for each name of a strategy, symbol, market or currency, however many records carry
 * it. The maps of a thousand portfolios are then searched by identity: comparing letters would
 * fetch a copy of the name from each portfolio's own corner of the memory, which takes longer than
 * all the checks.
 *
 * <p>Learns from reference data, budgets and saved positions only, so that no order can make it
 * grow, and no more than {@link #MOST} names: beyond those, names are merely slower to find.
 */
public final class NameTable {
  /** As many names are learnt, some 10 MB. */
  public static final int MOST = 100_000;

  private final Map<String, String> names = new HashMap<>();

  /** The one string of a name, which is this one from now on if there was none. */
  public String learn(String name) {
    if (names.size() >= MOST) {
      return of(name);
    }
    String known = names.putIfAbsent(name, name);
    return known == null ? name : known;
  }

  /** The one string of a name; the same string for a name that nobody has told of. */
  public String of(String name) {
    return names.getOrDefault(name, name);
  }
}
