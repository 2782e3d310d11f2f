package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The latest of each portfolio: its definition, its budget, its limits. Not safe for use by several
 * threads.
 */
final class Portfolios {
  private static final String SEPARATOR = "\u0000";
  private static final Place NO_PLACE = new Place(ViewTopic.RISK_UTILIZATION, 0, 0);

  private final Map<String, Portfolio> definitions = new TreeMap<>();
  private final Map<String, Integer> partitions = new TreeMap<>();
  private final Map<String, BudgetUpdate> budgets = new TreeMap<>();

  /** By portfolio, scope and its id; the order of the list is theirs, whatever the rows' times. */
  private final NavigableMap<Position, RiskUtilization> rows = new TreeMap<>();

  void define(Place place, String id, Portfolio portfolio) {
    definitions.put(id, portfolio);
    partitions.put(id, place.partition());
  }

  void accept(String id, BudgetUpdate budget) {
    budgets.put(id, budget);
  }

  void accept(String id, RiskUtilization row) {
    rows.put(row(id + SEPARATOR + rowKey(row)), row);
  }

  /** What tells the limit of a row from the others of its portfolio. */
  static String rowKey(RiskUtilization row) {
    return row.getScope() + SEPARATOR + row.getScopeId();
  }

  void removeDefinition(String id) {
    definitions.remove(id);
    partitions.remove(id);
  }

  void removeBudget(String id) {
    budgets.remove(id);
  }

  boolean isKnown(String id) {
    return definitions.containsKey(id) || budgets.containsKey(id);
  }

  Set<String> ids() {
    Set<String> ids = new TreeSet<>(definitions.keySet());
    ids.addAll(budgets.keySet());
    return ids;
  }

  Optional<Portfolio> definition(String id) {
    return Optional.ofNullable(definitions.get(id));
  }

  /** Those of one portfolio, or of all for {@code *}. */
  Stream<Portfolio> definitions(String id) {
    return id.equals(RiskOverrideSpec.ALL_PORTFOLIOS)
        ? definitions.values().stream()
        : definition(id).stream();
  }

  Optional<BudgetUpdate> budget(String id) {
    return Optional.ofNullable(budgets.get(id));
  }

  List<BudgetUpdate> budgets() {
    return List.copyOf(budgets.values());
  }

  Optional<String> market(String id) {
    return definition(id)
        .map(Portfolio::getMarket)
        .or(() -> budget(id).map(BudgetUpdate::getMarket));
  }

  /** Partition of its definition, which is that of its orders too. */
  OptionalInt partition(String id) {
    Integer partition = partitions.get(id);
    return partition == null ? OptionalInt.empty() : OptionalInt.of(partition);
  }

  /** Rows of the portfolios that are known; those of others are kept until they are known again. */
  Page<RiskUtilization> rows(Span span, Predicate<RiskUtilization> filter) {
    return RecentByTime.page(
        span.after().map(after -> rows.tailMap(after, false)).orElse(rows),
        span,
        filter.and(row -> isKnown(row.getPortfolioId())));
  }

  private static Position row(String key) {
    return new Position(Instant.EPOCH, key, NO_PLACE);
  }
}
