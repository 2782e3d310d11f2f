package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.domain.AllocationMethod;

/** The methods of allocation, in one place. */
final class Allocators {

  private Allocators() {}

  /**
   * The allocator of a method.
   *
   * @throws BudgetFailedException if the method cannot be computed from what a portfolio and a
   *     market snapshot hold: expected returns and preferences by regime are in neither
   */
  static Allocator of(AllocationMethod method) throws BudgetFailedException {
    return switch (method) {
      case RISK_BUDGETING -> new RiskBudgetingAllocator();
      case VOLATILITY_WEIGHTED -> new VolatilityWeightedAllocator();
      case EQUAL_WEIGHT -> new EqualWeightAllocator();
      case HIERARCHICAL_RISK_PARITY -> new HierarchicalRiskParityAllocator();
      case MEAN_VARIANCE, REGIME_PREFERENCE ->
          throw new BudgetFailedException(
              BudgetFailedException.Reason.UNSUPPORTED_METHOD,
              "the allocation method "
                  + method
                  + " needs inputs that no topic carries; choose another in the configuration");
    };
  }
}
