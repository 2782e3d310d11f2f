package com.alphapulse.riskbudget.api.live;

import com.alphapulse.riskbudget.api.view.ViewEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Holds back what changes more often than anyone can read: of each portfolio the newest budget, and
 * the newest row of each limit, go out at most twice a second. What came last always goes out. Not
 * safe for use by several threads.
 */
final class Conflation {
  /** Between two times that a portfolio's events go out. */
  static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final class Portfolio {
    private final Map<String, ViewEvent> newest = new LinkedHashMap<>();
    private long notBefore;
  }

  private final Map<String, Portfolio> portfolios = new HashMap<>();

  /**
   * Takes in an event in place of the one before under the same key.
   *
   * @param key what it is the newest of
   */
  void add(String key, ViewEvent event, long now) {
    portfolios
        .computeIfAbsent(
            event.portfolioId().orElse(""),
            id -> {
              Portfolio fresh = new Portfolio();
              fresh.notBefore = now;
              return fresh;
            })
        .newest
        .put(key, event);
  }

  /** Takes out what may go out now. */
  List<ViewEvent> due(long now) {
    List<ViewEvent> due = new ArrayList<>();
    Iterator<Portfolio> all = portfolios.values().iterator();
    while (all.hasNext()) {
      Portfolio portfolio = all.next();
      if (now - portfolio.notBefore < 0) {
        continue;
      }
      if (portfolio.newest.isEmpty()) {
        all.remove();
      }
      due.addAll(portfolio.newest.values());
      portfolio.newest.clear();
      portfolio.notBefore = now + PACE_NANOS;
    }
    return due;
  }
}
