package com.alphapulse.riskbudget.budget.allocation;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.CapitalBounds;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.StrategySpec;
import java.util.Arrays;
import java.util.List;

/**
 * Capital spread over strategies and their symbols at leverage 1.
 *
 * <p>Two levels: within each strategy the method over its symbols with equal shares; between them
 * the method over the strategies' composites, on {@code V'ΣV}, with their shares of risk and bounds
 * of capital, their own and their groups'. Then the risk assets are scaled to sum to the regime's
 * allocation, and the defensive ones (bonds, cash) to the rest; without defensive symbols the rest
 * is cash. The regime's split comes after the strategies' bounds and wins over them.
 *
 * @param byStrategy strategy × symbol; their total is at most 1 and is never scaled back to 1
 * @param weights by symbol, summed over the strategies
 * @param riskContributions by symbol, share of the volatility; empty where nothing is forecast
 * @param strategyContributions by strategy, likewise
 * @param volatility annualised forecast at leverage 1; 0 where nothing is forecast
 */
public record Allocation(
    double[][] byStrategy,
    double[] weights,
    double[] riskContributions,
    double[] strategyContributions,
    double volatility) {

  /**
   * By the regime's method on the covariance of the universe.
   *
   * @throws BudgetFailedException if any part of it cannot be computed, or the result has no risk
   */
  public static Allocation of(
      PortfolioSpec spec,
      Universe universe,
      double[][] covariance,
      Allocators allocators,
      double equityAllocation)
      throws BudgetFailedException {
    List<StrategySpec> strategies = spec.strategies();
    int n = strategies.size();
    if (universe.size() == 0) {
      return new Allocation(new double[n][0], new double[0], new double[0], new double[n], 0);
    }
    double[][] composites = new double[n][];
    double[][] exposures = new double[n][];
    for (int k = 0; k < n; k++) {
      composites[k] = within(strategies.get(k), universe, covariance, allocators);
      exposures[k] = Matrices.times(covariance, composites[k]);
    }
    double[][] between = new double[n][n];
    for (int k = 0; k < n; k++) {
      for (int l = 0; l <= k; l++) {
        between[k][l] = Matrices.dot(composites[k], exposures[l]);
        between[l][k] = between[k][l];
      }
    }
    double[] capital =
        allocators
            .between(strategies, composites, universe)
            .weights(between, shares(strategies), bounds(spec));
    return withRisk(scaled(composites, capital, universe, equityAllocation), covariance);
  }

  /**
   * Without any risk model: capital by risk share, equal within a strategy.
   *
   * @throws BudgetFailedException if the bounds of capital cannot be met
   */
  public static Allocation fixed(PortfolioSpec spec, Universe universe, double equityAllocation)
      throws BudgetFailedException {
    List<StrategySpec> strategies = spec.strategies();
    double[][] composites = new double[strategies.size()][universe.size()];
    for (int k = 0; k < composites.length; k++) {
      int[] members = universe.members(strategies.get(k).symbols());
      for (int member : members) {
        composites[k][member] = 1.0 / members.length;
      }
    }
    double[] capital = bounds(spec).fit(shares(strategies), 1);
    double[][] byStrategy = scaled(composites, capital, universe, equityAllocation);
    double[] weights = sum(byStrategy, universe.size());
    return new Allocation(
        byStrategy, weights, new double[weights.length], new double[composites.length], 0);
  }

  /** Risk shares, normalised to sum to 1. */
  public static double[] shares(List<StrategySpec> strategies) {
    double sum = strategies.stream().mapToDouble(StrategySpec::riskShare).sum();
    return strategies.stream().mapToDouble(strategy -> strategy.riskShare() / sum).toArray();
  }

  /** CapitalBounds of the strategies' capital, and of their groups'. */
  static CapitalBounds bounds(PortfolioSpec spec) {
    List<String> ids = spec.strategies().stream().map(StrategySpec::strategyId).toList();
    return new CapitalBounds(
        spec.strategies().stream().mapToDouble(StrategySpec::minCapitalWeight).toArray(),
        spec.strategies().stream().mapToDouble(StrategySpec::maxCapitalWeight).toArray(),
        spec.groups().stream()
            .map(
                group ->
                    new CapitalBounds.Group(
                        group.strategies().stream().mapToInt(ids::indexOf).toArray(),
                        group.minCapitalWeight(),
                        group.maxCapitalWeight()))
            .toList());
  }

  /** Whether nothing at all is allocated. */
  public boolean empty() {
    return Arrays.stream(weights).sum() == 0;
  }

  /** Capital of a strategy as a share of equity, at leverage 1. */
  public double capital(int strategy) {
    return Arrays.stream(byStrategy[strategy]).sum();
  }

  private static double[] within(
      StrategySpec strategy, Universe universe, double[][] covariance, Allocators allocators)
      throws BudgetFailedException {
    int[] members = universe.members(strategy.symbols());
    int n = members.length;
    if (n == 0) {
      return new double[universe.size()];
    }
    double[] equal = new double[n];
    Arrays.fill(equal, 1.0 / n);
    double[] weights =
        allocators
            .within(members, universe)
            .weights(Matrices.pick(covariance, members), equal, CapitalBounds.none(n));
    double[] composite = new double[universe.size()];
    for (int i = 0; i < n; i++) {
      composite[members[i]] = weights[i];
    }
    return composite;
  }

  private static double[][] scaled(
      double[][] composites, double[] capital, Universe universe, double equityAllocation) {
    double risk = 0;
    double defensive = 0;
    for (int k = 0; k < composites.length; k++) {
      if (Arrays.stream(composites[k]).sum() == 0) {
        // Nothing that it trades can be budgeted: its capital stays in cash, not with the others.
        risk += capital[k];
      }
      for (int s = 0; s < universe.size(); s++) {
        if (universe.defensive(s)) {
          defensive += capital[k] * composites[k][s];
        } else {
          risk += capital[k] * composites[k][s];
        }
      }
    }
    double riskFactor = risk > 0 ? equityAllocation / risk : 0;
    double defensiveFactor = defensive > 0 ? (1 - equityAllocation) / defensive : 0;
    double[][] scaled = new double[composites.length][universe.size()];
    for (int k = 0; k < composites.length; k++) {
      for (int s = 0; s < universe.size(); s++) {
        double factor = universe.defensive(s) ? defensiveFactor : riskFactor;
        scaled[k][s] = capital[k] * composites[k][s] * factor;
      }
    }
    return scaled;
  }

  private static Allocation withRisk(double[][] byStrategy, double[][] covariance)
      throws BudgetFailedException {
    double[] weights = sum(byStrategy, covariance.length);
    double volatility = Matrices.volatility(covariance, weights);
    if (volatility == 0 && Arrays.stream(weights).sum() == 0) {
      // A regime that allows nothing is an answer, and must not leave the last budget in force.
      return new Allocation(
          byStrategy, weights, new double[weights.length], new double[byStrategy.length], 0);
    }
    if (!(volatility > 0)) {
      throw new BudgetFailedException(
          BudgetFailedException.Reason.NO_RISK, "the allocated portfolio has no volatility");
    }
    double[] marginal = Matrices.times(covariance, weights);
    double variance = volatility * volatility;
    double[] contributions = new double[weights.length];
    for (int s = 0; s < weights.length; s++) {
      contributions[s] = weights[s] * marginal[s] / variance;
    }
    double[] strategyContributions = new double[byStrategy.length];
    for (int k = 0; k < byStrategy.length; k++) {
      strategyContributions[k] = Matrices.dot(byStrategy[k], marginal) / variance;
    }
    return new Allocation(byStrategy, weights, contributions, strategyContributions, volatility);
  }

  private static double[] sum(double[][] byStrategy, int symbols) {
    double[] weights = new double[symbols];
    for (double[] row : byStrategy) {
      for (int s = 0; s < symbols; s++) {
        weights[s] += row[s];
      }
    }
    return weights;
  }
}
