package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
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
 * everything else is bounded by {@link Kept}. Older records are in the topics. Answers do not
 * depend on the order in which partitions were read.
 */
public class ReadModel {
  private final Kept kept = new Kept();
  private final ViewIntake intake = new ViewIntake(kept);
  private final CurrentState current =
      new CurrentState(kept.portfolios, kept.trading, kept.overrides, kept.rate);

  /**
   * Takes in a record. Those of one partition come in their order; partitions may come in any.
   *
   * @return what to tell those who listen; empty where the record changes nothing for them
   */
  public synchronized Optional<ViewEvent> accept(Place place, String key, SpecificRecord value) {
    return intake.accept(place, key, value);
  }

  /** Takes in a tombstone: the key's portfolio or budget is gone; others are kept as they are. */
  public synchronized void remove(Place place, String key) {
    switch (place.topic()) {
      case PORTFOLIO -> kept.portfolios.removeDefinition(key);
      case BUDGET_UPDATE -> kept.portfolios.removeBudget(key);
      case TRADING_STATE -> kept.trading.remove(key, place.partition());
      default -> {
        // The other topics have no tombstones of their own: one by a stranger changes nothing.
      }
    }
  }

  /** Whether the portfolio is defined or has a budget. */
  public synchronized boolean isKnown(String portfolioId) {
    return kept.portfolios.isKnown(portfolioId);
  }

  /** Why a rebalance of the portfolio would propose no trade now; empty if it would. */
  public synchronized Optional<RebalanceObjection> whyNoTrades(String portfolioId) {
    return RebalanceObjection.of(
        portfolioId,
        kept.portfolios.budget(portfolioId),
        kept.alerts.newestOf(portfolioId, Kept.ALERTS_PER_KEY));
  }

  /** Whether the portfolio, or any for {@code *}, has the strategy. */
  public synchronized boolean hasStrategy(String portfolioId, String strategyId) {
    return kept.portfolios
        .definitions(portfolioId)
        .flatMap(portfolio -> portfolio.getStrategies().stream())
        .anyMatch(strategy -> strategy.getStrategyId().equals(strategyId));
  }

  /** Whether a strategy of the portfolio, or of any for {@code *}, trades the symbol. */
  public synchronized boolean hasSymbol(String portfolioId, String symbol) {
    return kept.portfolios
        .definitions(portfolioId)
        .flatMap(portfolio -> portfolio.getStrategies().stream())
        .anyMatch(strategy -> strategy.getSymbols().contains(symbol));
  }

  /** The definition of a portfolio. */
  public synchronized Optional<Portfolio> definition(String portfolioId) {
    return kept.portfolios.definition(portfolioId);
  }

  /** Budget in force of a portfolio. */
  public synchronized Optional<BudgetUpdate> budget(String portfolioId) {
    return kept.portfolios.budget(portfolioId);
  }

  /** Budgets in force. */
  public synchronized List<BudgetUpdate> budgets() {
    return kept.portfolios.budgets();
  }

  /**
   * The worst trading state and the portfolios by id, with what the gate enforces for each.
   *
   * @param eventTime the present in event time
   * @param serverTime the present by the wall clock
   */
  public synchronized ObjectNode current(
      Selection selection, Instant eventTime, Instant serverTime) {
    List<String> ids = kept.portfolios.ids().stream().filter(selection::includes).toList();
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
    Optional<String> wanted = portfolioId.flatMap(kept.portfolios::market);
    return kept.markets.entrySet().stream()
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
            .flatMap(id -> kept.portfolios.market(id).stream())
            .collect(Collectors.toSet());
    return kept.markets.entrySet().stream()
        .filter(market -> portfolioIds.isEmpty() || traded.contains(market.getKey()))
        .flatMap(market -> market.getValue().in(regime).stream())
        .toList();
  }

  /** Latest row of every limit. */
  public synchronized List<RiskUtilization> utilization(Optional<String> portfolioId) {
    return kept.portfolios
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
    return span.isTimed()
        ? kept.rows.oldestFirst(span, wanted)
        : kept.portfolios.rows(span, wanted);
  }

  /** Budgets, newest first. */
  public synchronized Page<BudgetUpdate> history(Selection selection, Span span) {
    return kept.history.newestFirst(span, budget -> selection.includes(budget.getPortfolioId()));
  }

  /** Decisions that pass the filter, newest first by the time of the decision. */
  public synchronized Page<OrderDecision> decisions(
      Selection selection, Span span, Predicate<OrderDecision> filter) {
    return kept.decisions.newestFirst(
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
        kept.decisions.newestFirst(Span.newest(Integer.MAX_VALUE), isWanted).items()) {
      byPortfolio.merge(
          decision.getIntent().getPortfolioId(), decision, (a, b) -> b.getRepeat() ? a : b);
    }
    return List.copyOf(byPortfolio.values());
  }

  /** Recommendations, newest first. */
  public synchronized Page<RebalanceRecommendation> recommendations(
      Selection selection, Span span) {
    return kept.recommendations.newestFirst(span, r -> selection.includes(r.getPortfolioId()));
  }

  /** Alerts, newest first; of a portfolio, together with those of its market. */
  public synchronized Page<RiskAlert> alerts(Selection selection, Span span) {
    Optional<String> market = selection.portfolioId().flatMap(kept.portfolios::market);
    return kept.alerts.newestFirst(
        span,
        alert ->
            alert.getPortfolioId() == null
                ? selection.portfolioId().isEmpty()
                    || market.equals(Optional.ofNullable(alert.getMarket()))
                : selection.includes(alert.getPortfolioId()));
  }

  /**
   * Overrides that pass the filter, newest first; of a portfolio, with those of all
   * kept.portfolios.
   */
  public synchronized Page<OverrideLog.Entry> overrides(
      Selection selection, Span span, Predicate<OverrideLog.Entry> filter) {
    return kept.overrides.newestFirst(
        span, filter.and(entry -> selection.includesCommand(entry.override().getPortfolioId())));
  }

  /** Overrides, newest first; of a portfolio, together with those of all kept.portfolios. */
  public List<OverrideLog.Entry> overrides(Optional<String> portfolioId, int limit) {
    return overrides(new Selection(portfolioId, id -> true), Span.newest(limit), entry -> true)
        .items();
  }

  /** An override of the log as the API shows it at an event time. */
  public synchronized ObjectNode toJson(OverrideLog.Entry entry, Instant now) {
    return kept.overrides.toJson(entry, now);
  }

  public synchronized Optional<OverrideLog.Entry> override(String overrideId) {
    return kept.overrides.find(overrideId);
  }

  /**
   * Since when, by the wall clock, which partitions of the gate have enforced an override or the
   * end of one; empty where none has acknowledged it.
   */
  public synchronized SortedMap<Integer, Instant> acknowledged(String overrideId) {
    return kept.trading.acknowledged(overrideId);
  }

  /** What the gate has told last of a portfolio, or under {@code *} of all, by partition. */
  public synchronized List<TradingStateUpdate> tradingStates(String key) {
    return kept.trading.told(key);
  }

  private boolean isWarmedUp(String portfolioId) {
    return kept.portfolios
        .market(portfolioId)
        .map(kept.markets::get)
        .filter(market -> !market.isWarmedUp())
        .isEmpty();
  }
}
