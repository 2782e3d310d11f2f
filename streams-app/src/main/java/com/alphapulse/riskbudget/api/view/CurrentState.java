package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.TradingState;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Portfolios as they are now, worst first in what is said about all of them. */
final class CurrentState {
  private final Portfolios portfolios;
  private final TradingView trading;
  private final OverrideLog overrides;
  private final DecisionRate rate;

  CurrentState(
      Portfolios portfolios, TradingView trading, OverrideLog overrides, DecisionRate rate) {
    this.portfolios = portfolios;
    this.trading = trading;
    this.overrides = overrides;
    this.rate = rate;
  }

  /**
   * One portfolio.
   *
   * @param warmedUp whether the risk model of its market is complete
   * @param eventTime the present in event time
   * @param serverTime the present by the wall clock
   */
  ObjectNode portfolio(String id, boolean warmedUp, Instant eventTime, Instant serverTime) {
    Optional<BudgetUpdate> budget = portfolios.budget(id);
    TradingView.Status status = status(id);
    ObjectNode node = RecordJson.object().put("portfolioId", id);
    node.put("market", portfolios.market(id).orElse(null));
    node.put(
        "baseCurrency", portfolios.definition(id).map(Portfolio::getBaseCurrency).orElse(null));
    node.put("tradingState", status.state().map(TradingState::name).orElse(null));
    node.put("stateCause", status.cause());
    node.put("stateSince", status.since().map(Instant::toString).orElse(null));
    Set<String> inForce = new LinkedHashSet<>(status.overrides());
    budget.ifPresent(b -> inForce.addAll(b.getOverrides()));
    ArrayNode items = node.putArray("overridesInForce");
    inForce.forEach(overrideId -> items.add(override(id, overrideId)));
    node.put(
        "warmingUp",
        !warmedUp || budget.filter(b -> b.getCause() == BudgetCause.WARM_UP).isPresent());
    node.put("regimePinned", pin(id, budget).orElse(null));
    DecisionRate.Count count = rate.before(id, serverTime);
    node.put("rejectsLastMinute", count.rejected());
    node.put("decisionsLastMinute", count.decided());
    node.put(
        "budgetAgeSeconds",
        budget
            .map(b -> Math.max(0, Duration.between(b.getAsOf(), eventTime).toSeconds()))
            .orElse(null));
    return node.set("budget", budget.map(RecordJson::of).orElse(null));
  }

  /**
   * The most restrictive state of some portfolios, and how many are in each; null where nothing is
   * known to be restricted, and something is not known.
   */
  ObjectNode worst(List<String> ids) {
    List<TradingState> states = ids.stream().flatMap(id -> status(id).state().stream()).toList();
    int unknown = ids.size() - states.size();
    TradingState worst = states.stream().max(TradingState::compareTo).orElse(TradingState.ACTIVE);
    boolean known = unknown == 0 || worst != TradingState.ACTIVE;
    return RecordJson.object()
        .put("tradingState", known ? worst.name() : null)
        .put("portfolios", ids.size())
        .put("unknown", unknown)
        .put("reduceOnly", count(states, TradingState.REDUCE_ONLY))
        .put("halted", count(states, TradingState.HALTED));
  }

  private TradingView.Status status(String id) {
    return trading.of(id, portfolios.partition(id));
  }

  private static long count(List<TradingState> states, TradingState wanted) {
    return states.stream().filter(state -> state == wanted).count();
  }

  /** An override that budgets were made with, where it pins the regime. */
  private Optional<String> pin(String portfolioId, Optional<BudgetUpdate> budget) {
    return budget.map(BudgetUpdate::getOverrides).orElse(List.of()).stream()
        .filter(id -> isPin(portfolioId, id))
        .findFirst();
  }

  private boolean isPin(String portfolioId, String overrideId) {
    return overrides
        .find(portfolioId, overrideId)
        .filter(entry -> entry.override().getAction() == OverrideAction.PIN_REGIME)
        .isPresent();
  }

  /** What the log tells of it; of one that has left the log only the identifier. */
  private ObjectNode override(String portfolioId, String overrideId) {
    ObjectNode item =
        overrides
            .find(portfolioId, overrideId)
            .map(entry -> RecordJson.of(entry.override()))
            .orElseGet(() -> RecordJson.object().put("overrideId", overrideId));
    ArrayNode partitions = item.putArray("partitions");
    trading
        .acknowledged(overrideId)
        .forEach(
            (partition, at) ->
                partitions.addObject().put("partition", partition).put("appliedAt", at.toString()));
    return item;
  }
}
