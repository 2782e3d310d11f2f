package com.alphapulse.riskbudget.budget.trades;

import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.limits.BudgetCalculator;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.TriggerType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A proposal to move a portfolio to the targets of a budget.
 *
 * @param recommendationId portfolio and a number that only grows
 * @param budget that holds the targets
 * @param triggers what set it off; at least one
 * @param trades those that cut risk first, then those that add to it
 * @param turnover sum of traded notional divided by equity
 * @param estimatedCost base currency, scale 8
 * @param expectedVolatilityBefore of the positions held, annualised; 0 where nothing is forecast
 * @param expectedVolatilityAfter of the target, annualised
 */
public record Recommendation(
    String recommendationId,
    Budget budget,
    Priority priority,
    List<Trigger> triggers,
    List<WeightChange> weights,
    List<ProposedTrade> trades,
    double turnover,
    BigDecimal estimatedCost,
    double expectedVolatilityBefore,
    double expectedVolatilityAfter) {

  /** How urgent it is, from the least to the most. */
  public enum Priority {
    LOW,
    MEDIUM,
    HIGH,
    URGENT
  }

  /**
   * A condition that set it off.
   *
   * @param scopeId strategy concerned, where there is one
   */
  public record Trigger(
      TriggerType type, Optional<String> scopeId, double observed, double threshold) {}

  /** Current and target notional of an instrument, each divided by equity. */
  public record WeightChange(String symbol, double currentWeight, double targetWeight) {}

  /**
   * A trade towards the target, to be sent as an order as it stands.
   *
   * @param strategyId strategy that is to send it
   * @param quantity units, above 0; a whole number of lots, or what closes a position
   * @param notional base currency, scale 8
   */
  public record ProposedTrade(
      String strategyId, String symbol, Side side, BigDecimal quantity, BigDecimal notional) {}

  /**
   * What is held and what is wanted, each divided by equity.
   *
   * @param current by member, in the order of {@code symbols}
   * @param targets by member, in the same order
   */
  public record Weights(List<String> symbols, double[] current, double[] targets) {
    List<WeightChange> changes() {
      List<WeightChange> changes = new ArrayList<>();
      for (int s = 0; s < targets.length; s++) {
        changes.add(new WeightChange(symbols.get(s), current[s], targets[s]));
      }
      return changes;
    }
  }

  /** The answer to a wish for a rebalance that nothing can be proposed for yet. */
  public static Recommendation withoutTrades(
      String recommendationId, Budget budget, Weights weights) {
    return new Recommendation(
        recommendationId,
        budget,
        Priority.LOW,
        List.of(new Trigger(TriggerType.MANUAL, Optional.empty(), 1, 0)),
        weights.changes(),
        List.of(),
        0,
        BigDecimal.ZERO.setScale(BudgetCalculator.SCALE),
        0,
        0);
  }

  public Recommendation {
    triggers = List.copyOf(triggers);
    weights = List.copyOf(weights);
    trades = List.copyOf(trades);
  }
}
