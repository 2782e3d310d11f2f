package com.alphapulse.riskbudget.budget.trades;

import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.limits.BudgetCalculator;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import com.alphapulse.riskbudget.budget.trades.Recommendation.Priority;
import com.alphapulse.riskbudget.budget.trades.Recommendation.ProposedTrade;
import com.alphapulse.riskbudget.budget.trades.Recommendation.Trigger;
import com.alphapulse.riskbudget.budget.trades.Recommendation.Weights;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The trades that move the positions held to the targets of a budget. */
public final class RebalancePlan {
  private static final BigDecimal BASIS_POINTS = BigDecimal.valueOf(10_000);

  private final PortfolioSpec spec;
  private final Universe universe;
  private final BigDecimal equity;
  private final double[][] covariance;
  private final RiskBudgeting settings;

  public RebalancePlan(
      PortfolioSpec spec,
      Universe universe,
      BigDecimal equity,
      double[][] covariance,
      RiskBudgeting settings) {
    this.spec = spec;
    this.universe = universe;
    this.equity = equity;
    this.covariance = covariance;
    this.settings = settings;
  }

  /**
   * The recommendation.
   *
   * @param lines what is held, pends and is wanted, by strategy and symbol
   * @param mayAdd whether trades that add risk can pass the gate at all
   */
  public Recommendation recommend(
      String recommendationId,
      Budget budget,
      List<Trigger> triggers,
      Weights weights,
      List<TradeLine> lines,
      boolean mayAdd)
      throws BudgetFailedException {
    List<ProposedTrade> trades =
        new TradePlan(
                spec,
                universe,
                lines,
                new TradeRoom(spec, universe, equity, settings, budget, covariance, lines),
                mayAdd)
            .trades();
    BigDecimal traded =
        trades.stream().map(ProposedTrade::notional).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal cost =
        traded
            .multiply(BigDecimal.valueOf(settings.costBps()))
            .divide(BASIS_POINTS, BudgetCalculator.SCALE, RoundingMode.UP);
    return new Recommendation(
        recommendationId,
        budget,
        priority(triggers),
        triggers,
        weights.changes(),
        trades,
        traded.doubleValue() / equity.doubleValue(),
        cost,
        Matrices.volatility(covariance, weights.current()),
        Matrices.volatility(covariance, weights.targets()));
  }

  /** The most urgent of the triggers decides. */
  static Priority priority(List<Trigger> triggers) {
    Priority highest = Priority.LOW;
    for (Trigger trigger : triggers) {
      Priority priority =
          switch (trigger.type()) {
            case VOLATILITY_BREACH -> Priority.URGENT;
            // Held against the leverage limit before: a fall of it is a matter of risk.
            case REGIME_CHANGE ->
                trigger.observed() < trigger.threshold() ? Priority.URGENT : Priority.MEDIUM;
            case CORRELATION_SPIKE, RISK_BUDGET_BREACH -> Priority.HIGH;
            case ALLOCATION_DRIFT ->
                trigger.observed() >= 2 * trigger.threshold() ? Priority.MEDIUM : Priority.LOW;
            case MANUAL -> Priority.MEDIUM;
          };
      highest = priority.compareTo(highest) > 0 ? priority : highest;
    }
    return highest;
  }
}
