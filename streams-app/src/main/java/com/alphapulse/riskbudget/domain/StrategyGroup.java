package com.alphapulse.riskbudget.domain;

import java.util.List;

/**
 * Bounds of the capital that several strategies of a portfolio take together.
 *
 * @param strategies identifiers of its strategies, at least one
 * @param minCapitalWeight lower bound of its share of capital, 0 where none is set
 * @param maxCapitalWeight upper bound of its share of capital, 1 where none is set
 */
public record StrategyGroup(
    String groupId, List<String> strategies, double minCapitalWeight, double maxCapitalWeight) {

  public StrategyGroup {
    strategies = List.copyOf(strategies);
  }
}
