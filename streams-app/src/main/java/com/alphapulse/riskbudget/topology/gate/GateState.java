package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.MarketClock;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.gate.orders.Answer;
import com.alphapulse.riskbudget.topology.account.AccountEntry;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.account.OrderEntries;
import com.alphapulse.riskbudget.topology.account.RestoredOrders;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.NameTable;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import com.alphapulse.riskbudget.topology.wire.SingleObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Live objects of one gate task: the ledgers, marks and decisions of its partition, and the cursor.
 * It can be made from the store's entries and turned back into them.
 */
final class GateState {

  final SingleObject<Portfolio> portfolioCodec = SingleObject.of(Portfolio.class);
  final SingleObject<BudgetUpdate> budgetCodec = SingleObject.of(BudgetUpdate.class);
  final SingleObject<MarketMarks> marksCodec = SingleObject.of(MarketMarks.class);
  final SingleObject<MarketState> stateCodec = SingleObject.of(MarketState.class);
  final SingleObject<RiskOverride> overrideCodec = SingleObject.of(RiskOverride.class);
  final SingleObject<TradingStateUpdate> toldCodec = SingleObject.of(TradingStateUpdate.class);
  final SingleObject<OrderDecision> decisionCodec = SingleObject.of(OrderDecision.class);

  final NameTable names = new NameTable();

  private final Map<String, PortfolioLedger> ledgers = new HashMap<>();
  private final Map<String, Marks> marks = new HashMap<>();
  private final Map<String, MarketClock> clocks = new HashMap<>();
  private final Map<String, RiskModel> riskModels = new HashMap<>();
  private final TradingOverrides everywhere = new TradingOverrides();
  private final long[] cursor = new long[Topics.GATE_INPUTS.size()];

  /** Entries that are kept as they are because live objects do not hold all of the record. */
  private final Map<Bytes, byte[]> records = new LinkedHashMap<>();

  private GateState() {
    Arrays.fill(cursor, -1);
  }

  /** Makes live objects from entries. */
  static GateState restore(Map<Bytes, byte[]> entries) {
    GateState state = new GateState();
    try {
      state.restoreFacts(entries);
      state.restoreReported(entries);
      state.restoreApproved(entries);
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger's changelog cannot be read", e);
    }
    return state;
  }

  /** The ledger of a portfolio, made if there is none. */
  PortfolioLedger ledger(String portfolioId) {
    PortfolioLedger known = ledgers.get(portfolioId);
    return known == null ? ledgers.computeIfAbsent(portfolioId, PortfolioLedger::new) : known;
  }

  /** The ledger of a portfolio of which anything is known. */
  Optional<PortfolioLedger> knownLedger(String portfolioId) {
    return Optional.ofNullable(ledgers.get(portfolioId));
  }

  /** The ledger of a portfolio that is defined. */
  Optional<PortfolioLedger> definedLedger(String portfolioId) {
    return knownLedger(portfolioId).filter(l -> l.spec().isPresent());
  }

  /** Ledgers of portfolios that nobody has defined. */
  List<PortfolioLedger> undefinedLedgers() {
    return ledgers.values().stream().filter(l -> l.spec().isEmpty()).toList();
  }

  /**
   * Whether overrides or a budget of a portfolio may be kept: it is defined, or not too many others
   * wait for a definition that may never come.
   */
  boolean mayKeepFor(String portfolioId) {
    return definedLedger(portfolioId).isPresent()
        || knownLedger(portfolioId).filter(GateState::isKept).isPresent()
        || undefinedLedgers().stream().filter(GateState::isKept).count()
            < Bounds.UNDEFINED_PORTFOLIOS;
  }

  private static boolean isKept(PortfolioLedger ledger) {
    return ledger.limits().isPresent() || !ledger.overrides().all().isEmpty();
  }

  /** Whether what a market tells may be kept: a portfolio trades it, or not too many are known. */
  boolean hasRoomFor(String market) {
    return marks.containsKey(market)
        || riskModels.containsKey(market)
        || Math.max(marks.size(), riskModels.size()) < Bounds.MARKETS
        || ledgers.values().stream()
            .anyMatch(l -> l.spec().filter(spec -> spec.market().equals(market)).isPresent());
  }

  /** Forgets a portfolio. */
  void remove(PortfolioLedger ledger) {
    ledgers.remove(ledger.portfolioId());
  }

  Iterable<PortfolioLedger> ledgers() {
    return ledgers.values();
  }

  /** TradingOverrides that apply to every portfolio. */
  TradingOverrides everywhere() {
    return everywhere;
  }

  /** The overrides that a record keyed by {@code portfolioId} belongs to. */
  TradingOverrides overrides(String portfolioId) {
    return portfolioId.equals(RiskOverrideSpec.ALL_PORTFOLIOS)
        ? everywhere
        : ledger(portfolioId).overrides();
  }

  /**
   * Event time that no defined portfolio's clock is behind, milliseconds; the wall clock's where no
   * portfolio is defined, and empty while a market among theirs has no marks.
   */
  OptionalLong earliestClock(long wallClock) {
    long earliest = wallClock;
    for (PortfolioLedger ledger : ledgers.values()) {
      if (ledger.spec().isPresent()) {
        MarketClock clock = clockOf(ledger);
        if (!clock.isRunning()) {
          return OptionalLong.empty();
        }
        earliest = Math.min(earliest, clock.now(wallClock));
      }
    }
    return OptionalLong.of(earliest);
  }

  /** Marks of the market that a portfolio trades; none while its definition is not known. */
  Marks marksOf(PortfolioLedger ledger) {
    return ledger.spec().map(spec -> marks(spec.market())).orElseGet(() -> Marks.none(""));
  }

  Marks marks(String market) {
    return marks.getOrDefault(market, Marks.none(market));
  }

  void marks(Marks latest) {
    marks.put(latest.market(), latest);
  }

  /** Clock of a market, made if there is none. */
  MarketClock clock(String market) {
    return clocks.computeIfAbsent(market, m -> new MarketClock());
  }

  /**
   * Clock of the market that a portfolio trades; one that tells the wall clock's time while its
   * definition is not known.
   */
  MarketClock clockOf(PortfolioLedger ledger) {
    return ledger.spec().map(spec -> clock(spec.market())).orElseGet(MarketClock::new);
  }

  /** Risk model of the market that a portfolio trades. */
  RiskModel riskModelOf(PortfolioLedger ledger) {
    return ledger.spec().map(spec -> riskModel(spec.market())).orElseGet(() -> RiskModel.none(""));
  }

  RiskModel riskModel(String market) {
    return riskModels.getOrDefault(market, RiskModel.none(market));
  }

  void riskModel(RiskModel latest) {
    riskModels.put(latest.market(), latest);
  }

  /** Offset of the last record applied, by position in {@link Topics#GATE_INPUTS}; -1 for none. */
  long[] cursor() {
    return cursor;
  }

  /** The budget in force of a portfolio, as its record tells it. */
  Optional<BudgetUpdate> budgetOf(String portfolioId) {
    return Optional.ofNullable(records.get(LedgerEntries.key(Kind.BUDGET, portfolioId)))
        .map(budgetCodec::decode);
  }

  /** What was told last of a portfolio's trading state, or under {@code *} of all. */
  Optional<TradingStateUpdate> told(String portfolioId) {
    return Optional.ofNullable(records.get(LedgerEntries.key(Kind.TOLD, portfolioId)))
        .map(toldCodec::decode);
  }

  /** Keeps an entry as it is; null removes it. */
  void keep(Bytes key, byte[] value) {
    if (value == null) {
      records.remove(key);
    } else {
      records.put(key, value);
    }
  }

  /** Number of entries that {@link #dump} makes, about. */
  long entries() {
    return records.size()
        + ledgers.values().stream()
            .mapToLong(ledger -> ledger.answers().size() + ledger.openOrders().size())
            .sum();
  }

  /** Every entry, so that {@link #restore} makes an equal state. */
  void dump(BiConsumer<Bytes, byte[]> sink) {
    records.forEach(sink);
    sink.accept(LedgerEntries.key(Kind.CURSOR), LedgerEntries.cursor(cursor));
    clocks.forEach(
        (market, clock) ->
            sink.accept(LedgerEntries.key(Kind.CLOCK, market), LedgerEntries.clock(clock)));
    ledgers.forEach(
        (id, ledger) -> {
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
          ledger.orders().forEach(order -> OrderEntries.dump(id, order, sink));
          ledger
              .heldReports()
              .all()
              .forEach(
                  held -> sink.accept(OrderEntries.heldKey(id, held), OrderEntries.held(held)));
          ledger
              .answers()
              .forEach(
                  answer ->
                      sink.accept(
                          LedgerEntries.key(Kind.DECISION, id, answer.orderId()),
                          LedgerEntries.decision(answer, cursor, ledger.rates())));
        });
  }

  private void restoreFacts(Map<Bytes, byte[]> entries) throws IOException {
    for (Map.Entry<Bytes, byte[]> entry : entries.entrySet()) {
      DataInputStream key = LedgerEntries.in(entry.getKey().get());
      byte[] value = entry.getValue();
      switch (LedgerEntries.kind(key)) {
        case CURSOR -> LedgerEntries.readCursor(value, cursor);
        case PORTFOLIO -> {
          ledger(key.readUTF())
              .restoreSpec(ReferenceWire.portfolio(portfolioCodec.decode(value), names::learn));
          keep(entry.getKey(), value);
        }
        case BUDGET -> {
          PortfolioLedger ledger = ledger(key.readUTF());
          GateWire.limits(budgetCodec.decode(value), names).ifPresent(ledger::apply);
          keep(entry.getKey(), value);
        }
        case MARKS -> {
          Marks saved = GateWire.marks(marksCodec.decode(value), names);
          marks(saved);
          clock(saved.market()).restore(saved.asOf());
          keep(entry.getKey(), value);
        }
        case RISK_MODEL -> {
          riskModel(GateWire.riskModel(stateCodec.decode(value)));
          keep(entry.getKey(), value);
        }
        case CLOCK -> clock(key.readUTF()).restore(LedgerEntries.readClock(value));
        case OVERRIDE -> {
          Optional<RiskOverrideSpec> override = ReferenceWire.override(overrideCodec.decode(value));
          override.ifPresent(o -> overrides(o.portfolioId()).apply(o));
          keep(entry.getKey(), value);
        }
        case TOLD -> keep(entry.getKey(), value);
        case ACCOUNT -> AccountEntry.readInto(ledger(key.readUTF()), value);
        case POSITION ->
            ledger(key.readUTF())
                .restorePosition(
                    names.learn(key.readUTF()),
                    names.learn(key.readUTF()),
                    LedgerEntries.readPosition(value));
        case HELD -> ledger(key.readUTF()).heldReports().restore(OrderEntries.readHeld(value));
        case ORDER, EXECUTION -> {
          // When the marks are known, and the orders before their executions.
        }
        case EARLY, OVERRIDE_OF_ALL -> {
          // Entries of the budget stage alone.
        }
        case DECISION -> {
          PortfolioLedger ledger = ledger(key.readUTF());
          Answer answer = LedgerEntries.readDecision(key.readUTF(), value, cursor, ledger.rates());
          ledger.remember(answer);
          ledger.restoreSequence(answer.sequenceAfter());
        }
      }
    }
  }

  /** Orders with entries of their own, in the order in which they were heard of last. */
  private void restoreReported(Map<Bytes, byte[]> entries) throws IOException {
    RestoredOrders orders = RestoredOrders.of(entries);
    orders.forEach((portfolioId, order) -> ledger(portfolioId).restoreOrder(order));
  }

  /** Approved orders of which no report told yet follow from their decisions. */
  private void restoreApproved(Map<Bytes, byte[]> entries) {
    ledgers.forEach(
        (portfolioId, ledger) ->
            ledger
                .answers()
                .forEach(
                    answer -> {
                      if (answer.approved()
                          && !entries.containsKey(
                              OrderEntries.key(portfolioId, answer.orderId()))) {
                        ledger.restoreOrder(approvedOrder(decisionCodec.decode(answer.encoded())));
                      }
                    }));
  }

  /** State of an order at the moment of its approval. */
  OrderState approvedOrder(OrderDecision decision) {
    return new OrderState(
        decision.getIntent().getOrderId(),
        names.of(decision.getIntent().getStrategyId()),
        names.of(decision.getIntent().getSymbol()),
        GateWire.side(decision.getIntent().getSide()),
        Decimals.compact(decision.getApprovedQuantity()),
        decision.getAsOf().toEpochMilli());
  }
}
