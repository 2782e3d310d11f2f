package com.alphapulse.riskbudget.budget.trades;

import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.budget.limits.BudgetCalculator;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * One symbol in one strategy: what is held, what pends and what is wanted, in units.
 *
 * @param strategy index in the definition; -1 where it does not name the strategy
 * @param member index in the universe
 * @param buys pending, at least 0
 * @param sells pending, at least 0
 * @param target at least 0
 */
public record TradeLine(
    String strategyId,
    int strategy,
    int member,
    BigDecimal position,
    BigDecimal buys,
    BigDecimal sells,
    BigDecimal target) {

  /** What pends by strategy and symbol. */
  public interface Pending {
    /** Units that approved orders may still fill, at least 0. */
    BigDecimal pending(String strategyId, String symbol, Side side);

    /** Every strategy of which something pends, sorted. */
    SortedSet<String> pendingStrategies();
  }

  /** All lines on which something is held, pends or is wanted, in the order of the definition. */
  public static List<TradeLine> of(
      PortfolioSpec spec,
      Universe universe,
      Holdings holdings,
      Pending pending,
      BigDecimal equity,
      double[][] targets) {
    Set<String> ids = new LinkedHashSet<>();
    spec.strategies().forEach(strategy -> ids.add(strategy.strategyId()));
    int defined = ids.size();
    ids.addAll(holdings.strategies());
    ids.addAll(pending.pendingStrategies());
    List<String> strategies = List.copyOf(ids);
    List<TradeLine> lines = new ArrayList<>();
    for (int k = 0; k < strategies.size(); k++) {
      for (int s = 0; s < universe.size(); s++) {
        double weight = k < defined ? targets[k][s] : 0;
        TradeLine line =
            new TradeLine(
                strategies.get(k),
                k < defined ? k : -1,
                s,
                holdings.position(strategies.get(k), universe.symbol(s)),
                pending.pending(strategies.get(k), universe.symbol(s), Side.BUY),
                pending.pending(strategies.get(k), universe.symbol(s), Side.SELL),
                new BigDecimal(weight)
                    .multiply(equity)
                    .divide(universe.unitNotional(s), BudgetCalculator.SCALE, RoundingMode.DOWN));
        if (!line.isIdle()) {
          lines.add(line);
        }
      }
    }
    return lines;
  }

  /** Position if every pending buy fills and no pending sell. */
  BigDecimal upper() {
    return position.add(buys);
  }

  /** Position if every pending sell fills and no pending buy. */
  BigDecimal lower() {
    return position.subtract(sells);
  }

  private boolean isIdle() {
    return position.signum() == 0
        && buys.signum() == 0
        && sells.signum() == 0
        && target.signum() == 0;
  }
}
