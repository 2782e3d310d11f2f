package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.budget.performance.PerformanceTracker;
import com.alphapulse.riskbudget.budget.performance.RegimeResponse;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.budget.solver.Matrices;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * What one evaluation of a book adds to its performance.
 *
 * @param notionals net, by member of the universe, base currency
 * @param excluded the same of what is excluded
 */
record PerformanceObservation(
    MarketSnapshot snapshot,
    Universe universe,
    BigDecimal[] notionals,
    BigDecimal[] excluded,
    BigDecimal equity) {

  void addTo(BookState state, RiskBudgeting settings) {
    BigDecimal gross = BigDecimal.ZERO;
    for (BigDecimal notional : notionals) {
      gross = gross.add(notional.abs());
    }
    for (BigDecimal notional : excluded) {
      gross = gross.add(notional.abs());
    }
    OptionalDouble limit =
        state.inForce.isPresent()
            ? OptionalDouble.of(state.inForce.get().leverageLimit())
            : OptionalDouble.empty();
    state.performance.onSnapshot(
        snapshot,
        state.spec.orElseThrow(),
        universe,
        new PerformanceTracker.AtClose(equity, gross, forecast(), limit),
        settings);
    double regimeLimit =
        settings.regimeAllocations().get(snapshot.regime().regime()).leverageLimit()
            * equity.doubleValue();
    state
        .performance
        .regimeResponse()
        .look(
            snapshot.regime().regime(),
            snapshot.regime().since(),
            RegimeResponse.within(gross.doubleValue(), regimeLimit),
            snapshot.asOf());
  }

  /** Volatility of what is held; empty before the risk model is ready, or where it is broken. */
  private OptionalDouble forecast() {
    if (!snapshot.warmedUp() || equity.signum() <= 0) {
      return OptionalDouble.empty();
    }
    double[] weights = new double[notionals.length];
    for (int s = 0; s < weights.length; s++) {
      weights[s] = notionals[s].doubleValue() / equity.doubleValue();
    }
    try {
      return OptionalDouble.of(Matrices.volatility(universe.covariance(), weights));
    } catch (BudgetFailedException e) {
      // The budget fails for the same reason, and says so; returns are still to be counted.
      return OptionalDouble.empty();
    }
  }
}
