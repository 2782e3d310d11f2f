package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.domain.account.MissingFill;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.topology.account.OrderEntries;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Tells of orders that have ended and whose last fills do not come. A cancel may overtake a fill by
 * a moment; so they get some time first.
 */
final class MissingFills {
  private final Duration patience;
  private final GateState state;
  private final GateOutput output;
  private final Deque<Due> due = new ArrayDeque<>();

  /**
   * An order to look at again.
   *
   * @param at wall-clock time, milliseconds
   */
  private record Due(String portfolioId, String orderId, long at) {}

  /** Watches the orders that a restored state leaves incomplete, too. */
  MissingFills(Duration patience, GateState state, GateOutput output) {
    this.patience = patience;
    this.state = state;
    this.output = output;
    for (PortfolioLedger ledger : state.ledgers()) {
      ledger.orders().all().forEach(order -> watch(ledger.portfolioId(), order));
    }
  }

  /** Looks at an order again in a while if fills of it are missing. */
  void watch(String portfolioId, OrderState order) {
    if (order.isMissingUntold()) {
      due.addLast(new Due(portfolioId, order.orderId(), output.wallClock() + patience.toMillis()));
    }
  }

  /**
   * Tells what is due.
   *
   * @param now wall-clock time, milliseconds
   */
  void run(long now) {
    while (!due.isEmpty() && due.peekFirst().at() <= now) {
      Due next = due.removeFirst();
      state
          .definedLedger(next.portfolioId())
          .flatMap(ledger -> ledger.orders().order(next.orderId()))
          .filter(OrderState::isMissingUntold)
          .ifPresent(order -> tell(next.portfolioId(), order));
    }
  }

  private void tell(String portfolioId, OrderState order) {
    output.alerts(portfolioId, List.of(MissingFill.tell(order, order.heardAt())));
    OrderEntries.save(portfolioId, order, output::put);
  }
}
