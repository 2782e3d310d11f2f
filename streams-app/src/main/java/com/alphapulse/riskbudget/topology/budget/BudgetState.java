package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.MarkedPrice;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.MarketClock;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.state.StateBytes;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.MarketWire;
import com.alphapulse.riskbudget.topology.wire.NameTable;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import com.alphapulse.riskbudget.topology.wire.SingleObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Live objects of one budget task over its stores: the book of every portfolio, the latest state of
 * every market, and who still waits to be evaluated against it.
 */
final class BudgetState {
  private final KeyValueStore<String, byte[]> bookStore;
  private final KeyValueStore<String, byte[]> marketStore;
  private final KeyValueStore<Bytes, byte[]> accountStore;
  private final SingleObject<MarketState> marketCodec = SingleObject.of(MarketState.class);
  private final SingleObject<MarketMarks> marksCodec = SingleObject.of(MarketMarks.class);
  private final SingleObject<Portfolio> portfolioCodec = SingleObject.of(Portfolio.class);
  private final SingleObject<RiskOverride> overrideCodec = SingleObject.of(RiskOverride.class);
  private final NameTable names;
  private final OverridesOfAll ofAll;

  private final Map<String, PortfolioBook> books = new HashMap<>();
  private final Map<String, MarketSnapshot> snapshots = new HashMap<>();
  private final Map<String, Headers> regimeHeaders = new HashMap<>();
  private final Map<String, Set<String>> portfoliosByMarket = new HashMap<>();
  private final Map<String, Set<String>> savedOverrides = new HashMap<>();
  private final LinkedHashSet<String> waiting = new LinkedHashSet<>();
  private final LinkedHashSet<String> monitored = new LinkedHashSet<>();
  private final Map<String, LatestPrices> prices = new HashMap<>();
  private final Map<String, MarketClock> clocks = new HashMap<>();

  /** Snapshots at the latest prices, made when asked for. */
  private final Map<String, MarketSnapshot> priced = new HashMap<>();

  /** Snapshots at their bars, with the latest prices of what has no bar; made when asked for. */
  private final Map<String, MarketSnapshot> atBars = new HashMap<>();

  /** Event time before which no portfolio of a market is due, milliseconds. */
  private final Map<String, Long> nextDue = new HashMap<>();

  /**
   * Event time at which a portfolio was monitored last, so that a failure is not tried at every
   * price.
   */
  private final Map<String, Long> monitoredAt = new HashMap<>();

  /** Latest prices of a market, as the gate reads them too, and their event time. */
  record LatestPrices(long sequence, long asOf, Map<String, MarkedPrice> bySymbol) {}

  /** Loads what the stores hold; portfolios that had not been evaluated yet wait again. */
  BudgetState(
      KeyValueStore<String, byte[]> bookStore,
      KeyValueStore<String, byte[]> marketStore,
      KeyValueStore<Bytes, byte[]> accountStore,
      NameTable names) {
    this.accountStore = accountStore;
    this.ofAll = new OverridesOfAll(accountStore);
    this.names = names;
    this.bookStore = bookStore;
    this.marketStore = marketStore;
    Map<String, byte[]> savedMarkets = entries(marketStore);
    savedMarkets.forEach(
        (market, bytes) ->
            MarketWire.snapshot(marketCodec.decode(bytes))
                .ifPresent(snapshot -> snapshots.put(market, snapshot)));
    entries(bookStore)
        .forEach((portfolioId, bytes) -> books.put(portfolioId, read(portfolioId, bytes)));
    restoreRecords();
    books.keySet().forEach(this::indexByMarket);
    snapshots.keySet().forEach(this::waitForAll);
    new TreeMap<>(books).forEach((id, book) -> ofAll.restore(id, book.overrideOfAll()));
  }

  private void restoreRecords() {
    try (KeyValueIterator<Bytes, byte[]> all = accountStore.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        DataInputStream key = LedgerEntries.in(entry.key.get());
        switch (LedgerEntries.kind(key)) {
          case MARKS -> learn(marksCodec.decode(entry.value));
          case CLOCK -> clock(key.readUTF()).restore(LedgerEntries.readClock(entry.value));
          case PORTFOLIO ->
              book(key.readUTF())
                  .restore(ReferenceWire.portfolio(portfolioCodec.decode(entry.value)));
          case OVERRIDE_OF_ALL -> ofAll.restore(key.readUTF(), entry.value);
          case OVERRIDE -> {
            String portfolioId = key.readUTF();
            RiskOverride override = overrideCodec.decode(entry.value);
            ReferenceWire.override(override)
                .ifPresent(
                    spec -> {
                      book(portfolioId).restore(spec);
                      overridesOf(portfolioId).add(spec.key());
                    });
          }
          default -> {
            // The accounts restore the rest.
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the budget's definitions and prices cannot be read", e);
    }
  }

  /** The book of a portfolio, made if there is none. */
  PortfolioBook book(String portfolioId) {
    return books.computeIfAbsent(
        portfolioId,
        id -> {
          PortfolioBook book = new PortfolioBook(id);
          book.hasOverridesOfAll(ofAll.last());
          return book;
        });
  }

  /** Whether overrides of a portfolio may be kept: see {@link Bounds#UNDEFINED_PORTFOLIOS}. */
  boolean mayKeepFor(String portfolioId) {
    return books.containsKey(portfolioId) || undefined().size() < Bounds.UNDEFINED_PORTFOLIOS;
  }

  /** Portfolios that nobody has defined and of which something is known. */
  List<String> undefined() {
    return books.entrySet().stream()
        .filter(book -> book.getValue().spec().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Forgets a portfolio of which nothing is known that could matter.
   *
   * @return whether it did
   */
  boolean forgetIfBlank(String portfolioId) {
    boolean blank = book(portfolioId).isBlank();
    if (blank) {
      forgetEndedOverrides(portfolioId);
      savedOverrides.remove(portfolioId);
      books.remove(portfolioId);
      ofAll.done(portfolioId);
      if (bookStore.get(portfolioId) != null) {
        bookStore.delete(portfolioId);
      }
    }
    return blank;
  }

  /** Whether what a market tells may be kept: a portfolio trades it, or not too many are known. */
  boolean hasRoomFor(String market) {
    return snapshots.containsKey(market)
        || prices.containsKey(market)
        || Math.max(snapshots.size(), prices.size()) < Bounds.MARKETS
        || !portfoliosByMarket.getOrDefault(market, Set.of()).isEmpty();
  }

  /** The book of a portfolio that is defined. */
  Optional<PortfolioBook> definedBook(String portfolioId) {
    return Optional.ofNullable(books.get(portfolioId)).filter(b -> b.spec().isPresent());
  }

  /** Portfolios that trade a market. */
  List<String> portfoliosOf(String market) {
    return List.copyOf(portfoliosByMarket.getOrDefault(market, Set.of()));
  }

  List<String> portfolios() {
    return List.copyOf(books.keySet());
  }

  /** Overrides of all portfolios that some wait for. */
  OverridesOfAll ofAll() {
    return ofAll;
  }

  Optional<MarketSnapshot> snapshot(String market) {
    return Optional.ofNullable(snapshots.get(market));
  }

  /**
   * Takes in the state of a market; its portfolios now wait to be evaluated.
   *
   * @return false if it is no later than the one known
   */
  boolean market(MarketState record, MarketSnapshot snapshot, Headers headers) {
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
    marketStore.put(snapshot.market(), marketCodec.encode(record));
    waitForAll(snapshot.market());
    return true;
  }

  /**
   * Takes in the latest prices of a market; portfolios whose budget has grown old wait to be
   * monitored.
   */
  void prices(MarketMarks record, RiskBudgeting settings, long wallClock) {
    String market = record.getMarket();
    LatestPrices known = prices.get(market);
    if (known != null && record.getSequence() <= known.sequence()) {
      return;
    }
    accountStore.put(LedgerEntries.key(Kind.MARKS, market), marksCodec.encode(record));
    long asOf = learn(record).asOf(); // The market stage holds it to the wall clock.
    if (clock(market).advance(asOf, wallClock)) {
      accountStore.put(LedgerEntries.key(Kind.CLOCK, market), LedgerEntries.clock(clock(market)));
    }
    if (asOf >= nextDue.getOrDefault(market, Long.MIN_VALUE)) {
      monitorThoseDue(market, asOf, settings);
    }
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

  private void monitorThoseDue(String market, long asOf, RiskBudgeting settings) {
    long next = Long.MAX_VALUE;
    for (String portfolioId : portfoliosByMarket.getOrDefault(market, Set.of())) {
      long due = book(portfolioId).monitoringDue(settings);
      Long tried = monitoredAt.get(portfolioId);
      if (tried != null) {
        due = Math.max(due, tried + settings.monitoringInterval().toMillis());
      }
      if (due <= asOf) {
        monitored.add(portfolioId);
        monitoredAt.put(portfolioId, asOf);
        due = asOf + settings.monitoringInterval().toMillis();
      }
      next = Math.min(next, due);
    }
    nextDue.put(market, next);
  }

  /** Looks through the portfolios of a market again with its next prices. */
  void lookAgain(String portfolioId) {
    monitoredAt.remove(portfolioId);
    book(portfolioId).spec().ifPresent(spec -> nextDue.remove(spec.market()));
  }

  /** Latest prices of a market; empty before the first. */
  Optional<LatestPrices> prices(String market) {
    return Optional.ofNullable(prices.get(market));
  }

  /** Takes up to {@code most} portfolios from those that are to be monitored. */
  List<String> nextMonitored(int most) {
    return take(monitored, most);
  }

  /** The latest state of a market, at the marks that the gate values holdings at. */
  Optional<MarketSnapshot> pricedSnapshot(String market) {
    return Optional.ofNullable(
        priced.computeIfAbsent(market, m -> price(m, MarketSnapshot::pricedAt)));
  }

  /** The latest state of a market, at the prices of its bar. */
  Optional<MarketSnapshot> barSnapshot(String market) {
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
  long clock(PortfolioBook book, long wallClock) {
    Optional<String> market = book.spec().map(PortfolioSpec::market);
    long bar = market.flatMap(this::snapshot).map(MarketSnapshot::asOf).orElse(Long.MIN_VALUE);
    long marked = market.flatMap(this::prices).map(LatestPrices::asOf).orElse(Long.MIN_VALUE);
    long latest = Math.max(bar, marked);
    return latest == Long.MIN_VALUE ? wallClock : latest;
  }

  /**
   * When an override of a portfolio arrives, milliseconds: by the clock that the gate judges it by,
   * which goes on while no price comes.
   */
  long arrival(PortfolioBook book, long wallClock) {
    return book.spec().map(spec -> clock(spec.market()).now(wallClock)).orElse(wallClock);
  }

  private MarketClock clock(String market) {
    return clocks.computeIfAbsent(market, m -> new MarketClock());
  }

  /** Headers for budgets that answer the latest regime change of a portfolio's market. */
  Headers headers(String portfolioId) {
    return book(portfolioId)
        .spec()
        .map(spec -> regimeHeaders.get(spec.market()))
        .orElseGet(RecordHeaders::new);
  }

  /** Takes up to {@code most} portfolios from those that wait. */
  List<String> nextWaiting(int most) {
    return take(waiting, most);
  }

  private static List<String> take(Set<String> from, int most) {
    List<String> next = new ArrayList<>();
    var iterator = from.iterator();
    while (iterator.hasNext() && next.size() < most) {
      next.add(iterator.next());
      iterator.remove();
    }
    return next;
  }

  /** Files a portfolio under the market of its definition. */
  void indexByMarket(String portfolioId) {
    portfoliosByMarket.values().forEach(ids -> ids.remove(portfolioId));
    portfoliosByMarket.values().removeIf(Set::isEmpty);
    book(portfolioId)
        .spec()
        .ifPresent(
            spec ->
                portfoliosByMarket
                    .computeIfAbsent(spec.market(), m -> new LinkedHashSet<>())
                    .add(portfolioId));
  }

  /** Saves a definition that a book has taken in. */
  void saveDefinition(Portfolio record) {
    accountStore.put(
        LedgerEntries.key(Kind.PORTFOLIO, record.getPortfolioId()), portfolioCodec.encode(record));
  }

  /** Saves an override that a book has taken in. */
  void saveOverride(String portfolioId, RiskOverrideSpec override, RiskOverride record) {
    accountStore.put(
        LedgerEntries.key(Kind.OVERRIDE, portfolioId, override.key()),
        overrideCodec.encode(record));
    overridesOf(portfolioId).add(override.key());
  }

  /** Saves a book, and forgets the overrides that it has ended. */
  void save(String portfolioId) {
    bookStore.put(portfolioId, StateBytes.of(book(portfolioId)::writeTo));
    forgetEndedOverrides(portfolioId);
  }

  private void forgetEndedOverrides(String portfolioId) {
    PortfolioBook book = book(portfolioId);
    overridesOf(portfolioId)
        .removeIf(
            key -> {
              boolean ended = book.override(key).isEmpty();
              if (ended) {
                accountStore.delete(LedgerEntries.key(Kind.OVERRIDE, portfolioId, key));
              }
              return ended;
            });
  }

  private Set<String> overridesOf(String portfolioId) {
    return savedOverrides.computeIfAbsent(portfolioId, id -> new HashSet<>());
  }

  private void waitForAll(String market) {
    long sequence = snapshots.get(market).sequence();
    for (String portfolioId : portfoliosByMarket.getOrDefault(market, Set.of())) {
      if (book(portfolioId).marketSequence() < sequence) {
        waiting.add(portfolioId);
      }
    }
  }

  private static Map<String, byte[]> entries(KeyValueStore<String, byte[]> store) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
    }
    return entries;
  }

  private static PortfolioBook read(String portfolioId, byte[] bytes) {
    try {
      return PortfolioBook.readFrom(LedgerEntries.in(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the state of portfolio " + portfolioId + " cannot be read", e);
    }
  }
}
