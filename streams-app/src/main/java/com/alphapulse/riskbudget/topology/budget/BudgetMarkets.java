package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.MarkedPrice;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.gate.MarketClock;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.MarketWire;
import com.alphapulse.riskbudget.topology.wire.NameTable;
import com.alphapulse.riskbudget.topology.wire.SingleObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What the markets tell a budget task: latest states and prices, and the time that follows. */
final class BudgetMarkets {
  private final KeyValueStore<String, byte[]> stateStore;
  private final KeyValueStore<Bytes, byte[]> markStore;
  private final NameTable names;
  private final SingleObject<MarketState> stateCodec = SingleObject.of(MarketState.class);
  private final SingleObject<MarketMarks> marksCodec = SingleObject.of(MarketMarks.class);
  private final Map<String, MarketSnapshot> snapshots = new HashMap<>();
  private final Map<String, Headers> regimeHeaders = new HashMap<>();
  private final Map<String, LatestPrices> prices = new HashMap<>();
  private final Map<String, MarketClock> clocks = new HashMap<>();

  /** Snapshots at the latest prices, made when asked for. */
  private final Map<String, MarketSnapshot> priced = new HashMap<>();

  /** Snapshots at their bars, with the latest prices of what has no bar; made when asked for. */
  private final Map<String, MarketSnapshot> atBars = new HashMap<>();

  /** Latest prices of a market, as the gate reads them too, and their event time. */
  record LatestPrices(long sequence, long asOf, Map<String, MarkedPrice> bySymbol) {}

  /**
   * Loads the states that were saved; marks and clocks are brought back by who reads their store.
   *
   * @param stateStore of market states, by market
   * @param markStore of marks and clocks, by their {@link LedgerEntries#key}
   */
  BudgetMarkets(
      KeyValueStore<String, byte[]> stateStore,
      KeyValueStore<Bytes, byte[]> markStore,
      NameTable names) {
    this.stateStore = stateStore;
    this.markStore = markStore;
    this.names = names;
    try (KeyValueIterator<String, byte[]> all = stateStore.all()) {
      all.forEachRemaining(
          saved ->
              MarketWire.snapshot(stateCodec.decode(saved.value))
                  .ifPresent(snapshot -> snapshots.put(saved.key, snapshot)));
    }
  }

  void restoreMarks(byte[] saved) {
    learn(marksCodec.decode(saved));
  }

  void restoreClock(String market, byte[] saved) throws IOException {
    clock(market).restore(LedgerEntries.readClock(saved));
  }

  /** Markets whose state is known. */
  List<String> known() {
    return List.copyOf(snapshots.keySet());
  }

  /** Whether a market is known, or not too many are. */
  boolean hasRoomFor(String market) {
    return snapshots.containsKey(market)
        || prices.containsKey(market)
        || Math.max(snapshots.size(), prices.size()) < Bounds.MARKETS;
  }

  /**
   * Takes in the state of a market.
   *
   * @return false if it is no later than the one known
   */
  boolean state(MarketState record, MarketSnapshot snapshot, Headers headers) {
    MarketSnapshot known = snapshots.get(snapshot.market());
    if (known != null && snapshot.sequence() <= known.sequence()) {
      return false;
    }
    snapshots.put(snapshot.market(), snapshot);
    priced.remove(snapshot.market());
    atBars.remove(snapshot.market());
    Header learnt = headers.lastHeader(Names.REGIME_LEARNT_AT);
    if (learnt != null) {
      regimeHeaders.put(snapshot.market(), new RecordHeaders().add(learnt));
    }
    stateStore.put(snapshot.market(), stateCodec.encode(record));
    return true;
  }

  /**
   * Takes in the latest prices of a market.
   *
   * @return false if they are no later than those known
   */
  boolean marks(MarketMarks record, long wallClock) {
    String market = record.getMarket();
    LatestPrices known = prices.get(market);
    if (known != null && record.getSequence() <= known.sequence()) {
      return false;
    }
    markStore.put(LedgerEntries.key(Kind.MARKS, market), marksCodec.encode(record));
    long asOf = learn(record).asOf(); // The market stage holds it to the wall clock.
    if (clock(market).advance(asOf, wallClock)) {
      markStore.put(LedgerEntries.key(Kind.CLOCK, market), LedgerEntries.clock(clock(market)));
    }
    return true;
  }

  private LatestPrices learn(MarketMarks record) {
    Marks marks = GateWire.marks(record, names);
    Map<String, MarkedPrice> bySymbol = new HashMap<>();
    marks
        .bySymbol()
        .forEach(
            (symbol, mark) ->
                bySymbol.put(symbol, new MarkedPrice(mark.instrument(), mark.price())));
    LatestPrices latest = new LatestPrices(marks.sequence(), marks.asOf(), bySymbol);
    prices.put(marks.market(), latest);
    priced.remove(marks.market());
    atBars.remove(marks.market());
    return latest;
  }

  /** The latest state of a market, as it came. */
  Optional<MarketSnapshot> snapshot(String market) {
    return Optional.ofNullable(snapshots.get(market));
  }

  /** Latest prices of a market; empty before the first. */
  Optional<LatestPrices> prices(String market) {
    return Optional.ofNullable(prices.get(market));
  }

  /** The latest state of a market, at the marks that the gate values holdings at. */
  Optional<MarketSnapshot> atMarks(String market) {
    return Optional.ofNullable(
        priced.computeIfAbsent(market, m -> price(m, MarketSnapshot::pricedAt)));
  }

  /** The latest state of a market, at the prices of its bar. */
  Optional<MarketSnapshot> atBar(String market) {
    return Optional.ofNullable(
        atBars.computeIfAbsent(market, m -> price(m, MarketSnapshot::atItsBar)));
  }

  private MarketSnapshot price(
      String market, BiFunction<MarketSnapshot, Map<String, MarkedPrice>, MarketSnapshot> how) {
    MarketSnapshot snapshot = snapshots.get(market);
    LatestPrices latest = prices.get(market);
    return snapshot == null || latest == null ? snapshot : how.apply(snapshot, latest.bySymbol());
  }

  /**
   * The time of a portfolio's market, milliseconds: that of its latest bar or prices, never one
   * that a definition, a report or an override claims. The wall clock's where no market is known.
   */
  long time(Optional<PortfolioSpec> spec, long wallClock) {
    Optional<String> market = spec.map(PortfolioSpec::market);
    long bar = market.flatMap(this::snapshot).map(MarketSnapshot::asOf).orElse(Long.MIN_VALUE);
    long marked = market.flatMap(this::prices).map(LatestPrices::asOf).orElse(Long.MIN_VALUE);
    long latest = Math.max(bar, marked);
    return latest == Long.MIN_VALUE ? wallClock : latest;
  }

  /**
   * When an override of a portfolio arrives, milliseconds: by the clock that the gate judges it by,
   * which goes on while no price comes.
   */
  long arrival(Optional<PortfolioSpec> spec, long wallClock) {
    return spec.map(s -> clock(s.market()).now(wallClock)).orElse(wallClock);
  }

  private MarketClock clock(String market) {
    return clocks.computeIfAbsent(market, m -> new MarketClock());
  }

  /** Headers for budgets that answer the latest regime change of a portfolio's market. */
  Headers headers(Optional<PortfolioSpec> spec) {
    return spec.map(s -> regimeHeaders.get(s.market())).orElseGet(RecordHeaders::new);
  }
}
