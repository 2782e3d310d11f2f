package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.trades.RebalancePlan;
import com.alphapulse.riskbudget.budget.trades.Recommendation;
import com.alphapulse.riskbudget.budget.trades.Recommendation.Trigger;
import com.alphapulse.riskbudget.budget.trades.TradeLine;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a book recommends after an evaluation, and what it keeps of that.
 *
 * @param equity above 0
 */
record Rebalance(
    BookState state,
    Universe universe,
    BigDecimal equity,
    Exposures exposures,
    RiskBudgeting settings) {

  /**
   * Proposes trades to the targets of a budget that was just put in force.
   *
   * @param targets of the budget, by strategy and member of the universe
   */
  Recommendation recommend(
      Budget budget, List<Trigger> fired, double[][] covariance, double[][] targets)
      throws BudgetFailedException {
    PortfolioSpec spec = state.spec.orElseThrow();
    state.rebalanceRequested = false;
    List<TradeLine> lines =
        TradeLine.of(spec, universe, state.holdings, state.orders, equity, targets);
    Recommendation recommendation =
        new RebalancePlan(spec, universe, equity, covariance, settings)
            .recommend(
                nextId(),
                budget,
                fired,
                weights(),
                lines,
                new ExcludedSymbols(state, universe).noneHeldOrPending());
    state.proposal = Optional.of(proposal(recommendation));
    return recommendation;
  }

  /** The answer to a wish for a rebalance before there is a risk model; the wish waits. */
  Recommendation withoutTrades(Budget budget) {
    return Recommendation.withoutTrades(nextId(), budget, weights());
  }

  private String nextId() {
    state.recommendations++;
    return state.portfolioId + "-" + state.recommendations;
  }

  private BookState.Proposal proposal(Recommendation recommendation) {
    Map<String, Double> aim = state.inForce.orElseThrow().targets();
    Map<String, Double> after = new HashMap<>();
    for (int s = 0; s < universe.size(); s++) {
      after.put(universe.symbol(s), exposures.total()[s]);
    }
    for (Recommendation.ProposedTrade trade : recommendation.trades()) {
      double signed = trade.side().signed(trade.notional()).doubleValue();
      after.merge(trade.symbol(), signed / equity.doubleValue(), Double::sum);
    }
    return new BookState.Proposal(aim, recommendation.trades().isEmpty() ? aim : after);
  }

  /** The targets are 0 for what no strategy trades. */
  private Recommendation.Weights weights() {
    Map<String, Double> inForce = state.inForce.orElseThrow().targets();
    double[] targets = new double[universe.size()];
    for (int s = 0; s < targets.length; s++) {
      targets[s] = inForce.getOrDefault(universe.symbol(s), 0.0);
    }
    return new Recommendation.Weights(universe.symbols(), exposures.total(), targets);
  }
}
