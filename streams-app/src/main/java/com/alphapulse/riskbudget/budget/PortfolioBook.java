package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.allocation.PortfolioCheck;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Fill;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.ReportResult;
import com.alphapulse.riskbudget.domain.account.ReportRule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that the budget stage knows of one portfolio: definition, holdings, overrides, the budget in
 * force, trigger state and performance. It is told what happened and says which budgets,
 * recommendations and alerts follow; the same history gives the same answers, also when it is
 * written out and read back in between.
 *
 * <p>Not for deciding orders: the gate keeps its own ledger. Not safe for use by several threads.
 */
public final class PortfolioBook {
  private final BookState state;
  private final BookOverrides overrides;

  /** A book that knows nothing but the portfolio's identifier. */
  public PortfolioBook(String portfolioId) {
    this(new BookState(portfolioId));
  }

  private PortfolioBook(BookState state) {
    this.state = state;
    this.overrides = new BookOverrides(state);
  }

  /**
   * Takes in a definition. The cash of the first is booked; of a later one, the difference, as a
   * deposit or a withdrawal. One that makes no sense is answered with an alert, and the last good
   * one stays.
   *
   * @param asOf event time, milliseconds
   */
  public List<Alert> define(PortfolioSpec spec, long asOf) {
    List<String> problems = PortfolioCheck.problems(state.portfolioId, spec);
    if (!problems.isEmpty()) {
      return List.of(
          alert(
              AlertType.BAD_PORTFOLIO,
              Severity.CRITICAL,
              "The definition of portfolio %s was not accepted: %s."
                  .formatted(state.portfolioId, String.join("; ", problems)),
              asOf));
    }
    BigDecimal before = state.spec.map(PortfolioSpec::cash).orElse(BigDecimal.ZERO);
    BigDecimal difference = spec.cash().subtract(before);
    state.holdings.deposit(difference);
    state.performance.flow(difference);
    state.definitionChanged |= !state.spec.equals(Optional.of(spec));
    state.spec = Optional.of(spec);
    state.closed = false;
    return List.of();
  }

  /** Closes it: its definition was withdrawn, and no budget is made until a new one comes. */
  public void close() {
    state.closed = true;
  }

  /**
   * Books a fill. Whether it was booked before is for the caller to know.
   *
   * @param contractMultiplier notional per unit of quantity and price, above 0
   */
  public List<Alert> apply(Fill fill, BigDecimal contractMultiplier) {
    if (fill.quantity().signum() == 0
        || fill.price().signum() <= 0
        || contractMultiplier.signum() <= 0) {
      return List.of(
          Alert.of(
              AlertType.BAD_EXECUTION_REPORT,
              Severity.CRITICAL,
              fill.orderId(),
              "The fill %s of order %s was not booked: its quantity must not be 0, price and multiplier must be above 0."
                  .formatted(fill.execId(), fill.orderId()),
              fill.eventTime()));
    }
    state.holdings.book(fill, contractMultiplier);
    state.performance.regimeResponse().onFill(fill.eventTime());
    return List.of();
  }

  /**
   * Applies an execution report by the rule that the gate applies it by. The gate raises the alerts
   * about it.
   *
   * @param multipliers money that one unit of a symbol at a price of 1 is worth, where it is known
   * @param receivedAt milliseconds
   */
  public ReportResult apply(
      ExecutionEvent report, Function<String, Optional<BigDecimal>> multipliers, long receivedAt) {
    return ReportRule.apply(report, new BookAccount(state, multipliers), receivedAt);
  }

  /** Applies the reports that waited for contracts that are known now. */
  public ReportRule.Released applyHeld(
      Function<String, Optional<BigDecimal>> multipliers, long receivedAt) {
    return ReportRule.release(new BookAccount(state, multipliers), receivedAt);
  }

  /** Its orders, and what pends of them. */
  public BookOrders orders() {
    return state.orders;
  }

  /** What operators have commanded of it. */
  public BookOverrides overrides() {
    return overrides;
  }

  /** Cash in hand. */
  public BigDecimal cash() {
    return state.holdings.cash();
  }

  /** What a strategy holds of a symbol, in units. */
  public BigDecimal position(String strategyId, String symbol) {
    return state.holdings.position(strategyId, symbol);
  }

  /** Whether nothing is known of it that could matter. */
  public boolean isBlank() {
    return state.spec.isEmpty() && state.overrides.all().isEmpty() && state.orders.isEmpty();
  }

  /**
   * Brings the book up to a market snapshot and says what follows. To be called for every snapshot
   * of the portfolio's market, and again with the last one after every override and definition.
   *
   * @param snapshot at the latest prices there are
   * @param asOf event time, milliseconds; time never runs backwards, so an earlier one counts as
   *     the latest seen
   */
  public BudgetStep evaluate(MarketSnapshot snapshot, long asOf, RiskBudgeting settings) {
    state.now = Math.max(state.now, Math.max(asOf, snapshot.asOf()));
    state.marketSequence = snapshot.sequence();
    List<Alert> alerts = new ArrayList<>(overrides.expire(state.now));
    state.overridesChanged |= !alerts.isEmpty();
    if (!settings.enabled() || state.closed) {
      return new BudgetStep(Optional.empty(), Optional.empty(), alerts);
    }
    TriggerMonitor before = state.triggers.copy();
    try {
      Evaluation evaluation = new Evaluation(state, snapshot, settings);
      alerts.addAll(evaluation.exclusions());
      BudgetStep step = evaluation.run();
      state.failure = "";
      alerts.addAll(step.alerts());
      return new BudgetStep(step.budget(), step.recommendation(), alerts);
    } catch (BudgetFailedException e) {
      // Nothing came of the triggers, so that they must fire again.
      state.triggers = before;
      return failed(e, alerts);
    }
  }

  private BudgetStep failed(BudgetFailedException e, List<Alert> alerts) {
    String failure = e.reason() + ": " + e.getMessage();
    if (!failure.equals(state.failure)) {
      state.failure = failure;
      alerts.add(
          alert(
              AlertType.BUDGET_FAILED,
              Severity.CRITICAL,
              "No budget for portfolio %s: %s.".formatted(state.portfolioId, e.getMessage()),
              state.now));
    }
    return new BudgetStep(Optional.empty(), Optional.empty(), alerts);
  }

  /**
   * Event time at which the book is to be monitored, milliseconds: so long after the prices that
   * the latest budget was made at. The largest there is while no budget is in force.
   */
  public long monitoringDue(RiskBudgeting settings) {
    return state.inForce.isEmpty() || state.closed || !settings.enabled()
        ? Long.MAX_VALUE
        : state.valuedAt + settings.monitoringInterval().toMillis();
  }

  /**
   * Makes a budget at the latest prices, with the risk model of the last bar. Where an override has
   * expired meanwhile, the book is evaluated as at any other event.
   *
   * @param priced the last snapshot, with the latest prices in the place of its own
   * @param asOf event time of these, milliseconds
   */
  public BudgetStep monitor(MarketSnapshot priced, long asOf, RiskBudgeting settings) {
    boolean expires = state.overrides.all().stream().anyMatch(o -> !o.inForceAt(asOf));
    boolean event = expires || state.closed || state.inForce.isEmpty();
    if (event || priced.sequence() != state.marketSequence) {
      return evaluate(priced, asOf, settings);
    }
    state.now = Math.max(state.now, asOf);
    List<Alert> alerts = new ArrayList<>();
    try {
      Evaluation evaluation = new Evaluation(state, priced, settings);
      alerts.addAll(evaluation.exclusions());
      Budget budget = evaluation.monitor(asOf);
      state.failure = "";
      return new BudgetStep(Optional.of(budget), Optional.empty(), alerts);
    } catch (BudgetFailedException e) {
      return failed(e, alerts);
    }
  }

  /** Sequence of the last snapshot evaluated; -1 for none. */
  public long marketSequence() {
    return state.marketSequence;
  }

  /** The definition in force. */
  public Optional<PortfolioSpec> spec() {
    return state.spec;
  }

  /** Brings back the definition that was saved. */
  public void restore(PortfolioSpec spec) {
    state.spec = Optional.of(spec);
  }

  /**
   * Writes the book without definition, overrides and orders: brought back beside it, it continues
   * exactly.
   */
  public void writeTo(DataOutput out) throws IOException {
    state.writeTo(out);
  }

  /**
   * Reads a book.
   *
   * @throws IOException if it ends early or has a version that is not known
   */
  public static PortfolioBook readFrom(DataInput in) throws IOException {
    return new PortfolioBook(BookState.readFrom(in));
  }

  private Alert alert(AlertType type, Severity severity, String message, long asOf) {
    return Alert.of(type, severity, state.portfolioId, message, asOf);
  }
}
