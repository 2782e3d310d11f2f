package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * One rule that an order breaks.
 *
 * @param message what was seen and what is allowed
 * @param scope what the limit applies to
 * @param scopeId which one
 * @param observed value that the order would lead to, in the limit's unit
 * @param limit limit in force
 * @param source where the limit comes from
 * @param largestQuantity largest quantity that this check alone would have passed; empty where the
 *     quantity does not matter
 */
public record Violation(
    RejectReason reason,
    String message,
    Scope scope,
    String scopeId,
    Optional<BigDecimal> observed,
    Optional<BigDecimal> limit,
    LimitSource source,
    Optional<BigDecimal> largestQuantity) {

  /** What a limit applies to. */
  public enum Scope {
    GLOBAL,
    PORTFOLIO,
    STRATEGY,
    SYMBOL,
    ORDER;

    /** Which one of its kind an order concerns. */
    String idIn(Order order) {
      return switch (this) {
        case GLOBAL -> RiskOverrideSpec.ALL_PORTFOLIOS;
        case PORTFOLIO -> order.portfolioId();
        case STRATEGY -> order.strategyId();
        case SYMBOL -> order.symbol();
        case ORDER -> order.orderId();
      };
    }
  }
}
