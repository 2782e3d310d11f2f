package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.budget.BudgetStep;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Brings books up to what their markets tell, writes what follows, and saves them. */
final class Evaluations {
  private final BudgetState state;
  private final BudgetWriter writer;
  private final RiskBudgeting settings;
  private final LongSupplier wallClock;

  /**
   * @param wallClock milliseconds
   */
  Evaluations(
      BudgetState state, BudgetWriter writer, RiskBudgeting settings, LongSupplier wallClock) {
    this.state = state;
    this.writer = writer;
    this.settings = settings;
    this.wallClock = wallClock;
  }

  /**
   * Evaluates a book at the latest bar of its market.
   *
   * @param regime headers of a budget that answers a change of regime
   * @param cause headers of what answers the record at hand
   */
  void atBar(String portfolioId, Headers regime, Headers cause) {
    Optional<PortfolioSpec> spec = state.book(portfolioId).spec();
    evaluate(portfolioId, spec.flatMap(s -> state.markets().atBar(s.market())), regime, cause);
  }

  /** Evaluates a book at the marks that the gate values its holdings at: as commanded. */
  void atMarks(String portfolioId, Headers cause) {
    Optional<PortfolioSpec> spec = state.book(portfolioId).spec();
    Optional<MarketSnapshot> latest = spec.flatMap(s -> state.markets().atMarks(s.market()));
    evaluate(portfolioId, latest, new RecordHeaders(), cause);
  }

  private void evaluate(
      String portfolioId, Optional<MarketSnapshot> snapshot, Headers regime, Headers cause) {
    PortfolioBook book = state.book(portfolioId);
    if (snapshot.isPresent()) {
      long asOf = state.markets().time(book.spec(), wallClock.getAsLong());
      BudgetStep step = book.evaluate(snapshot.get(), asOf, settings);
      writer.publish(portfolioId, step, regime, cause);
      state.lookAgain(portfolioId);
    }
    state.save(portfolioId);
  }

  /** Monitors a book between bars, unless it waits for the latest bar anyway. */
  void monitor(String portfolioId, Headers cause) {
    PortfolioBook book = state.book(portfolioId);
    Optional<String> market = book.spec().map(PortfolioSpec::market);
    Optional<MarketSnapshot> snapshot = market.flatMap(state.markets()::atMarks);
    Optional<BudgetMarkets.LatestPrices> prices = market.flatMap(state.markets()::prices);
    boolean waits = snapshot.isPresent() && book.marketSequence() < snapshot.get().sequence();
    if (snapshot.isPresent() && prices.isPresent() && !waits) {
      writer.publish(
          portfolioId,
          book.monitor(
              snapshot.get(), Math.max(prices.get().asOf(), snapshot.get().asOf()), settings),
          new RecordHeaders(),
          cause);
      state.save(portfolioId);
    }
  }
}
