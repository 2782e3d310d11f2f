package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.allocation.PortfolioCheck;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Fill;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.HeldReports;
import com.alphapulse.riskbudget.domain.account.HeldReports.Held;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.account.ReportResult;
import com.alphapulse.riskbudget.domain.account.ReportRule;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideRules;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.domain.override.SameIdentifier;
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

  /** A book that knows nothing but the portfolio's identifier. */
  public PortfolioBook(String portfolioId) {
    this(new BookState(portfolioId));
  }

  private PortfolioBook(BookState state) {
    this.state = state;
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

  /**
   * Keeps a report until the approval of its order comes.
   *
   * @return as it is to be saved
   */
  public Held keepEarly(ExecutionEvent report) {
    return state.orders.early().keep(report);
  }

  /** Takes out a report that was kept, where there are too many of them. */
  public Optional<Held> takeSurplusEarly() {
    return state.orders.early().takeSurplus();
  }

  /** Brings back a report that was kept and saved; in the order of their numbers. */
  public void restoreEarly(Held report) {
    state.orders.early().restore(report);
  }

  /** Applies the reports that waited for contracts that are known now. */
  public ReportRule.Released applyHeld(
      Function<String, Optional<BigDecimal>> multipliers, long receivedAt) {
    return ReportRule.release(new BookAccount(state, multipliers), receivedAt);
  }

  /**
   * Takes in an order that the gate has approved.
   *
   * @return reports of it that were kept, to be applied now; empty without any
   */
  public List<Held> approve(OrderState order) {
    state
        .orders
        .order(order.orderId())
        .ifPresent(
            known -> {
              BigDecimal open = order.approved().subtract(known.filled()).max(BigDecimal.ZERO);
              OrderState.restored(
                  order,
                  new OrderState.Progress(
                      known.filled(),
                      known.missing().add(known.filled()),
                      open,
                      open.signum() == 0,
                      false,
                      order.heardAt()));
              known.execIds().forEach(id -> order.adoptExecId(id.execId()));
            });
    state.orders.put(order);
    return state.orders.early().take(order.orderId());
  }

  /** Frees what an order reserves, on an operator's word; empty where it reserves nothing. */
  public Optional<OrderState> release(String orderId) {
    Optional<OrderState> order = state.orders.order(orderId).filter(o -> !o.isSettled());
    order.ifPresent(
        o -> {
          state.orders.release(o, o.release());
          state.orders.file(o);
        });
    return order;
  }

  /** Brings back an order that was saved. */
  public void restore(OrderState order) {
    state.orders.put(order);
  }

  public Optional<OrderState> order(String orderId) {
    return state.orders.order(orderId);
  }

  /** Reports that wait for the contract of their symbol. */
  public HeldReports heldReports() {
    return state.orders.held();
  }

  /** Forgets settled orders of which nothing was received since {@code before}, in milliseconds. */
  public List<OrderState> forgetSettled(long before) {
    return state.orders.forgetSettled(before);
  }

  /**
   * What pends on a side of a symbol in a strategy: approved, neither filled nor ended, in units.
   */
  public BigDecimal pending(String strategyId, String symbol, Side side) {
    return state.orders.pending(strategyId, symbol, side);
  }

  /** The same in all strategies. */
  public BigDecimal pending(String symbol, Side side) {
    return state.orders.pending(symbol, side);
  }

  /** Cash in hand. */
  public BigDecimal cash() {
    return state.holdings.cash();
  }

  /** What a strategy holds of a symbol, in units. */
  public BigDecimal position(String strategyId, String symbol) {
    return state.holdings.position(strategyId, symbol);
  }

  /**
   * Takes in an override: the next evaluation follows it. The actions that are the gate's alone
   * have no effect here, also where one has the identifier of an override that is in force.
   *
   * @param asOf the market's time at its arrival, milliseconds
   */
  public List<Alert> apply(RiskOverrideSpec override, long asOf) {
    if (override.action() == OverrideAction.WITHDRAW) {
      return end(override, "was withdrawn", asOf);
    }
    Optional<RiskOverrideSpec> held =
        state.overrides.get(override.key()).filter(o -> o.inForceAt(asOf));
    if (!override.action().concernsBudgets()) {
      return held.map(o -> List.of(stays(o, override, asOf))).orElse(List.of());
    }
    Optional<SameIdentifier> conflict =
        held.map(o -> SameIdentifier.of(o, override)).filter(SameIdentifier::isConflict);
    Optional<String> problem =
        OverrideRules.problem(state.portfolioId, state.spec, override, asOf)
            .or(() -> objection(override))
            .or(() -> conflict.filter(c -> !c.laterStands()).map(SameIdentifier::refusal));
    if (problem.isPresent()) {
      return List.of(
          Alert.of(
              AlertType.BAD_OVERRIDE,
              Severity.WARNING,
              override.overrideId(),
              "The override %s (%s) was not applied to portfolio %s: %s."
                  .formatted(
                      override.overrideId(), override.action(), state.portfolioId, problem.get()),
              asOf));
    }
    state.performance.override();
    List<Alert> alerts = new ArrayList<>();
    conflict.ifPresent(c -> alerts.add(replaced(c, asOf)));
    if (override.action() == OverrideAction.REBALANCE) {
      state.rebalanceRequested = true;
      if (state.inForce.isEmpty() || state.inForce.get().warmUp()) {
        // A budget at the latest prices there can be, and a recommendation without trades.
        state.overridesChanged = true;
        alerts.add(rebalanceWaits(override, asOf));
      }
    } else {
      state.overrides.put(override);
      state.overridesChanged = true;
    }
    alerts.add(
        Alert.of(
            AlertType.OVERRIDE_APPLIED,
            Severity.INFO,
            override.overrideId(),
            "The override %s (%s) by %s is in force for portfolio %s: %s."
                .formatted(
                    override.overrideId(),
                    override.action(),
                    override.author(),
                    state.portfolioId,
                    override.reason()),
            asOf));
    return alerts;
  }

  private Alert replaced(SameIdentifier conflict, long asOf) {
    return Alert.of(
        AlertType.BAD_OVERRIDE,
        Severity.WARNING,
        conflict.refused().overrideId(),
        "The override %s is not in force for portfolio %s any more: %s."
            .formatted(conflict.refused().overrideId(), state.portfolioId, conflict.refusal()),
        asOf);
  }

  private Alert stays(RiskOverrideSpec held, RiskOverrideSpec override, long asOf) {
    return Alert.of(
        AlertType.BAD_OVERRIDE,
        Severity.WARNING,
        held.overrideId(),
        "The override %s (%s) has the identifier of %s, which stays in force for the budget of portfolio %s."
            .formatted(
                override.overrideId(),
                SameIdentifier.described(override),
                SameIdentifier.described(held),
                state.portfolioId),
        asOf);
  }

  /** Nobody's identifiers fill the memory, and nothing is asked for on behalf of nobody. */
  private Optional<String> objection(RiskOverrideSpec override) {
    if (override.action() == OverrideAction.REBALANCE) {
      return state.spec.isPresent() ? Optional.empty() : Optional.of("it is not defined");
    }
    return state.overrides.hasRoomFor(override)
        ? Optional.empty()
        : Optional.of("%d overrides are in force already".formatted(Bounds.OVERRIDES));
  }

  /**
   * Ends the overrides that have expired, for a portfolio that is not evaluated.
   *
   * @param asOf milliseconds
   */
  public List<Alert> expireOverrides(long asOf) {
    return state.overrides.expire(asOf).stream()
        .map(expired -> ended(expired.overrideId(), "expired", asOf))
        .toList();
  }

  /** Whether nothing is known of it that could matter. */
  public boolean isBlank() {
    return state.spec.isEmpty() && state.overrides.all().isEmpty() && state.orders.isEmpty();
  }

  private Alert rebalanceWaits(RiskOverrideSpec override, long asOf) {
    return Alert.of(
        AlertType.REBALANCE_WAITS,
        Severity.WARNING,
        override.overrideId(),
        "The rebalance of portfolio %s that %s asked for waits: %s."
            .formatted(
                state.portfolioId,
                override.author(),
                state.inForce.isEmpty()
                    ? "there is no budget yet"
                    : "the risk model is warming up, and until then no trades are proposed"),
        asOf);
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
    List<Alert> alerts = new ArrayList<>();
    for (RiskOverrideSpec expired : state.overrides.expire(state.now)) {
      state.overridesChanged = true;
      alerts.add(ended(expired.overrideId(), "expired", state.now));
    }
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

  /** Number of the last override of all portfolios that it has or needs not; -1 for none. */
  public long overrideOfAll() {
    return state.overrideOfAll;
  }

  /** Notes that it has, or needs not, the overrides of all portfolios up to that number. */
  public void hasOverridesOfAll(long number) {
    state.overrideOfAll = number;
  }

  /** The definition in force. */
  public Optional<PortfolioSpec> spec() {
    return state.spec;
  }

  /** The override in force of that {@link RiskOverrideSpec#key}. */
  public Optional<RiskOverrideSpec> override(String key) {
    return state.overrides.get(key);
  }

  /** Brings back the definition that was saved. */
  public void restore(PortfolioSpec spec) {
    state.spec = Optional.of(spec);
  }

  /** Brings back an override that was saved. */
  public void restore(RiskOverrideSpec override) {
    state.overrides.put(override);
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

  private List<Alert> end(RiskOverrideSpec by, String how, long asOf) {
    if (state.overrides.remove(by.key()).isEmpty()) {
      return List.of();
    }
    state.overridesChanged = true;
    return List.of(ended(by.overrideId(), how, asOf));
  }

  private Alert ended(String overrideId, String how, long asOf) {
    return Alert.of(
        AlertType.OVERRIDE_ENDED,
        Severity.INFO,
        overrideId,
        "The override %s on the budget of portfolio %s %s."
            .formatted(overrideId, state.portfolioId, how),
        asOf);
  }

  private Alert alert(AlertType type, Severity severity, String message, long asOf) {
    return Alert.of(type, severity, state.portfolioId, message, asOf);
  }
}
