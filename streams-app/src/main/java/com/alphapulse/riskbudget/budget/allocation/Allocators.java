package com.alphapulse.riskbudget.budget.allocation;

import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.domain.AllocationMethod;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.StrategySpec;
import java.util.List;
import java.util.Map;

/**
 * The methods of allocation, in one place: what each does over the symbols of a strategy, and over
 * the strategies.
 *
 * @param riskAversion of mean-variance, above 0
 * @param preferences of the regime by asset class, at least 0; for regime preference only
 */
public record Allocators(
    AllocationMethod method, double riskAversion, Map<AssetClass, Double> preferences) {

  /**
   * Over the symbols of a strategy. Symbols have no expected return, so that mean-variance is
   * minimum variance here.
   *
   * @param members of the universe
   * @throws BudgetFailedException if a preference is needed and not there
   */
  Allocator within(int[] members, Universe universe) throws BudgetFailedException {
    return switch (method) {
      case RISK_BUDGETING -> new RiskBudgetingAllocator();
      case VOLATILITY_WEIGHTED -> new VolatilityWeightedAllocator();
      case EQUAL_WEIGHT -> new EqualWeightAllocator();
      case HIERARCHICAL_RISK_PARITY -> new HierarchicalRiskParityAllocator();
      case MEAN_VARIANCE -> MeanVarianceAllocator.minimumVariance();
      case REGIME_PREFERENCE -> {
        AssetClass[] classes = new AssetClass[members.length];
        double[] preferred = new double[members.length];
        for (int i = 0; i < members.length; i++) {
          classes[i] = universe.instrument(members[i]).assetClass();
          preferred[i] = preference(classes[i]);
        }
        yield new ClassPreferenceAllocator(classes, preferred);
      }
    };
  }

  /**
   * Over the strategies.
   *
   * @param composites strategy × symbol: weights within each strategy
   * @throws BudgetFailedException if an expected return or a preference is needed and not there
   */
  Allocator between(List<StrategySpec> strategies, double[][] composites, Universe universe)
      throws BudgetFailedException {
    return switch (method) {
      case RISK_BUDGETING -> new RiskBudgetingAllocator();
      case VOLATILITY_WEIGHTED -> new VolatilityWeightedAllocator();
      case EQUAL_WEIGHT -> new EqualWeightAllocator();
      case HIERARCHICAL_RISK_PARITY -> new HierarchicalRiskParityAllocator();
      case MEAN_VARIANCE ->
          strategies.size() == 1
              ? new EqualWeightAllocator()
              : new MeanVarianceAllocator(expectedReturns(strategies), riskAversion);
      case REGIME_PREFERENCE -> {
        double[] preferred = new double[composites.length];
        for (int k = 0; k < preferred.length; k++) {
          for (int s = 0; s < universe.size(); s++) {
            if (composites[k][s] > 0) {
              preferred[k] += composites[k][s] * preference(universe.instrument(s).assetClass());
            }
          }
        }
        yield new PreferenceAllocator(preferred);
      }
    };
  }

  private double preference(AssetClass assetClass) throws BudgetFailedException {
    Double preference = preferences.get(assetClass);
    if (preference == null) {
      throw new BudgetFailedException(
          BudgetFailedException.Reason.MISSING_INPUT,
          "the regime's preferences do not name the asset class " + assetClass);
    }
    return preference;
  }

  private static double[] expectedReturns(List<StrategySpec> strategies)
      throws BudgetFailedException {
    double[] returns = new double[strategies.size()];
    for (int k = 0; k < returns.length; k++) {
      StrategySpec strategy = strategies.get(k);
      if (strategy.expectedReturn().isEmpty()) {
        throw new BudgetFailedException(
            BudgetFailedException.Reason.MISSING_INPUT,
            "mean-variance needs the expected return of strategy " + strategy.strategyId());
      }
      returns[k] = strategy.expectedReturn().getAsDouble();
    }
    return returns;
  }
}
