package com.alphapulse.riskbudget.gate.ledger;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.account.OrderState;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells which open orders of a portfolio only cut what is held. Several may pend against the same
 * position: those that came first count as cutting it, as far as it reaches. For one pass over the
 * open orders, oldest first.
 */
public final class RiskCuts {
  private final PortfolioLedger ledger;
  private final Map<List<String>, BigDecimal> left = new HashMap<>();

  public RiskCuts(PortfolioLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * Whether the order only cuts risk, in the portfolio and in its strategy, beside those before.
   */
  public boolean isOne(OrderState order) {
    List<String> ofPortfolio = List.of(order.symbol(), order.side().name());
    List<String> ofStrategy = List.of(order.symbol(), order.side().name(), order.strategyId());
    BigDecimal portfolioLeft =
        left.computeIfAbsent(
            ofPortfolio, key -> against(order.side(), ledger.positions().exposure(order.symbol())));
    BigDecimal strategyLeft =
        left.computeIfAbsent(
            ofStrategy,
            key ->
                against(
                    order.side(), ledger.positions().exposure(order.strategyId(), order.symbol())));
    if (order.reserved().compareTo(portfolioLeft.min(strategyLeft)) > 0) {
      return false;
    }
    left.put(ofPortfolio, portfolioLeft.subtract(order.reserved()));
    left.put(ofStrategy, strategyLeft.subtract(order.reserved()));
    return true;
  }

  private static BigDecimal against(Side side, Exposure exposure) {
    BigDecimal position = exposure.position();
    return (side == Side.SELL ? position : position.negate()).max(BigDecimal.ZERO);
  }
}
