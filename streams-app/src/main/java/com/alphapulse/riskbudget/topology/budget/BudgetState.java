package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.state.StateBytes;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import com.alphapulse.riskbudget.topology.wire.SingleObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Live objects of one budget task over its stores: the book of every portfolio, and who still waits
 * to be evaluated at what its market tells.
 */
final class BudgetState {
  private final KeyValueStore<String, byte[]> bookStore;
  private final KeyValueStore<Bytes, byte[]> accountStore;
  private final SingleObject<Portfolio> portfolioCodec = SingleObject.of(Portfolio.class);
  private final SingleObject<RiskOverride> overrideCodec = SingleObject.of(RiskOverride.class);
  private final BudgetMarkets markets;
  private final OverridesOfAll ofAll;

  private final Map<String, PortfolioBook> books = new HashMap<>();
  private final Map<String, Set<String>> portfoliosByMarket = new HashMap<>();
  private final Map<String, Set<String>> savedOverrides = new HashMap<>();
  private final LinkedHashSet<String> waiting = new LinkedHashSet<>();
  private final LinkedHashSet<String> monitored = new LinkedHashSet<>();

  /** Event time before which no portfolio of a market is due, milliseconds. */
  private final Map<String, Long> nextDue = new HashMap<>();

  /**
   * Event time at which a portfolio was monitored last, so that a failure is not tried at every
   * price.
   */
  private final Map<String, Long> monitoredAt = new HashMap<>();

  /** Loads what the stores hold; portfolios that had not been evaluated yet wait again. */
  BudgetState(
      BudgetMarkets markets,
      KeyValueStore<String, byte[]> bookStore,
      KeyValueStore<Bytes, byte[]> accountStore) {
    this.markets = markets;
    this.accountStore = accountStore;
    this.ofAll = new OverridesOfAll(accountStore);
    this.bookStore = bookStore;
    try (KeyValueIterator<String, byte[]> all = bookStore.all()) {
      all.forEachRemaining(saved -> books.put(saved.key, read(saved.key, saved.value)));
    }
    restoreRecords();
    books.keySet().forEach(this::indexByMarket);
    markets.known().forEach(this::waitForAll);
    new TreeMap<>(books).forEach((id, book) -> ofAll.restore(id, book.overrides().lastOfAll()));
  }

  private void restoreRecords() {
    try (KeyValueIterator<Bytes, byte[]> all = accountStore.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        DataInputStream key = LedgerEntries.in(entry.key.get());
        switch (LedgerEntries.kind(key)) {
          case MARKS -> markets.restoreMarks(entry.value);
          case CLOCK -> markets.restoreClock(key.readUTF(), entry.value);
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
                      book(portfolioId).overrides().restore(spec);
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
          book.overrides().hasThoseOfAll(ofAll.last());
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
    return markets.hasRoomFor(market)
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

  /** What the markets tell. */
  BudgetMarkets markets() {
    return markets;
  }

  /** Has the portfolios of a market wait that have not been evaluated at its latest state. */
  void waitForAll(String market) {
    long sequence = markets.snapshot(market).orElseThrow().sequence();
    for (String portfolioId : portfoliosByMarket.getOrDefault(market, Set.of())) {
      if (book(portfolioId).marketSequence() < sequence) {
        waiting.add(portfolioId);
      }
    }
  }

  /**
   * Has the portfolios of a market wait to be monitored whose budgets have grown old at its latest
   * prices.
   */
  void monitorThoseDue(String market, RiskBudgeting settings) {
    long asOf = markets.prices(market).orElseThrow().asOf();
    if (asOf >= nextDue.getOrDefault(market, Long.MIN_VALUE)) {
      monitorThoseDue(market, asOf, settings);
    }
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

  /** Takes up to {@code most} portfolios from those that are to be monitored. */
  List<String> nextMonitored(int most) {
    return take(monitored, most);
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
              boolean ended = book.overrides().get(key).isEmpty();
              if (ended) {
                accountStore.delete(LedgerEntries.key(Kind.OVERRIDE, portfolioId, key));
              }
              return ended;
            });
  }

  private Set<String> overridesOf(String portfolioId) {
    return savedOverrides.computeIfAbsent(portfolioId, id -> new HashSet<>());
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
