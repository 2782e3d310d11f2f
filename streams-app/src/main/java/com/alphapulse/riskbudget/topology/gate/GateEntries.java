package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.domain.account.HeldReports.Held;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.orders.Answer;
import com.alphapulse.riskbudget.topology.account.AccountEntry;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.account.OrderEntries;
import com.alphapulse.riskbudget.topology.account.RestoredOrders;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/** The entries that a gate task's state is saved as, and back. */
final class GateEntries {
  private GateEntries() {}

  /** Makes live objects from entries. */
  static GateState restore(Map<Bytes, byte[]> entries) {
    GateState state = new GateState();
    try {
      restoreFacts(state, entries);
      restoreReported(state, entries);
      restoreApproved(state, entries);
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger's changelog cannot be read", e);
    }
    return state;
  }

  /** Every entry, so that {@link #restore} makes an equal state of them. */
  static void dump(GateState state, BiConsumer<Bytes, byte[]> sink) {
    state.records().forEach(sink);
    sink.accept(LedgerEntries.key(Kind.CURSOR), LedgerEntries.cursor(state.cursor()));
    state
        .clocks()
        .forEach(
            (market, clock) ->
                sink.accept(LedgerEntries.key(Kind.CLOCK, market), LedgerEntries.clock(clock)));
    state.ledgers().forEach(ledger -> dump(ledger, state.cursor(), sink));
  }

  private static void dump(PortfolioLedger ledger, long[] cursor, BiConsumer<Bytes, byte[]> sink) {
    String id = ledger.portfolioId();
    sink.accept(LedgerEntries.key(Kind.ACCOUNT, id), AccountEntry.write(ledger));
    ledger
        .positions()
        .byStrategy()
        .forEach(
            (strategyId, bySymbol) ->
                bySymbol.forEach(
                    (symbol, exposure) -> {
                      if (exposure.position().signum() != 0) {
                        sink.accept(
                            LedgerEntries.key(Kind.POSITION, id, strategyId, symbol),
                            LedgerEntries.position(exposure.position()));
                      }
                    }));
    ledger.orders().all().forEach(order -> OrderEntries.dump(id, order, sink));
    for (Held held : ledger.heldReports().all()) {
      sink.accept(OrderEntries.heldKey(id, held), OrderEntries.held(held));
    }
    for (Answer answer : ledger.orders().answers()) {
      sink.accept(
          LedgerEntries.key(Kind.DECISION, id, answer.orderId()),
          LedgerEntries.decision(answer, cursor, ledger.rates()));
    }
  }

  private static void restoreFacts(GateState state, Map<Bytes, byte[]> entries) throws IOException {
    for (Map.Entry<Bytes, byte[]> entry : entries.entrySet()) {
      DataInputStream key = LedgerEntries.in(entry.getKey().get());
      byte[] value = entry.getValue();
      switch (LedgerEntries.kind(key)) {
        case CURSOR -> LedgerEntries.readCursor(value, state.cursor());
        case PORTFOLIO -> {
          state
              .ledger(key.readUTF())
              .restoreSpec(
                  ReferenceWire.portfolio(state.portfolioCodec.decode(value), state.names::learn));
          state.keep(entry.getKey(), value);
        }
        case BUDGET -> {
          PortfolioLedger ledger = state.ledger(key.readUTF());
          GateWire.limits(state.budgetCodec.decode(value), state.names).ifPresent(ledger::apply);
          state.keep(entry.getKey(), value);
        }
        case MARKS -> {
          Marks saved = GateWire.marks(state.marksCodec.decode(value), state.names);
          state.marks(saved);
          state.clock(saved.market()).restore(saved.asOf());
          state.keep(entry.getKey(), value);
        }
        case RISK_MODEL -> {
          state.riskModel(GateWire.riskModel(state.stateCodec.decode(value)));
          state.keep(entry.getKey(), value);
        }
        case CLOCK -> state.clock(key.readUTF()).restore(LedgerEntries.readClock(value));
        case OVERRIDE -> {
          Optional<RiskOverrideSpec> override =
              ReferenceWire.override(state.overrideCodec.decode(value));
          override.ifPresent(o -> state.overrides(o.portfolioId()).apply(o));
          state.keep(entry.getKey(), value);
        }
        case TOLD -> state.keep(entry.getKey(), value);
        case ACCOUNT -> AccountEntry.readInto(state.ledger(key.readUTF()), value);
        case POSITION ->
            state
                .ledger(key.readUTF())
                .restorePosition(
                    state.names.learn(key.readUTF()),
                    state.names.learn(key.readUTF()),
                    LedgerEntries.readPosition(value));
        case HELD ->
            state.ledger(key.readUTF()).heldReports().restore(OrderEntries.readHeld(value));
        case ORDER, EXECUTION -> {
          // When the marks are known, and the orders before their executions.
        }
        case EARLY, OVERRIDE_OF_ALL -> {
          // Entries of the budget stage alone.
        }
        case DECISION -> {
          PortfolioLedger ledger = state.ledger(key.readUTF());
          Answer answer =
              LedgerEntries.readDecision(key.readUTF(), value, state.cursor(), ledger.rates());
          ledger.orders().add(answer);
          ledger.restoreSequence(answer.sequenceAfter());
        }
      }
    }
  }

  /** Orders with entries of their own, in the order in which they were heard of last. */
  private static void restoreReported(GateState state, Map<Bytes, byte[]> entries)
      throws IOException {
    RestoredOrders orders = RestoredOrders.of(entries);
    orders.forEach((portfolioId, order) -> state.ledger(portfolioId).restoreOrder(order));
  }

  /** Approved orders of which no report told yet follow from their decisions. */
  private static void restoreApproved(GateState state, Map<Bytes, byte[]> entries) {
    for (PortfolioLedger ledger : state.ledgers()) {
      for (Answer answer : ledger.orders().answers()) {
        Bytes own = OrderEntries.key(ledger.portfolioId(), answer.orderId());
        if (answer.approved() && !entries.containsKey(own)) {
          ledger.restoreOrder(state.approvedOrder(state.decisionCodec.decode(answer.encoded())));
        }
      }
    }
  }
}
