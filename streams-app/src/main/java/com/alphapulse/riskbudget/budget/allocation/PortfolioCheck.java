package com.alphapulse.riskbudget.budget.allocation;

import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.StrategyGroup;
import com.alphapulse.riskbudget.domain.StrategySpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** Whether a portfolio definition makes sense on its own, without a market. */
public final class PortfolioCheck {

  private PortfolioCheck() {}

  /** Everything that is wrong with it; empty if nothing is. */
  public static List<String> problems(String portfolioId, PortfolioSpec spec) {
    List<String> problems = new ArrayList<>();
    if (!spec.portfolioId().equals(portfolioId)) {
      problems.add("it is keyed " + portfolioId + " but names itself " + spec.portfolioId());
    }
    if (spec.market().isBlank()) {
      problems.add("it names no market");
    }
    if (spec.baseCurrency().isBlank()) {
      problems.add("it names no base currency");
    }
    if (spec.strategies().isEmpty()) {
      problems.add("it has no strategies");
    }
    if (spec.cash().signum() < 0) {
      problems.add("its cash is below 0");
    }
    Set<String> ids = new HashSet<>();
    for (StrategySpec strategy : spec.strategies()) {
      if (!ids.add(strategy.strategyId())) {
        problems.add("strategy " + strategy.strategyId() + " occurs twice");
      }
      checkStrategy(strategy, problems);
    }
    checkGroups(spec, ids, problems);
    if (problems.isEmpty() && !Allocation.bounds(spec).feasible()) {
      problems.add("no capital weights within the bounds of its strategies and groups sum to 1");
    }
    checkHardLimits(spec.hardLimits(), problems);
    return problems;
  }

  private static void checkStrategy(StrategySpec strategy, List<String> problems) {
    String name = "strategy " + strategy.strategyId();
    if (strategy.strategyId().isBlank()) {
      problems.add("a strategy has no identifier");
    }
    // The upper end keeps sums of shares finite; only their proportions matter.
    if (!(strategy.riskShare() > 0 && strategy.riskShare() <= 1e12)) {
      problems.add(name + " has a risk share that is not above 0 and finite");
    }
    if (strategy.symbols().isEmpty()) {
      problems.add(name + " has no symbols");
    }
    if (strategy.symbols().stream().anyMatch(String::isBlank)) {
      problems.add(name + " has an empty symbol");
    }
    if (new HashSet<>(strategy.symbols()).size() != strategy.symbols().size()) {
      problems.add(name + " names a symbol twice");
    }
    checkBounds(name, strategy.minCapitalWeight(), strategy.maxCapitalWeight(), problems);
    checkRate(name, strategy.maxOrderRate(), problems);
    if (strategy.expectedReturn().isPresent()
        && !Double.isFinite(strategy.expectedReturn().getAsDouble())) {
      problems.add(name + " has an expected return that is not finite");
    }
  }

  private static void checkGroups(
      PortfolioSpec spec, Set<String> strategies, List<String> problems) {
    Set<String> ids = new HashSet<>();
    Set<String> grouped = new HashSet<>();
    for (StrategyGroup group : spec.groups()) {
      String name = "group " + group.groupId();
      if (group.groupId().isBlank()) {
        problems.add("a group has no identifier");
      }
      if (!ids.add(group.groupId())) {
        problems.add(name + " occurs twice");
      }
      if (group.strategies().isEmpty()) {
        problems.add(name + " has no strategies");
      }
      for (String strategy : group.strategies()) {
        if (!strategies.contains(strategy)) {
          problems.add(name + " names the unknown strategy " + strategy);
        }
        if (!grouped.add(strategy)) {
          problems.add("strategy " + strategy + " is named by groups twice, and may be once only");
        }
      }
      checkBounds(name, group.minCapitalWeight(), group.maxCapitalWeight(), problems);
    }
  }

  private static void checkBounds(String name, double lower, double upper, List<String> problems) {
    if (!(lower >= 0 && lower <= upper && upper <= 1)) {
      problems.add(name + " has bounds of capital that are not 0 ≤ lower ≤ upper ≤ 1");
    }
  }

  private static void checkRate(String name, OptionalDouble rate, List<String> problems) {
    if (rate.isPresent() && !(rate.getAsDouble() > 0 && Double.isFinite(rate.getAsDouble()))) {
      problems.add(name + " has a maxOrderRate that is not above 0 and finite");
    }
  }

  private static void checkHardLimits(HardLimits limits, List<String> problems) {
    checkNotNegative("maxLeverage", limits.maxLeverage(), problems);
    checkNotNegative("maxSymbolWeight", limits.maxSymbolWeight(), problems);
    checkNotNegative("maxDailyLoss", limits.maxDailyLoss(), problems);
    checkNotNegative("maxDrawdown", limits.maxDrawdown(), problems);
    checkNotNegative("maxPriceDeviation", limits.maxPriceDeviation(), problems);
    checkRate("the portfolio", limits.maxOrderRate(), problems);
    limits
        .positionLimits()
        .forEach(
            (symbol, limit) -> {
              if (limit.signum() < 0) {
                problems.add("its position limit of " + symbol + " is below 0");
              }
            });
  }

  private static void checkNotNegative(String name, OptionalDouble limit, List<String> problems) {
    if (limit.isPresent() && !(limit.getAsDouble() >= 0 && Double.isFinite(limit.getAsDouble()))) {
      problems.add("its " + name + " is below 0 or not finite");
    }
  }
}
