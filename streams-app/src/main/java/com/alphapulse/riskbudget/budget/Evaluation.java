package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.allocation.Allocation;
import com.alphapulse.riskbudget.budget.allocation.Allocators;
import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.limits.Budget.SymbolBudget;
import com.alphapulse.riskbudget.budget.limits.BudgetCalculator;
import com.alphapulse.riskbudget.budget.limits.RegimePolicy;
import com.alphapulse.riskbudget.budget.limits.VolatilityTarget;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.trades.Recommendation;
import com.alphapulse.riskbudget.budget.trades.Recommendation.Trigger;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.BudgetCause;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.TriggerType;
import com.alphapulse.riskbudget.domain.limit.Limit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One evaluation of a book against a snapshot; made for it and thrown away. */
final class Evaluation {
  private final BookState state;
  private final MarketSnapshot snapshot;
  private final RiskBudgeting settings;
  private final PortfolioSpec spec;
  private final Universe universe;
  private final BigDecimal[] notionals;

  /** Of what is excluded, in the order of the exclusions. */
  private final BigDecimal[] excludedNotionals;

  private final BigDecimal equity;

  /** Of the budget just issued, by strategy and member of the universe. */
  private double[][] targets = {};

  /**
   * Values the book.
   *
   * @throws BudgetFailedException if there is no definition, no price at all, or something sold
   *     short of which nobody knows what it is worth
   */
  Evaluation(BookState state, MarketSnapshot snapshot, RiskBudgeting settings)
      throws BudgetFailedException {
    this.state = state;
    this.snapshot = snapshot;
    this.settings = settings;
    this.spec =
        state.spec.orElseThrow(
            () ->
                new BudgetFailedException(
                    BudgetFailedException.Reason.NO_DEFINITION, "it has not been defined"));
    if (!spec.market().equals(snapshot.market())) {
      throw new BudgetFailedException(
          BudgetFailedException.Reason.OTHER_MARKET,
          "the snapshot is of market " + snapshot.market() + ", not " + spec.market());
    }
    this.universe = Universe.of(snapshot, state.symbols(), spec.baseCurrency());
    new ExcludedSymbols(state, universe).requireNoneShort();
    this.notionals = state.holdings.notionals(universe);
    this.excludedNotionals = state.holdings.excludedNotionals(universe);
    this.equity = state.holdings.equity(notionals, excludedNotionals);
  }

  /** Alerts about symbols that get no budget from now on. */
  List<Alert> exclusions() {
    return new ExcludedSymbols(state, universe).note();
  }

  BudgetStep run() throws BudgetFailedException {
    new PerformanceObservation(snapshot, universe, notionals, excludedNotionals, equity)
        .addTo(state, settings);
    if (!snapshot.warmedUp()) {
      return warmUp();
    }
    RegimePolicy.Effective regime = RegimePolicy.effective(snapshot, state.overrides, settings);
    double[][] covariance = universe.covariance();
    TriggerCheck check = new TriggerCheck(state, snapshot, settings, regime);
    List<Trigger> fired = new ArrayList<>(check.regimeAndMarket());
    Exposures exposures = null;
    if (equity.signum() > 0) {
      exposures = Exposures.of(state, spec, universe, notionals, equity);
      fired.addAll(check.riskBudgets(exposures, covariance));
    }
    Optional<BudgetCause> cause = cause(check, fired);
    Optional<Budget> budget = Optional.empty();
    if (cause.isPresent()) {
      budget = Optional.of(issue(cause.get(), regime, check.urgent(), covariance));
    }
    if (exposures != null) {
      fired.addAll(check.drift(exposures));
      if (!fired.isEmpty() && budget.isEmpty()) {
        budget = Optional.of(issue(BudgetCause.TRIGGER, regime, check.urgent(), covariance));
      }
    }
    List<Alert> alerts = check.alerts();
    Optional<Recommendation> recommendation = Optional.empty();
    if (!fired.isEmpty() && exposures != null) {
      recommendation =
          Optional.of(
              rebalance(exposures).recommend(budget.orElseThrow(), fired, covariance, targets));
    }
    return new BudgetStep(budget, recommendation, alerts);
  }

  /** Budgets before the risk model is ready; what else is asked for waits until it is. */
  private BudgetStep warmUp() throws BudgetFailedException {
    boolean due =
        state.inForce.isEmpty()
            || !state.inForce.get().warmUp()
            || state.overridesChanged
            || state.definitionChanged
            || scheduled();
    if (settings.warmUp() == RiskBudgeting.WarmUp.CLOSED || !due) {
      return new BudgetStep(Optional.empty(), Optional.empty(), List.of());
    }
    boolean asked = state.rebalanceRequested && state.overridesChanged;
    RegimePolicy.Effective regime = RegimePolicy.mostCautious(snapshot, settings);
    BudgetCalculator calculator = calculator();
    Allocation allocation =
        Allocation.fixed(spec, universe, regime.parameters().equityAllocation());
    Limit<Double> limit = calculator.leverageLimit(regime);
    Budget budget =
        record(
            BudgetCause.WARM_UP,
            regime,
            allocation,
            calculator.limits(allocation, limit, limit.value(), 1));
    return new BudgetStep(
        Optional.of(budget),
        asked && equity.signum() > 0
            ? Optional.of(
                rebalance(Exposures.of(state, spec, universe, notionals, equity))
                    .withoutTrades(budget))
            : Optional.empty(),
        List.of());
  }

  private Optional<BudgetCause> cause(TriggerCheck check, List<Trigger> fired) {
    if (state.inForce.isEmpty() || state.inForce.get().warmUp()) {
      return Optional.of(BudgetCause.INITIAL);
    }
    if (check.regimeChanged()) {
      return Optional.of(BudgetCause.REGIME_CHANGE);
    }
    if (fired.stream().anyMatch(trigger -> trigger.type() != TriggerType.MANUAL)) {
      return Optional.of(BudgetCause.TRIGGER);
    }
    if (state.overridesChanged) {
      return Optional.of(BudgetCause.OVERRIDE);
    }
    if (state.definitionChanged) {
      return Optional.of(BudgetCause.PORTFOLIO_CHANGE);
    }
    if (!fired.isEmpty()) {
      return Optional.of(BudgetCause.REQUESTED);
    }
    return scheduled() ? Optional.of(BudgetCause.SCHEDULED) : Optional.empty();
  }

  /** Bars count by their own time, however late they close and whatever was monitored since. */
  private boolean scheduled() {
    return snapshot.asOf() - state.inForce.orElseThrow().marketAsOf()
        >= settings.monitoringInterval().toMillis();
  }

  /**
   * A budget between two bars: the risk model, the regime and the leverage of the last one, at the
   * prices of the snapshot. Nothing that moves with bars is touched: performance, triggers, and
   * what later budgets are compared with.
   */
  Budget monitor(long pricesAsOf) throws BudgetFailedException {
    boolean warmUp = state.inForce.orElseThrow().warmUp();
    RegimePolicy.Effective regime =
        warmUp
            ? RegimePolicy.mostCautious(snapshot, settings)
            : RegimePolicy.effective(snapshot, state.overrides, settings);
    BudgetCalculator calculator = calculator();
    Allocation allocation =
        warmUp
            ? Allocation.fixed(spec, universe, regime.parameters().equityAllocation())
            : allocation(regime, universe.covariance());
    Limit<Double> limit = calculator.leverageLimit(regime);
    double leverage = Math.min(state.inForce.get().leverage(), limit.value());
    return budget(
        warmUp ? BudgetCause.WARM_UP : BudgetCause.SCHEDULED,
        regime,
        allocation,
        calculator.limits(
            allocation,
            limit,
            allocation.empty() ? 0 : leverage,
            warmUp ? 1 : settings.strategyLimitMultiple()),
        pricesAsOf);
  }

  private Allocation allocation(RegimePolicy.Effective regime, double[][] covariance)
      throws BudgetFailedException {
    return Allocation.of(
        spec,
        universe,
        covariance,
        new Allocators(
            regime.parameters().method(), settings.methods().riskAversion(), regime.preferences()),
        regime.parameters().equityAllocation());
  }

  private Budget issue(
      BudgetCause cause, RegimePolicy.Effective regime, boolean urgent, double[][] covariance)
      throws BudgetFailedException {
    BudgetCalculator calculator = calculator();
    Allocation allocation = allocation(regime, covariance);
    Limit<Double> limit = calculator.leverageLimit(regime);
    double leverage = allocation.empty() ? 0 : leverage(allocation, regime, limit.value(), urgent);
    return record(
        cause,
        regime,
        allocation,
        calculator.limits(allocation, limit, leverage, settings.strategyLimitMultiple()));
  }

  private double leverage(
      Allocation allocation, RegimePolicy.Effective regime, double limit, boolean urgent)
      throws BudgetFailedException {
    OptionalDouble previous = OptionalDouble.empty();
    double smoothing = settings.leverageSmoothing();
    if (state.inForce.isPresent() && !state.inForce.get().warmUp()) {
      previous = OptionalDouble.of(state.inForce.get().leverage());
      if (state.inForce.get().marketSequence() == snapshot.sequence()) {
        // Leverage moves with the market, not with how often a budget is asked for.
        smoothing = 0;
      }
    }
    return VolatilityTarget.leverage(
        allocation.volatility(),
        regime.parameters().volTarget(),
        limit,
        previous,
        smoothing,
        urgent);
  }

  private BudgetCalculator calculator() {
    return new BudgetCalculator(spec, state.overrides, universe, equity, settings);
  }

  /** Dresses the limits as a budget and puts it in force. */
  private Budget record(
      BudgetCause cause,
      RegimePolicy.Effective regime,
      Allocation allocation,
      BudgetCalculator.Limits limits) {
    Budget budget = budget(cause, regime, allocation, limits, snapshot.asOf());
    putInForce(budget);
    targets = limits.targets();
    return budget;
  }

  /** Dresses the limits as the next budget. */
  private Budget budget(
      BudgetCause cause,
      RegimePolicy.Effective regime,
      Allocation allocation,
      BudgetCalculator.Limits limits,
      long pricesAsOf) {
    state.version++;
    state.valuedAt = pricesAsOf;
    return new Budget(
        state.portfolioId,
        state.version,
        cause,
        state.now,
        new Budget.Market(
            snapshot.market(), snapshot.sequence(), snapshot.correlations().average()),
        regime,
        equity.setScale(BudgetCalculator.SCALE, RoundingMode.HALF_EVEN),
        new Budget.Volatility(
            allocation.volatility(),
            state.performance.realisedVolatility(),
            volatilityLimit(cause, regime)),
        limits.leverage(),
        limits.leverageLimit(),
        limits.strategies(),
        limits.symbols(),
        state.overrides.ids(),
        state.performance.summary());
  }

  /** Where the breach trigger would fire, if what is held were to move as forecast. */
  private OptionalDouble volatilityLimit(BudgetCause cause, RegimePolicy.Effective regime) {
    return cause == BudgetCause.WARM_UP
        ? OptionalDouble.empty()
        : OptionalDouble.of(settings.triggers().volBreach() * regime.parameters().volTarget());
  }

  private void putInForce(Budget budget) {
    Map<String, Double> targets = new HashMap<>();
    for (SymbolBudget symbol : budget.symbols()) {
      targets.put(symbol.symbol(), symbol.targetWeight());
    }
    state.inForce =
        Optional.of(
            new BookState.InForce(
                budget.version(),
                budget.asOf(),
                snapshot.asOf(),
                budget.market().sequence(),
                budget.regime().regime(),
                budget.cause() == BudgetCause.WARM_UP,
                budget.targetLeverage(),
                budget.leverageLimit().value(),
                targets));
    state.definitionChanged = false;
    state.overridesChanged = false;
  }

  private Rebalance rebalance(Exposures exposures) {
    return new Rebalance(state, universe, equity, exposures, settings);
  }
}
