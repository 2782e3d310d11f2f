package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.history.Partitioning;
import com.alphapulse.riskbudget.audit.outside.BudgetPrices.Unit;
import com.alphapulse.riskbudget.audit.outside.record.Contracts;
import com.alphapulse.riskbudget.audit.outside.record.Holding;
import com.alphapulse.riskbudget.audit.outside.record.OutsideDefinition;
import com.alphapulse.riskbudget.audit.outside.record.Receipt;
import com.alphapulse.riskbudget.audit.outside.record.SetAside;
import com.alphapulse.riskbudget.audit.outside.record.Texts;
import com.alphapulse.riskbudget.audit.outside.state.OutsideLedger;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.config.GateSettings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one portfolio's equity can have been: the cash of one of its definitions, and what some of
 * its execution reports booked, from the first to any. With every budget the least that it can have
 * read grows, for each definition by itself.
 */
final class BudgetBook {
  private static final BigDecimal ROUNDING = new BigDecimal("0.00000001");

  private static final String HELD = "FILL_HELD";
  private static final String REFUSED = "BAD_EXECUTION_REPORT";
  private static final String EARLY = "is not defined";

  /** Of no report at all; a definition that cannot be the latest read. */
  private static final int NEVER = Integer.MAX_VALUE;

  /** After a first match, so many reports more are tried with other definitions. */
  private static final int FARTHER = 1000;

  private final List<OutsideDefinition> definitions = new ArrayList<>();
  private final List<Booking> bookings = new ArrayList<>();

  /** Reports read at least, by the definition that was read last. */
  private int[] least;

  /** Reports that were surely read, and what they booked: walks begin there. */
  private int surely;

  private BigDecimal cash = BigDecimal.ZERO;
  private final Map<String, BigDecimal> positions = new HashMap<>();
  private boolean undetermined;

  /** What one report changed. */
  private record Booking(String symbol, BigDecimal quantity, BigDecimal cash) {}

  /** The books of all portfolios that were ever defined. */
  static Map<String, BudgetBook> all(History history, GateSettings settings) {
    Partitioning partitioning = new Partitioning(history.partitions());
    Map<String, BudgetBook> books = new HashMap<>();
    SetAside aside = new SetAside(history, SetAside.BUDGET);
    for (Entry<Portfolio> entry : aside.without(history.portfolios())) {
      if (entry.value() != null
          && partitioning.isFor(entry.key(), entry.partition(), entry.value().getPortfolioId())) {
        OutsideDefinition.of(entry.value())
            .ifPresent(
                spec ->
                    books
                        .computeIfAbsent(spec.portfolioId(), id -> new BudgetBook())
                        .definitions
                        .add(spec));
      }
    }
    Map<String, OutsideLedger> ledgers = new HashMap<>();
    for (Entry<OrderDecision> entry : aside.without(history.decisions())) {
      OrderDecision decision = entry.value();
      if (decision.getOutcome() == Outcome.APPROVED && !decision.getRepeat()) {
        // An order is approved before it fills, so that all of them are known from the start.
        ledgers
            .computeIfAbsent(decision.getIntent().getPortfolioId(), id -> new OutsideLedger())
            .decide(decision, settings);
      }
    }
    Contracts contracts = Contracts.of(history);
    for (Entry<ExecutionReport> entry : aside.without(history.executions())) {
      String portfolioId = entry.value().getPortfolioId();
      BudgetBook book = books.get(portfolioId);
      if (book != null && partitioning.isFor(entry.key(), entry.partition(), portfolioId)) {
        book.book(
            entry.value(),
            ledgers.computeIfAbsent(portfolioId, id -> new OutsideLedger()),
            contracts);
      }
    }
    for (Entry<RiskAlert> entry : history.alerts()) {
      BudgetBook book = books.get(String.valueOf(entry.value().getPortfolioId()));
      if (book != null && (isEarly(entry.value()) || book.isReleased(entry.value(), contracts))) {
        book.undetermined = true; // Whether and when it was booked no record tells.
      }
    }
    books.values().forEach(BudgetBook::begin);
    return books;
  }

  private static boolean isEarly(RiskAlert alert) {
    return alert.getType().equals(REFUSED) && alert.getMessage().contains(EARLY);
  }

  /** Whether an alert tells of a fill that was held and may not be any more. */
  private boolean isReleased(RiskAlert alert, Contracts contracts) {
    return alert.getType().equals(HELD)
        && contracts.multiplier(String.valueOf(alert.getScopeId()), currency()).isPresent();
  }

  private void book(ExecutionReport report, OutsideLedger ledger, Contracts contracts) {
    BigDecimal before = ledger.cash();
    String symbol = report.getSymbol();
    BigDecimal position =
        ledger.holdings().ofPortfolio().getOrDefault(symbol, Holding.NONE).position();
    ledger.apply(
        report,
        s -> contracts.multiplier(s, currency()),
        new Receipt(Long.MIN_VALUE, Long.MAX_VALUE));
    BigDecimal moved =
        ledger
            .holdings()
            .ofPortfolio()
            .getOrDefault(symbol, Holding.NONE)
            .position()
            .subtract(position);
    BigDecimal paid = ledger.cash().subtract(before);
    if (moved.signum() != 0 || paid.signum() != 0) {
      bookings.add(new Booking(symbol, moved, paid));
      undetermined |= !contracts.isSteady(symbol);
    }
  }

  /** Base currency; where it changed, nothing is determined. */
  private String currency() {
    return definitions.get(0).currency();
  }

  private void begin() {
    least = new int[definitions.size()];
    undetermined |= definitions.stream().map(OutsideDefinition::currency).distinct().count() > 1;
  }

  /** Whether a market is that of one of its definitions. */
  boolean isOfMarket(String market) {
    return definitions.stream().anyMatch(spec -> spec.market().equals(market));
  }

  /**
   * Holds a budget's equity against the book.
   *
   * @param prices what units may have been worth
   * @return what is wrong, if anything
   */
  Optional<String> differs(BudgetUpdate budget, List<Map<String, Unit>> prices) {
    if (undetermined) {
      return Optional.empty();
    }
    int[] next = new int[definitions.size()];
    Arrays.fill(next, NEVER);
    List<Walk> walks = prices.stream().map(units -> new Walk(units).fromThere()).toList();
    boolean found = match(budget, walks, surely, least, next);
    if (!found && definitions.size() > 1) {
      // What was read before may have been guessed wrong: any state of the book will do.
      walks = prices.stream().map(units -> new Walk(units)).toList();
      found = match(budget, walks, 0, new int[definitions.size()], next);
    }
    if (found) {
      least = next;
      advance(Arrays.stream(least).min().orElseThrow());
      return Optional.empty();
    }
    Walk all = new Walk(prices.get(0));
    bookings.forEach(all::add);
    return Optional.of(
        "equity %s is none that the book had; with all that was reported it is %s"
            .formatted(
                Texts.plain(budget.getEquity()),
                Texts.plain(all.value.add(definitions.get(definitions.size() - 1).cash()))));
  }

  /**
   * Notes the least number of reports that gives the equity, for each definition.
   *
   * @param walks at different prices, side by side, so that none goes farther than it must
   */
  private boolean match(BudgetUpdate budget, List<Walk> walks, int begun, int[] from, int[] found) {
    int[] earliest = from.clone();
    for (int d = 1; d < earliest.length; d++) {
      earliest[d] = Math.min(earliest[d], earliest[d - 1]);
    }
    int first = NEVER;
    for (int read = begun; read <= bookings.size(); read++) {
      for (Walk walk : walks) {
        if (read > begun) {
          walk.add(bookings.get(read - 1));
        }
        for (int d = 0; d < earliest.length && !walk.owes(); d++) {
          if (earliest[d] <= read && read < found[d] && is(budget, d, walk.value)) {
            found[d] = read;
            first = Math.min(first, read);
          }
        }
      }
      if (first != NEVER && (earliest.length == 1 || read >= first + FARTHER)) {
        break;
      }
    }
    return first != NEVER;
  }

  private void advance(int read) {
    for (; surely < read; surely++) {
      Booking booking = bookings.get(surely);
      cash = cash.add(booking.cash());
      positions.merge(booking.symbol(), booking.quantity(), BigDecimal::add);
    }
  }

  private boolean is(BudgetUpdate budget, int definition, BigDecimal booked) {
    OutsideDefinition spec = definitions.get(definition);
    return spec.market().equals(budget.getMarket())
        && spec.cash().add(booked).subtract(budget.getEquity()).abs().compareTo(ROUNDING) <= 0;
  }

  /** What the reports so far have booked and what they hold is worth. */
  private final class Walk {
    private final Map<String, Unit> units;
    private final Map<String, BigDecimal> unpriced = new HashMap<>();
    private BigDecimal value = BigDecimal.ZERO;

    /** From nothing. */
    Walk(Map<String, Unit> units) {
      this.units = units;
    }

    /** From what was surely read. */
    Walk fromThere() {
      value = cash;
      positions.forEach(this::hold);
      return this;
    }

    void add(Booking booking) {
      value = value.add(booking.cash());
      hold(booking.symbol(), booking.quantity());
    }

    private void hold(String symbol, BigDecimal quantity) {
      Unit unit = units.get(symbol);
      if (unit != null && unit.currency().equals(currency())) {
        value = value.add(quantity.multiply(unit.value()));
      } else {
        unpriced.merge(symbol, quantity, BigDecimal::add);
      }
    }

    /** Whether something is sold short of which nobody knows what it is worth: no budget then. */
    boolean owes() {
      return !unpriced.isEmpty()
          && unpriced.values().stream().anyMatch(quantity -> quantity.signum() < 0);
    }
  }
}
