package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import java.math.BigDecimal;
import java.util.List;

/**
 * Notional of the positions divided by equity, which is above 0.
 *
 * @param symbols members of the universe
 * @param total net, by member
 * @param byStrategy strategy × member, in the order of the definition
 * @param restricted whether the portfolio may not trade the member
 */
record Exposures(
    List<String> symbols, double[] total, double[][] byStrategy, boolean[] restricted) {

  static Exposures of(
      BookState state,
      PortfolioSpec spec,
      Universe universe,
      BigDecimal[] notionals,
      BigDecimal equity) {
    double[] total = new double[universe.size()];
    boolean[] restricted = new boolean[universe.size()];
    for (int s = 0; s < total.length; s++) {
      total[s] = notionals[s].doubleValue() / equity.doubleValue();
      restricted[s] = spec.restrictedSymbols().contains(universe.symbol(s));
    }
    double[][] byStrategy = new double[spec.strategies().size()][];
    for (int k = 0; k < byStrategy.length; k++) {
      byStrategy[k] =
          state.holdings.weights(spec.strategies().get(k).strategyId(), universe, equity);
    }
    return new Exposures(universe.symbols(), total, byStrategy, restricted);
  }
}
