package com.alphapulse.riskbudget.domain.override;

import com.alphapulse.riskbudget.domain.Regime;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An operator's override.
 *
 * @param portfolioId portfolio, or {@code *} for all of them
 * @param scopeId strategy or symbol where the scope is one, else empty
 * @param value CAP_LEVERAGE: gross divided by equity; CAP_POSITION: units; SCALE_BUDGET: factor, 0
 *     to 1
 * @param regime PIN_REGIME: the regime
 * @param orderId RELEASE_RESERVATION: the order
 * @param cancelOpenOrders HALT: whether open orders within the scope are to be cancelled
 * @param createdAt event time, milliseconds
 * @param expiresAt event time at which it reverts, milliseconds; empty where an operator must end
 *     it
 */
public record RiskOverrideSpec(
    String overrideId,
    String portfolioId,
    OverrideScope scope,
    String scopeId,
    OverrideAction action,
    Optional<BigDecimal> value,
    Optional<Regime> regime,
    Optional<String> orderId,
    boolean cancelOpenOrders,
    String author,
    String reason,
    long createdAt,
    OptionalLong expiresAt) {

  /** Stands for every portfolio. */
  public static final String ALL_PORTFOLIOS = "*";

  /**
   * Tells it from every other: identifiers are those of one portfolio, or of all of them. No
   * identifier has a line break.
   */
  public String key() {
    return isForAll() ? overrideId + "\n" + ALL_PORTFOLIOS : overrideId;
  }

  /** Whether it still applies at event time {@code asOf}. */
  public boolean inForceAt(long asOf) {
    return expiresAt.isEmpty() || asOf < expiresAt.getAsLong();
  }

  /** Whether it is for every portfolio. */
  public boolean isForAll() {
    return portfolioId.equals(ALL_PORTFOLIOS);
  }

  /** Whether it is for a portfolio, by name or with all. */
  public boolean isFor(String portfolio) {
    return isForAll() || portfolioId.equals(portfolio);
  }

  /** Whether it applies to a strategy in a symbol of the portfolios that it is for. */
  public boolean covers(String strategyId, String symbol) {
    return switch (scope) {
      case GLOBAL, PORTFOLIO -> true;
      case STRATEGY -> scopeId.equals(strategyId);
      case SYMBOL -> scopeId.equals(symbol);
    };
  }

  /** Whether it names that strategy or that symbol. */
  public boolean names(OverrideScope kind, String id) {
    return scope == kind && scopeId.equals(id);
  }
}
