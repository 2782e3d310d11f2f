package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** From a record to where it is kept, and to what those who listen are told. */
final class ViewIntake {
  private final Kept kept;
  private final Map<Class<? extends SpecificRecord>, Handler<SpecificRecord>> handlers =
      new HashMap<>();

  /** Takes in records of one type; empty where they change nothing for those who listen. */
  private interface Handler<T extends SpecificRecord> {
    Optional<ViewEvent> accept(Place place, String key, T value);
  }

  ViewIntake(Kept kept) {
    this.kept = kept;
    on(OrderDecision.class, this::decision);
    on(BudgetUpdate.class, this::budget);
    on(RiskUtilization.class, this::utilization);
    on(MarketState.class, this::marketState);
    on(RegimeChange.class, this::regimeChange);
    on(RiskAlert.class, this::alert);
    on(RebalanceRecommendation.class, this::recommendation);
    on(RiskOverride.class, this::override);
    on(TradingStateUpdate.class, this::tradingState);
    on(Portfolio.class, this::portfolio);
  }

  private <T extends SpecificRecord> void on(Class<T> type, Handler<T> handler) {
    handlers.put(type, (place, key, value) -> handler.accept(place, key, type.cast(value)));
  }

  Optional<ViewEvent> accept(Place place, String key, SpecificRecord value) {
    Handler<SpecificRecord> handler = handlers.get(value.getClass());
    if (handler == null) {
      throw new IllegalArgumentException("not a record of the view: " + value.getClass().getName());
    }
    return handler.accept(place, key, value);
  }

  private Optional<ViewEvent> decision(Place place, String key, OrderDecision decision) {
    kept.decisions.add(new Position(decision.getDecidedAt(), key, place), decision);
    kept.rate.add(key, decision);
    return event(ViewEvent.Type.DECISION, key, decision);
  }

  private Optional<ViewEvent> budget(Place place, String key, BudgetUpdate budget) {
    kept.portfolios.accept(key, budget);
    kept.history.add(new Position(budget.getAsOf(), key, place), budget);
    return newest(ViewEvent.Type.BUDGET, key, "budget", budget);
  }

  private Optional<ViewEvent> utilization(Place place, String key, RiskUtilization row) {
    kept.portfolios.accept(key, row);
    String limit = Portfolios.rowKey(row);
    kept.rows.add(new Position(row.getAsOf(), key + "/" + limit, place), row);
    return newest(ViewEvent.Type.UTILIZATION, key, limit, row);
  }

  private Optional<ViewEvent> marketState(Place place, String key, MarketState state) {
    boolean changed = kept.market(key).accept(state);
    return Optional.of(
        ViewEvent.of(
            changed ? ViewEvent.Type.REGIME : ViewEvent.Type.MARKET,
            Optional.empty(),
            () -> MarketView.summary(state)));
  }

  /** Listeners hear of it by the market state that it leads to. */
  private Optional<ViewEvent> regimeChange(Place place, String key, RegimeChange change) {
    kept.market(key).accept(change);
    return Optional.empty();
  }

  private Optional<ViewEvent> alert(Place place, String key, RiskAlert alert) {
    kept.alerts.add(new Position(alert.getAsOf(), key, place), alert);
    kept.overrides.accept(alert);
    return Optional.of(
        ViewEvent.of(
            ViewEvent.Type.ALERT,
            Optional.ofNullable(alert.getPortfolioId()),
            () -> RecordJson.of(alert)));
  }

  private Optional<ViewEvent> recommendation(
      Place place, String key, RebalanceRecommendation recommendation) {
    kept.recommendations.add(new Position(recommendation.getAsOf(), key, place), recommendation);
    return event(ViewEvent.Type.RECOMMENDATION, key, recommendation);
  }

  private Optional<ViewEvent> override(Place place, String key, RiskOverride override) {
    kept.overrides.accept(override);
    return command(ViewEvent.Type.OVERRIDE, override.getPortfolioId(), override);
  }

  private Optional<ViewEvent> tradingState(Place place, String key, TradingStateUpdate update) {
    kept.trading.accept(update);
    return command(ViewEvent.Type.TRADING_STATE, update.getPortfolioId(), update);
  }

  private Optional<ViewEvent> portfolio(Place place, String key, Portfolio portfolio) {
    kept.portfolios.define(place, key, portfolio);
    return event(ViewEvent.Type.PORTFOLIO, key, portfolio);
  }

  private static Optional<ViewEvent> event(
      ViewEvent.Type type, String portfolioId, SpecificRecord value) {
    return Optional.of(ViewEvent.of(type, Optional.of(portfolioId), () -> RecordJson.of(value)));
  }

  private static Optional<ViewEvent> newest(
      ViewEvent.Type type, String portfolioId, String newestOf, SpecificRecord value) {
    return Optional.of(
        new ViewEvent(
            type, Optional.of(portfolioId), Optional.of(newestOf), () -> RecordJson.of(value)));
  }

  /** Of one portfolio, or of all. */
  private static Optional<ViewEvent> command(
      ViewEvent.Type type, String portfolioId, SpecificRecord value) {
    return Optional.of(
        ViewEvent.of(
            type,
            Optional.of(portfolioId).filter(id -> !id.equals(RiskOverrideSpec.ALL_PORTFOLIOS)),
            () -> RecordJson.of(value)));
  }
}
