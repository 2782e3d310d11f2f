package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Numbers;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells of orders that have reserved for too long without news, once each. */
final class StaleReservations {
  private final Duration age;
  private final GateState state;
  private final GateOutput output;

  /** Orders that were told of, by portfolio, as long as they are open. */
  private final Map<String, Set<String>> told = new HashMap<>();

  /** Event time from which a portfolio's open orders are looked through again, milliseconds. */
  private final Map<String, Long> nextSearch = new HashMap<>();

  StaleReservations(Duration age, GateState state, GateOutput output) {
    this.age = age;
    this.state = state;
    this.output = output;
  }

  /** Forgets portfolios of which nothing is known any more. */
  void forgetUnknown() {
    List.of(told, nextSearch)
        .forEach(m -> m.keySet().removeIf(id -> state.knownLedger(id).isEmpty()));
  }

  /**
   * Looks at a portfolio. Goes through all open orders, so not at every interval: an alert may be
   * late by a percent.
   *
   * @param clock event time, milliseconds
   */
  void look(PortfolioLedger ledger, long clock) {
    if (ledger.orders().open().isEmpty()) {
      nextSearch.remove(ledger.portfolioId());
      told.remove(ledger.portfolioId());
      return;
    }
    if (clock < nextSearch.getOrDefault(ledger.portfolioId(), Long.MIN_VALUE + 1)) {
      return;
    }
    long allowed = age.toMillis();
    nextSearch.put(ledger.portfolioId(), clock + allowed / 100);
    Set<String> before = told.getOrDefault(ledger.portfolioId(), Set.of());
    Set<String> stale = new HashSet<>();
    for (OrderState order : ledger.orders().open()) {
      long silent = clock - order.heardAt();
      if (silent <= allowed) {
        continue;
      }
      stale.add(order.orderId());
      if (!before.contains(order.orderId())) {
        output.warn(
            ledger.portfolioId(),
            AlertType.STALE_RESERVATION,
            order.orderId(),
            "Order %s has reserved %s %s for %d s without news; check it with the execution engine or release it with RELEASE_RESERVATION."
                .formatted(
                    order.orderId(),
                    Numbers.plain(order.reserved()),
                    order.symbol(),
                    silent / 1000),
            clock);
      }
    }
    told.put(ledger.portfolioId(), stale);
  }
}
