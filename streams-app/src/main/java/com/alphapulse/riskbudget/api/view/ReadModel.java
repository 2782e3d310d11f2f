package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the API knows, folded from the topics: the latest of each portfolio and market, and the last
 * few of what comes one after another. Free of Kafka; safe for use by many threads.
 *
 * <p>What is kept in full grows with the number of portfolios, strategies, symbols and markets;
 * everything else is bounded by the constants here. Older records are in the topics. Answers do not
 * depend on the order in which partitions were read.
 */
public class ReadModel {
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

  /** Rows kept of the use of one limit over time. */
  static final int ROWS_PER_LIMIT = 500;

  /** Rows kept of the use of all limits over time: some 30 MB. */
  static final int ROWS_IN_TOTAL = 50_000;

  private final Portfolios portfolios = new Portfolios();
  private final TradingView trading = new TradingView();
  private final DecisionRate rate = new DecisionRate();
  private final Map<String, MarketView> markets = new TreeMap<>();
  private final OverrideLog overrides = new OverrideLog();
  private final CurrentState current = new CurrentState(portfolios, trading, overrides, rate);
  private final RecentByTime<BudgetUpdate> history =
      new RecentByTime<>(BUDGETS_PER_PORTFOLIO, BUDGETS_IN_TOTAL);
  private final RecentByTime<OrderDecision> decisions =
      new RecentByTime<>(DECISIONS_PER_PORTFOLIO, DECISIONS_IN_TOTAL);
  private final RecentByTime<RiskAlert> alerts =
      new RecentByTime<>(ALERTS_PER_KEY, ALERTS_IN_TOTAL);
  private final RecentByTime<RebalanceRecommendation> recommendations =
      new RecentByTime<>(RECOMMENDATIONS_PER_PORTFOLIO, RECOMMENDATIONS_IN_TOTAL);
  private final RecentByTime<RiskUtilization> rows =
      new RecentByTime<>(ROWS_PER_LIMIT, ROWS_IN_TOTAL);

  /**
   * Takes in a record. Those of one partition come in their order; partitions may come in any.
   *
   * @return what to tell those who listen; empty where the record changes nothing for them
   */
  public synchronized Optional<ViewEvent> accept(Place place, String key, SpecificRecord value) {
    if (value instanceof OrderDecision decision) {
      decisions.add(new Position(decision.getDecidedAt(), key, place), decision);
      rate.add(key, decision);
      return event(ViewEvent.Type.DECISION, key, decision);
    }
    if (value instanceof BudgetUpdate budget) {
      portfolios.accept(key, budget);
      history.add(new Position(budget.getAsOf(), key, place), budget);
      return newest(ViewEvent.Type.BUDGET, key, "budget", budget);
    }
    if (value instanceof RiskUtilization row) {
      portfolios.accept(key, row);
      String limit = Portfolios.rowKey(row);
      rows.add(new Position(row.getAsOf(), key + "/" + limit, place), row);
      return newest(ViewEvent.Type.UTILIZATION, key, limit, row);
    }
    if (value instanceof MarketState state) {
      boolean changed = market(key).accept(state);
      return Optional.of(
          ViewEvent.of(
              changed ? ViewEvent.Type.REGIME : ViewEvent.Type.MARKET,
              Optional.empty(),
              () -> MarketView.summary(state)));
    }
    return acceptOther(place, key, value);
  }

  private Optional<ViewEvent> acceptOther(Place place, String key, SpecificRecord value) {
    if (value instanceof RegimeChange change) {
      // Listeners hear of it by the market state that it leads to.
      market(key).accept(change);
      return Optional.empty();
    }
    if (value instanceof RiskAlert alert) {
      alerts.add(new Position(alert.getAsOf(), key, place), alert);
      overrides.accept(alert);
      return Optional.of(
          ViewEvent.of(
              ViewEvent.Type.ALERT,
              Optional.ofNullable(alert.getPortfolioId()),
              () -> RecordJson.of(alert)));
    }
    if (value instanceof RebalanceRecommendation recommendation) {
      recommendations.add(new Position(recommendation.getAsOf(), key, place), recommendation);
      return event(ViewEvent.Type.RECOMMENDATION, key, recommendation);
    }
    if (value instanceof RiskOverride override) {
      overrides.accept(override);
      return command(ViewEvent.Type.OVERRIDE, override.getPortfolioId(), override);
    }
    if (value instanceof TradingStateUpdate update) {
      trading.accept(update);
      return command(ViewEvent.Type.TRADING_STATE, update.getPortfolioId(), update);
    }
    if (value instanceof Portfolio portfolio) {
      portfolios.define(place, key, portfolio);
      return event(ViewEvent.Type.PORTFOLIO, key, portfolio);
    }
    throw new IllegalArgumentException("not a record of the view: " + value.getClass().getName());
  }

  /** Takes in a tombstone: the key's portfolio or budget is gone; others are kept as they are. */
  public synchronized void remove(Place place, String key) {
    switch (place.topic()) {
      case PORTFOLIO -> portfolios.removeDefinition(key);
      case BUDGET_UPDATE -> portfolios.removeBudget(key);
      case TRADING_STATE -> trading.remove(key, place.partition());
      default -> {
        // The other topics have no tombstones of their own: one by a stranger changes nothing.
      }
    }
  }

  /** Whether the portfolio is defined or has a budget. */
  public synchronized boolean isKnown(String portfolioId) {
    return portfolios.isKnown(portfolioId);
  }

  /** Why a rebalance of the portfolio would propose no trade now; empty if it would. */
  public synchronized Optional<RebalanceObjection> whyNoTrades(String portfolioId) {
    return RebalanceObjection.of(
        portfolioId, portfolios.budget(portfolioId), alerts.newestOf(portfolioId, ALERTS_PER_KEY));
  }

  /** Whether the portfolio, or any for {@code *}, has the strategy. */
  public synchronized boolean hasStrategy(String portfolioId, String strategyId) {
    return portfolios
        .definitions(portfolioId)
        .flatMap(portfolio -> portfolio.getStrategies().stream())
        .anyMatch(strategy -> strategy.getStrategyId().equals(strategyId));
  }

  /** Whether a strategy of the portfolio, or of any for {@code *}, trades the symbol. */
  public synchronized boolean hasSymbol(String portfolioId, String symbol) {
    return portfolios
        .definitions(portfolioId)
        .flatMap(portfolio -> portfolio.getStrategies().stream())
        .anyMatch(strategy -> strategy.getSymbols().contains(symbol));
  }

  /** The definition of a portfolio. */
  public synchronized Optional<Portfolio> definition(String portfolioId) {
    return portfolios.definition(portfolioId);
  }

  /** Budget in force of a portfolio. */
  public synchronized Optional<BudgetUpdate> budget(String portfolioId) {
    return portfolios.budget(portfolioId);
  }

  /** Budgets in force. */
  public synchronized List<BudgetUpdate> budgets() {
    return portfolios.budgets();
  }

  /**
   * The worst trading state and the portfolios by id, with what the gate enforces for each.
   *
   * @param eventTime the present in event time
   * @param serverTime the present by the wall clock
   */
  public synchronized ObjectNode current(
      Selection selection, Instant eventTime, Instant serverTime) {
    List<String> ids = portfolios.ids().stream().filter(selection::includes).toList();
    ObjectNode node = RecordJson.object();
    node.put("serverTime", serverTime.toString()).put("eventTime", eventTime.toString());
    node.set("worst", current.worst(ids));
    node.putArray("markets").addAll(markets(selection.portfolioId()));
    ArrayNode items = node.putArray("portfolios");
    ids.forEach(id -> items.add(current.portfolio(id, isWarmedUp(id), eventTime, serverTime)));
    return node;
  }

  /** Markets by name, or the one that the portfolio trades. */
  public synchronized List<ObjectNode> markets(Optional<String> portfolioId) {
    Optional<String> wanted = portfolioId.flatMap(portfolios::market);
    return markets.entrySet().stream()
        .filter(entry -> portfolioId.isEmpty() || wanted.equals(Optional.of(entry.getKey())))
        .map(entry -> entry.getValue().toJson())
        .toList();
  }

  /**
   * Markets in which a regime is in force, since when, by name.
   *
   * @param portfolioIds only what these trade; empty for every market
   */
  public synchronized List<ObjectNode> marketsIn(Regime regime, Set<String> portfolioIds) {
    Set<String> traded =
        portfolioIds.stream()
            .flatMap(id -> portfolios.market(id).stream())
            .collect(Collectors.toSet());
    return markets.entrySet().stream()
        .filter(market -> portfolioIds.isEmpty() || traded.contains(market.getKey()))
        .flatMap(market -> market.getValue().in(regime).stream())
        .toList();
  }

  /** Latest row of every limit. */
  public synchronized List<RiskUtilization> utilization(Optional<String> portfolioId) {
    return portfolios
        .rows(
            Span.newest(Integer.MAX_VALUE),
            row -> portfolioId.filter(id -> !id.equals(row.getPortfolioId())).isEmpty())
        .items();
  }

  /**
   * Rows of the use of limits: the latest of each, by portfolio and scope; where times are given,
   * those within, oldest first.
   */
  public synchronized Page<RiskUtilization> utilization(
      Selection selection, Span span, Predicate<RiskUtilization> filter) {
    Predicate<RiskUtilization> wanted = filter.and(row -> selection.includes(row.getPortfolioId()));
    return span.isTimed() ? rows.oldestFirst(span, wanted) : portfolios.rows(span, wanted);
  }

  /** Budgets, newest first. */
  public synchronized Page<BudgetUpdate> history(Selection selection, Span span) {
    return history.newestFirst(span, budget -> selection.includes(budget.getPortfolioId()));
  }

  /** Decisions that pass the filter, newest first by the time of the decision. */
  public synchronized Page<OrderDecision> decisions(
      Selection selection, Span span, Predicate<OrderDecision> filter) {
    return decisions.newestFirst(
        span,
        decision ->
            selection.includes(decision.getIntent().getPortfolioId()) && filter.test(decision));
  }

  /**
   * Decisions on the order: at most one per portfolio, the first one rather than its repeats where
   * both are kept.
   */
  public synchronized List<OrderDecision> decisionsOn(String orderId) {
    Map<String, OrderDecision> byPortfolio = new TreeMap<>();
    Predicate<OrderDecision> isWanted = d -> d.getIntent().getOrderId().equals(orderId);
    for (OrderDecision decision :
        decisions.newestFirst(Span.newest(Integer.MAX_VALUE), isWanted).items()) {
      byPortfolio.merge(
          decision.getIntent().getPortfolioId(), decision, (a, b) -> b.getRepeat() ? a : b);
    }
    return List.copyOf(byPortfolio.values());
  }

  /** Recommendations, newest first. */
  public synchronized Page<RebalanceRecommendation> recommendations(
      Selection selection, Span span) {
    return recommendations.newestFirst(span, r -> selection.includes(r.getPortfolioId()));
  }

  /** Alerts, newest first; of a portfolio, together with those of its market. */
  public synchronized Page<RiskAlert> alerts(Selection selection, Span span) {
    Optional<String> market = selection.portfolioId().flatMap(portfolios::market);
    return alerts.newestFirst(
        span,
        alert ->
            alert.getPortfolioId() == null
                ? selection.portfolioId().isEmpty()
                    || market.equals(Optional.ofNullable(alert.getMarket()))
                : selection.includes(alert.getPortfolioId()));
  }

  /** Overrides that pass the filter, newest first; of a portfolio, with those of all portfolios. */
  public synchronized Page<OverrideLog.Entry> overrides(
      Selection selection, Span span, Predicate<OverrideLog.Entry> filter) {
    return overrides.newestFirst(
        span, filter.and(entry -> selection.includesCommand(entry.override().getPortfolioId())));
  }

  /** Overrides, newest first; of a portfolio, together with those of all portfolios. */
  public List<OverrideLog.Entry> overrides(Optional<String> portfolioId, int limit) {
    return overrides(new Selection(portfolioId, id -> true), Span.newest(limit), entry -> true)
        .items();
  }

  /** An override of the log as the API shows it at an event time. */
  public synchronized ObjectNode toJson(OverrideLog.Entry entry, Instant now) {
    return overrides.toJson(entry, now);
  }

  public synchronized Optional<OverrideLog.Entry> override(String overrideId) {
    return overrides.find(overrideId);
  }

  /**
   * Since when, by the wall clock, which partitions of the gate have enforced an override or the
   * end of one; empty where none has acknowledged it.
   */
  public synchronized SortedMap<Integer, Instant> acknowledged(String overrideId) {
    return trading.acknowledged(overrideId);
  }

  /** What the gate has told last of a portfolio, or under {@code *} of all, by partition. */
  public synchronized List<TradingStateUpdate> tradingStates(String key) {
    return trading.told(key);
  }

  private boolean isWarmedUp(String portfolioId) {
    return portfolios
        .market(portfolioId)
        .map(markets::get)
        .filter(market -> !market.isWarmedUp())
        .isEmpty();
  }

  private MarketView market(String name) {
    return markets.computeIfAbsent(name, MarketView::new);
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
