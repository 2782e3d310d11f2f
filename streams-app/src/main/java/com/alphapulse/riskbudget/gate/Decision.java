package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.gate.ledger.Exposure;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.limits.OrderRates;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The gate's answer to an order.
 *
 * @param approvedQuantity units; 0 when rejected
 * @param reducing whether the approved quantity only cuts risk
 * @param violations every rule that the order as sent breaks
 * @param largestQuantity largest quantity that would have passed; empty where none would
 * @param asOf event time that the checks used, milliseconds
 */
public record Decision(
    Order order,
    boolean approved,
    BigDecimal approvedQuantity,
    boolean reducing,
    List<Violation> violations,
    Optional<BigDecimal> largestQuantity,
    Inputs inputs,
    long asOf) {

  /**
   * What the gate saw. The exposures are worst cases before the order, in base currency, and empty
   * when a held symbol has no mark.
   *
   * @param stateSequence market state that the risk model is from; empty before the first
   * @param volatility ex-ante volatility of the portfolio with the order as it was sent,
   *     annualised, as a fraction of equity; empty where it cannot be computed
   * @param portfolioRateTokens orders that the portfolio might still have sent at once, before this
   *     one; empty without a limit
   * @param strategyRateTokens the same of the strategy
   */
  public record Inputs(
      long ledgerSequence,
      Held ofPortfolio,
      Held ofStrategy,
      Optional<BigDecimal> grossExposure,
      Optional<BigDecimal> strategyExposure,
      Optional<BigDecimal> equity,
      int openOrders,
      Optional<Marks.Mark> mark,
      OptionalLong budgetVersion,
      OptionalLong budgetAsOf,
      TradingState tradingState,
      OptionalLong stateSequence,
      OptionalDouble volatility,
      OptionalDouble portfolioRateTokens,
      OptionalDouble strategyRateTokens) {}

  /** What was held of the order's symbol and what pended, in units. */
  public record Held(BigDecimal position, BigDecimal pendingBuys, BigDecimal pendingSells) {
    static Held of(Exposure exposure) {
      return new Held(exposure.position(), exposure.pendingBuys(), exposure.pendingSells());
    }
  }

  public Decision {
    violations = List.copyOf(violations);
  }

  /** What it takes of the rates. */
  public OrderRates.Taken taken() {
    return new OrderRates.Taken(
        order.strategyId(), inputs.portfolioRateTokens(), inputs.strategyRateTokens(), asOf);
  }
}
