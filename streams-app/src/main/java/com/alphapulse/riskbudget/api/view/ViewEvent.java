package com.alphapulse.riskbudget.api.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something new, for those who listen.
 *
 * @param portfolioId empty where it concerns no single portfolio
 * @param newestOf what only the newest event tells, within its portfolio; empty where every event
 *     counts
 * @param data made only when someone is told
 */
public record ViewEvent(
    Type type, Optional<String> portfolioId, Optional<String> newestOf, Supplier<ObjectNode> data) {

  /** An event that counts, whatever comes after it. */
  public static ViewEvent of(Type type, Optional<String> portfolioId, Supplier<ObjectNode> data) {
    return new ViewEvent(type, portfolioId, Optional.empty(), data);
  }

  /** Kinds of event; their lower-case names go over the wire. */
  public enum Type {
    BUDGET,
    UTILIZATION,
    RECOMMENDATION,
    DECISION,
    /** A market's state, its regime as before. */
    MARKET,
    /** A market's state with another regime. */
    REGIME,
    ALERT,
    OVERRIDE,
    PORTFOLIO,
    TRADING_STATE
  }

  /** Whether a listener for one portfolio is told. */
  public boolean concerns(String portfolio) {
    return portfolioId.isEmpty() || portfolioId.get().equals(portfolio);
  }
}
