package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarkedPrice;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.HeldReports.Held;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.account.ReportResult;
import com.alphapulse.riskbudget.domain.account.ReportRule;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.account.OrderEntries;
import com.alphapulse.riskbudget.topology.account.RestoredOrders;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.NameTable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The accounts of one budget task: applies execution reports and approvals to the books as the gate
 * does, and saves orders, execution ids and reports that wait, each as an entry of its own.
 */
final class BudgetAccounts {
  private final BudgetState state;
  private final KeyValueStore<Bytes, byte[]> store;
  private final NameTable names;

  private final long memory;
  private final LongSupplier wallClock;

  /**
   * Loads what the store holds into the books.
   *
   * @param memory how long after the receipt of its last report a settled order is remembered
   */
  BudgetAccounts(
      BudgetState state,
      KeyValueStore<Bytes, byte[]> store,
      Duration memory,
      NameTable names,
      LongSupplier wallClock) {
    this.names = names;
    this.wallClock = wallClock;
    this.memory = memory.toMillis();
    this.state = state;
    this.store = store;
    Map<Bytes, byte[]> entries = new LinkedHashMap<>();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
    }
    try {
      restore(entries);
    } catch (IOException e) {
      throw new UncheckedIOException("the budget's accounts cannot be read", e);
    }
  }

  private void restore(Map<Bytes, byte[]> entries) throws IOException {
    RestoredOrders.of(entries)
        .forEach((portfolioId, order) -> state.book(portfolioId).orders().put(order));
    List<Early> early = new ArrayList<>();
    for (Map.Entry<Bytes, byte[]> entry : entries.entrySet()) {
      DataInputStream key = LedgerEntries.in(entry.getKey().get());
      Kind kind = LedgerEntries.kind(key);
      if (kind == Kind.HELD) {
        Held held = OrderEntries.readHeld(entry.getValue());
        state.book(key.readUTF()).orders().held().restore(held);
      } else if (kind == Kind.EARLY) {
        early.add(new Early(key.readUTF(), OrderEntries.readHeld(entry.getValue())));
      }
    }
    early.sort(Comparator.comparingLong(e -> e.report().number()));
    early.forEach(e -> state.book(e.portfolioId()).orders().early().restore(e.report()));
  }

  /** A report of an order that is not known. */
  private record Early(String portfolioId, Held report) {}

  /** Applies the reports that waited for contracts of a market of which marks have told now. */
  void applyHeldIn(String market) {
    state.portfoliosOf(market).forEach(this::applyHeld);
  }

  /** Applies the reports of a portfolio that waited for what is known now. */
  void applyHeld(String portfolioId) {
    PortfolioBook book = state.book(portfolioId);
    if (book.orders().held().isEmpty()) {
      return;
    }
    ReportRule.Released released = book.applyHeld(multipliers(book), receipt(book));
    released.taken().forEach(held -> store.delete(OrderEntries.heldKey(portfolioId, held)));
    released.results().forEach(result -> save(portfolioId, book, result));
  }

  /** Applies a report; of a portfolio that is not defined, none. The gate raises the alerts. */
  void apply(ExecutionReport report) {
    String portfolioId = report.getPortfolioId();
    Optional<PortfolioBook> book = state.definedBook(portfolioId);
    if (book.isPresent()) {
      apply(portfolioId, book.get(), GateWire.execution(report, names));
    }
  }

  private void apply(String portfolioId, PortfolioBook book, ExecutionEvent event) {
    save(portfolioId, book, book.apply(event, multipliers(book), receipt(book)));
  }

  private void keepEarly(String portfolioId, PortfolioBook book, ExecutionEvent event) {
    if (event.takesBack()) {
      return; // It takes back what was booked when it came, or nothing.
    }
    Held kept = book.orders().early().keep(event);
    store.put(OrderEntries.earlyKey(portfolioId, kept), OrderEntries.held(kept));
    book.orders()
        .early()
        .takeSurplus()
        .ifPresent(surplus -> store.delete(OrderEntries.earlyKey(portfolioId, surplus)));
  }

  private void save(String portfolioId, PortfolioBook book, ReportResult result) {
    switch (result.outcome()) {
      case APPLIED -> {
        OrderState order = result.order().orElseThrow();
        OrderEntries.save(portfolioId, order, store::put);
        state.save(portfolioId);
        if (order.approved().signum() == 0 && result.event().status().isFinal()) {
          // Should its approval come yet, the order has ended all the same.
          keepEarly(portfolioId, book, result.event());
        }
      }
      case HELD -> {
        Held held = book.orders().held().latest();
        store.put(OrderEntries.heldKey(portfolioId, held), OrderEntries.held(held));
      }
      case UNKNOWN_ORDER -> keepEarly(portfolioId, book, result.event());
      case KNOWN, REFUSED -> {
        // Nothing has changed.
      }
    }
  }

  /** Takes in an approval of the gate: what it approved pends from now on. */
  void approved(OrderDecision decision) {
    String portfolioId = decision.getIntent().getPortfolioId();
    Optional<PortfolioBook> book = state.definedBook(portfolioId);
    if (book.isEmpty() || decision.getRepeat()) {
      return;
    }
    OrderState order =
        new OrderState(
            decision.getIntent().getOrderId(),
            names.of(decision.getIntent().getStrategyId()),
            names.of(decision.getIntent().getSymbol()),
            GateWire.side(decision.getIntent().getSide()),
            Decimals.compact(decision.getApprovedQuantity()),
            receipt(book.get()));
    var early = book.get().orders().approve(order);
    OrderEntries.save(portfolioId, order, store::put);
    for (Held report : early) {
      store.delete(OrderEntries.earlyKey(portfolioId, report));
      apply(portfolioId, book.get(), report.event());
    }
    forget(portfolioId, book.get());
  }

  /** Frees what an order reserves, on an operator's word. */
  void release(String portfolioId, String orderId) {
    state
        .definedBook(portfolioId)
        .flatMap(book -> book.orders().release(orderId))
        .ifPresent(order -> OrderEntries.save(portfolioId, order, store::put));
  }

  /** Forgets what has been settled for long. */
  void forget() {
    state.portfolios().forEach(id -> forget(id, state.book(id)));
  }

  private void forget(String portfolioId, PortfolioBook book) {
    book.orders()
        .forgetSettled(receipt(book) - memory)
        .forEach(order -> OrderEntries.delete(portfolioId, order, store::put));
  }

  /** When something counts as received: by the market's time, which no sender moves. */
  private long receipt(PortfolioBook book) {
    return state.markets().time(book.spec(), wallClock.getAsLong());
  }

  private Function<String, Optional<BigDecimal>> multipliers(PortfolioBook book) {
    Optional<PortfolioSpec> spec = book.spec();
    return symbol ->
        spec.flatMap(
            s -> instrument(s.market(), symbol).flatMap(i -> i.multiplierIn(s.baseCurrency())));
  }

  /** As the latest marks tell it; before the first, as the latest state does. */
  private Optional<InstrumentSpec> instrument(String market, String symbol) {
    Optional<MarkedPrice> marked =
        state.markets().prices(market).map(latest -> latest.bySymbol().get(symbol));
    if (marked.isPresent()) {
      return marked.map(MarkedPrice::instrument);
    }
    return state
        .markets()
        .snapshot(market)
        .flatMap(
            snapshot ->
                snapshot.symbols().stream()
                    .map(MarketSnapshot.SymbolRisk::instrument)
                    .filter(instrument -> instrument.symbol().equals(symbol))
                    .findFirst());
  }
}
