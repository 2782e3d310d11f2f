package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.history.Partitioning;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.audit.outside.record.OutsideBudget;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.config.GateSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds every budget against what it says it rests on: its place, its version, its market, the
 * market state that it names, its limits, and the equity of the portfolio's book.
 *
 * <p>Which reports and definitions the budget stage had read at a budget no record tells. So equity
 * is right if some of them, in their order and no fewer than at the budget before, give it; {@link
 * BudgetBook} looks for them. It says nothing where that is not determined: where the market state
 * that the budget names is older than all that is kept, where the portfolio changed its currency or
 * had a fill held, and where a contract's multiplier changed.
 */
public final class BudgetCheck {
  private final History history;
  private final GateSettings settings;
  private final Partitioning partitioning;
  private final Map<Integer, BudgetPrices> prices = new HashMap<>();
  private final Map<String, Line> lines = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  /** A portfolio's budgets so far. */
  private static final class Line {
    private final BudgetBook book;
    private BudgetUpdate latest;

    Line(BudgetBook book) {
      this.book = book;
    }
  }

  private BudgetCheck(History history, GateSettings settings) {
    this.history = history;
    this.settings = settings;
    this.partitioning = new Partitioning(history.partitions());
  }

  /**
   * Checks every budget of a history.
   *
   * @param settings that the gate had
   */
  public static List<Finding> check(History history, GateSettings settings) {
    return new BudgetCheck(history, settings).run();
  }

  private List<Finding> run() {
    Map<String, BudgetBook> books = BudgetBook.all(history, settings);
    for (Entry<BudgetUpdate> entry : history.budgets()) {
      BudgetUpdate budget = entry.value();
      if (!partitioning.isFor(entry.key(), entry.partition(), budget.getPortfolioId())) {
        find(Kind.BUDGET_MISPLACED, entry, "its key is " + entry.key());
        continue;
      }
      BudgetBook book = books.get(budget.getPortfolioId());
      if (book == null) {
        find(Kind.BUDGET_MARKET, entry, "the portfolio was never defined");
        continue;
      }
      Line line = lines.computeIfAbsent(budget.getPortfolioId(), id -> new Line(book));
      order(entry, line);
      if (OutsideBudget.of(budget).isEmpty()) {
        find(Kind.BUDGET_LIMIT, entry, "a number is below 0, not finite or too large");
      }
      if (!book.isOfMarket(budget.getMarket())) {
        find(Kind.BUDGET_MARKET, entry, "market " + budget.getMarket() + " was never its market");
      } else {
        inputs(entry, line);
      }
      line.latest = budget;
    }
    return findings;
  }

  /** Versions grow by one; neither market states nor time go back. */
  private void order(Entry<BudgetUpdate> entry, Line line) {
    BudgetUpdate budget = entry.value();
    BudgetUpdate before = line.latest;
    if (before == null) {
      return;
    }
    if (budget.getVersion() != before.getVersion() + 1) {
      find(Kind.BUDGET_VERSION, entry, "it stands after version " + before.getVersion());
    }
    boolean sameMarket = budget.getMarket().equals(before.getMarket());
    if (sameMarket && budget.getMarketSequence() < before.getMarketSequence()) {
      find(
          Kind.BUDGET_INPUT,
          entry,
          "market state %d after %d"
              .formatted(budget.getMarketSequence(), before.getMarketSequence()));
    }
    if (sameMarket && budget.getAsOf().isBefore(before.getAsOf())) {
      find(
          Kind.BUDGET_INPUT,
          entry,
          "its time %s is before %s".formatted(budget.getAsOf(), before.getAsOf()));
    }
  }

  private void inputs(Entry<BudgetUpdate> entry, Line line) {
    BudgetUpdate budget = entry.value();
    BudgetPrices known =
        prices.computeIfAbsent(
            entry.partition(), partition -> new BudgetPrices(history, partition));
    Optional<MarketState> state = known.state(budget.getMarket(), budget.getMarketSequence());
    if (state.isEmpty()) {
      if (known.isSinceThen(budget.getMarket(), budget.getMarketSequence())) {
        find(
            Kind.BUDGET_INPUT,
            entry,
            "there is no market state %d".formatted(budget.getMarketSequence()));
      }
      return;
    }
    if (budget.getAsOf().isBefore(state.get().getAsOf())) {
      find(
          Kind.BUDGET_INPUT,
          entry,
          "its time %s is before its market state's %s"
              .formatted(budget.getAsOf(), state.get().getAsOf()));
    }
    line.book
        .differs(budget, known.of(budget, state.get()))
        .ifPresent(detail -> find(Kind.BUDGET_EQUITY, entry, detail));
  }

  private void find(Kind kind, Entry<BudgetUpdate> entry, String detail) {
    findings.add(
        new Finding(
            kind,
            entry.value().getPortfolioId(),
            "budget " + entry.value().getVersion(),
            entry.place(),
            detail));
  }
}
