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
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the API knows, folded from the topics: the latest of each portfolio and market, and the last
 * few of what comes one after another. Free of Kafka; safe for use by many threads.
 *
 * <p>What is kept in full grows with the number of portfolios, strategies, symbols and markets;
 * everything else is bounded by the constants here. Older records are in the topics.
 */
public final class ReadModel {
  /** Budgets kept per portfolio, the one in force among them. */
  static final int BUDGETS_PER_PORTFOLIO = 500;

  /** Earlier budgets kept in total; a budget grows with the portfolio's symbols. */
  static final int BUDGETS_IN_TOTAL = 2_000;

  /** Decisions kept per portfolio. */
  static final int DECISIONS_PER_PORTFOLIO = 5_000;

  /** Decisions kept in total. */
  static final int DECISIONS_IN_TOTAL = 20_000;

  /** Alerts kept per portfolio or market. */
  static final int ALERTS_PER_KEY = 500;

  /** Alerts kept in total. */
  static final int ALERTS_IN_TOTAL = 10_000;

  /** Recommendations kept per portfolio. */
  static final int RECOMMENDATIONS_PER_PORTFOLIO = 100;

  /** Recommendations kept in total. */
  static final int RECOMMENDATIONS_IN_TOTAL = 2_000;

  private final Map<String, Portfolio> portfolios = new TreeMap<>();
  private final Map<String, BudgetUpdate> budgets = new TreeMap<>();
  private final Map<String, Map<String, RiskUtilization>> utilization = new TreeMap<>();
  private final Map<String, MarketView> markets = new TreeMap<>();
  private final OverrideLog overrides = new OverrideLog();
  private final RecentByKey<BudgetUpdate> history =
      new RecentByKey<>(BUDGETS_PER_PORTFOLIO, BUDGETS_IN_TOTAL);
  private final RecentByKey<OrderDecision> decisions =
      new RecentByKey<>(DECISIONS_PER_PORTFOLIO, DECISIONS_IN_TOTAL);
  private final RecentByKey<RiskAlert> alerts = new RecentByKey<>(ALERTS_PER_KEY, ALERTS_IN_TOTAL);
  private final RecentByKey<RebalanceRecommendation> recommendations =
      new RecentByKey<>(RECOMMENDATIONS_PER_PORTFOLIO, RECOMMENDATIONS_IN_TOTAL);

  /**
   * Takes in a record.
   *
   * @return what to tell those who listen; empty where the record changes nothing for them
   */
  public synchronized Optional<ViewEvent> accept(String key, SpecificRecord value) {
    if (value instanceof OrderDecision decision) {
      decisions.add(key, decision);
      return event(ViewEvent.Type.DECISION, key, decision);
    }
    if (value instanceof BudgetUpdate budget) {
      budgets.put(key, budget);
      history.add(key, budget);
      return event(ViewEvent.Type.BUDGET, key, budget);
    }
    if (value instanceof RiskUtilization row) {
      utilization
          .computeIfAbsent(key, k -> new LinkedHashMap<>())
          .put(row.getScope() + ":" + row.getScopeId(), row);
      return event(ViewEvent.Type.UTILIZATION, key, row);
    }
    if (value instanceof MarketState state) {
      boolean changed = market(key).accept(state);
      return Optional.of(
          new ViewEvent(
              changed ? ViewEvent.Type.REGIME : ViewEvent.Type.MARKET,
              Optional.empty(),
              () -> MarketView.summary(state)));
    }
    return acceptOther(key, value);
  }

  private Optional<ViewEvent> acceptOther(String key, SpecificRecord value) {
    if (value instanceof RegimeChange change) {
      // Listeners hear of it by the market state that it leads to.
      market(key).accept(change);
      return Optional.empty();
    }
    if (value instanceof RiskAlert alert) {
      alerts.add(key, alert);
      return Optional.of(
          new ViewEvent(
              ViewEvent.Type.ALERT,
              Optional.ofNullable(alert.getPortfolioId()),
              () -> RecordJson.of(alert)));
    }
    if (value instanceof RebalanceRecommendation recommendation) {
      recommendations.add(key, recommendation);
      return event(ViewEvent.Type.RECOMMENDATION, key, recommendation);
    }
    if (value instanceof RiskOverride override) {
      overrides.accept(override);
      Optional<String> portfolio =
          Optional.of(override.getPortfolioId())
              .filter(id -> !id.equals(RiskOverrideSpec.ALL_PORTFOLIOS));
      return Optional.of(
          new ViewEvent(ViewEvent.Type.OVERRIDE, portfolio, () -> RecordJson.of(override)));
    }
    if (value instanceof Portfolio portfolio) {
      portfolios.put(key, portfolio);
      return event(ViewEvent.Type.PORTFOLIO, key, portfolio);
    }
    throw new IllegalArgumentException("not a record of the view: " + value.getClass().getName());
  }

  /** Takes in a tombstone: the key's portfolio or budget is gone; others are kept as they are. */
  synchronized void remove(ViewTopic topic, String key) {
    switch (topic) {
      case PORTFOLIO -> {
        portfolios.remove(key);
        utilization.remove(key);
      }
      case BUDGET_UPDATE -> budgets.remove(key);
      default -> {
        // The other topics have no tombstones of their own: one by a stranger changes nothing.
      }
    }
  }

  /** Whether the portfolio is defined or has a budget. */
  public synchronized boolean isKnown(String portfolioId) {
    return portfolios.containsKey(portfolioId) || budgets.containsKey(portfolioId);
  }

  /** Why a rebalance of the portfolio would propose no trade now; empty if it would. */
  public synchronized Optional<RebalanceObjection> whyNoTrades(String portfolioId) {
    return RebalanceObjection.of(
        portfolioId,
        Optional.ofNullable(budgets.get(portfolioId)),
        alerts.newestOf(portfolioId, ALERTS_PER_KEY));
  }

  /** Whether the portfolio, or any for {@code *}, has the strategy. */
  public synchronized boolean hasStrategy(String portfolioId, String strategyId) {
    return definitions(portfolioId).stream()
        .flatMap(portfolio -> portfolio.getStrategies().stream())
        .anyMatch(strategy -> strategy.getStrategyId().equals(strategyId));
  }

  /** Whether a strategy of the portfolio, or of any for {@code *}, trades the symbol. */
  public synchronized boolean hasSymbol(String portfolioId, String symbol) {
    return definitions(portfolioId).stream()
        .flatMap(portfolio -> portfolio.getStrategies().stream())
        .anyMatch(strategy -> strategy.getSymbols().contains(symbol));
  }

  /** Portfolios by id: the market, the base currency and the budget in force, null where none. */
  public synchronized List<ObjectNode> portfolios(Optional<String> portfolioId) {
    Set<String> ids = new TreeSet<>(portfolios.keySet());
    ids.addAll(budgets.keySet());
    return ids.stream()
        .filter(id -> portfolioId.isEmpty() || portfolioId.get().equals(id))
        .map(this::portfolio)
        .toList();
  }

  /** Markets by name, or the one that the portfolio trades. */
  public synchronized List<ObjectNode> markets(Optional<String> portfolioId) {
    Optional<String> wanted = portfolioId.flatMap(this::marketOf);
    return markets.entrySet().stream()
        .filter(entry -> portfolioId.isEmpty() || wanted.equals(Optional.of(entry.getKey())))
        .map(entry -> entry.getValue().toJson())
        .toList();
  }

  /** Latest row of every limit. */
  public synchronized List<RiskUtilization> utilization(Optional<String> portfolioId) {
    List<RiskUtilization> rows = new ArrayList<>();
    utilization.forEach(
        (id, ofPortfolio) -> {
          if (portfolioId.isEmpty() || portfolioId.get().equals(id)) {
            rows.addAll(ofPortfolio.values());
          }
        });
    return rows;
  }

  /** Budgets, newest first. */
  public synchronized List<BudgetUpdate> history(Optional<String> portfolioId, int limit) {
    return newest(history, portfolioId, limit);
  }

  /** Decisions, newest first. */
  public synchronized List<OrderDecision> decisions(Optional<String> portfolioId, int limit) {
    return newest(decisions, portfolioId, limit);
  }

  /**
   * Decisions on the order: at most one per portfolio, the first one rather than its repeats where
   * both are kept.
   */
  public synchronized List<OrderDecision> decisionsOn(String orderId) {
    Map<String, OrderDecision> byPortfolio = new TreeMap<>();
    Predicate<OrderDecision> isWanted = d -> d.getIntent().getOrderId().equals(orderId);
    for (OrderDecision decision : decisions.newest(DECISIONS_IN_TOTAL, isWanted)) {
      byPortfolio.merge(
          decision.getIntent().getPortfolioId(), decision, (a, b) -> b.getRepeat() ? a : b);
    }
    return List.copyOf(byPortfolio.values());
  }

  /** Recommendations, newest first. */
  public synchronized List<RebalanceRecommendation> recommendations(
      Optional<String> portfolioId, int limit) {
    return newest(recommendations, portfolioId, limit);
  }

  /** Alerts, newest first; of a portfolio, together with those of its market. */
  public synchronized List<RiskAlert> alerts(Optional<String> portfolioId, int limit) {
    if (portfolioId.isEmpty()) {
      return alerts.newest(limit, alert -> true);
    }
    Optional<String> market = marketOf(portfolioId.get());
    return alerts.newest(
        limit,
        alert ->
            alert.getPortfolioId() == null
                ? market.isPresent() && market.get().equals(alert.getMarket())
                : alert.getPortfolioId().equals(portfolioId.get()));
  }

  /** Overrides, newest first; of a portfolio, together with those of all portfolios. */
  public synchronized List<OverrideLog.Entry> overrides(Optional<String> portfolioId, int limit) {
    return overrides.newest(
        limit,
        override ->
            portfolioId.isEmpty()
                || override.getPortfolioId().equals(portfolioId.get())
                || override.getPortfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS));
  }

  public synchronized Optional<OverrideLog.Entry> override(String overrideId) {
    return overrides.find(overrideId);
  }

  private ObjectNode portfolio(String id) {
    ObjectNode node = RecordJson.object().put("portfolioId", id);
    Portfolio definition = portfolios.get(id);
    node.put("market", marketOf(id).orElse(null));
    node.put("baseCurrency", definition == null ? null : definition.getBaseCurrency());
    BudgetUpdate budget = budgets.get(id);
    return node.set("budget", budget == null ? null : RecordJson.of(budget));
  }

  private Optional<String> marketOf(String portfolioId) {
    Portfolio definition = portfolios.get(portfolioId);
    return definition != null
        ? Optional.of(definition.getMarket())
        : Optional.ofNullable(budgets.get(portfolioId)).map(BudgetUpdate::getMarket);
  }

  private List<Portfolio> definitions(String portfolioId) {
    if (portfolioId.equals(RiskOverrideSpec.ALL_PORTFOLIOS)) {
      return List.copyOf(portfolios.values());
    }
    return Optional.ofNullable(portfolios.get(portfolioId)).stream().toList();
  }

  private MarketView market(String name) {
    return markets.computeIfAbsent(name, MarketView::new);
  }

  private static <V> List<V> newest(RecentByKey<V> values, Optional<String> key, int limit) {
    return key.map(k -> values.newestOf(k, limit))
        .orElseGet(() -> values.newest(limit, value -> true));
  }

  private static Optional<ViewEvent> event(
      ViewEvent.Type type, String portfolioId, SpecificRecord value) {
    return Optional.of(new ViewEvent(type, Optional.of(portfolioId), () -> RecordJson.of(value)));
  }
}
