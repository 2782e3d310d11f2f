package com.alphapulse.riskbudget.audit.outside.record;

import com.alphapulse.riskbudget.avro.GroupLimit;
import com.alphapulse.riskbudget.avro.HardLimits;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a definition of a portfolio must be like to be taken in, read from its documentation. */
final class DefinitionRules {
  /** Largest share of risk: sums of shares stay finite. */
  private static final double LARGEST_SHARE = 1e12;

  /** Rounding that sums of capital weights may show. */
  private static final double ROUNDING = 1e-12;

  private DefinitionRules() {}

  /** Whether a definition makes sense. */
  static boolean hold(Portfolio record) {
    return Identifier.isUsable(record.getPortfolioId())
        && Admission.admits(record)
        && Rounding.fits(record.getCash())
        && record.getCash().signum() >= 0
        && !record.getStrategies().isEmpty()
        && areDistinct(
            record.getStrategies().stream().map(StrategyDefinition::getStrategyId).toList())
        && record.getStrategies().stream().allMatch(DefinitionRules::holds)
        && groupsHold(record)
        && (record.getHardLimits() == null || holds(record.getHardLimits()));
  }

  private static boolean areDistinct(List<String> ids) {
    return new HashSet<>(ids).size() == ids.size();
  }

  private static boolean holds(StrategyDefinition strategy) {
    return !strategy.getStrategyId().isBlank()
        && strategy.getRiskShare() > 0
        && strategy.getRiskShare() <= LARGEST_SHARE
        && !strategy.getSymbols().isEmpty()
        && strategy.getSymbols().stream().noneMatch(String::isBlank)
        && areDistinct(strategy.getSymbols())
        && Weights.of(strategy).hold()
        && isRate(strategy.getMaxOrderRate())
        && (strategy.getExpectedReturn() == null || Double.isFinite(strategy.getExpectedReturn()));
  }

  private static boolean holds(HardLimits hard) {
    return Stream.of(
                hard.getMaxLeverage(),
                hard.getMaxSymbolWeight(),
                hard.getMaxDailyLoss(),
                hard.getMaxDrawdown(),
                hard.getMaxPriceDeviation())
            .allMatch(limit -> limit == null || (limit >= 0 && Double.isFinite(limit)))
        && isRate(hard.getMaxOrderRate())
        && fits(hard.getMaxOrderNotional())
        && fits(hard.getMaxOrderQuantity())
        && hard.getPositionLimits().values().stream()
            .allMatch(limit -> fits(limit) && limit.signum() >= 0);
  }

  private static boolean fits(BigDecimal number) {
    return number == null || Rounding.fits(number);
  }

  private static boolean isRate(Double rate) {
    return rate == null || (rate > 0 && Double.isFinite(rate));
  }

  /** Bounds of shares of capital. */
  private record Weights(double least, double most) {
    static Weights of(StrategyDefinition strategy) {
      return of(strategy.getMinCapitalWeight(), strategy.getMaxCapitalWeight());
    }

    static Weights of(Double least, Double most) {
      return new Weights(least == null ? 0 : least, most == null ? 1 : most);
    }

    boolean hold() {
      return least >= 0 && least <= most && most <= 1;
    }

    Weights plus(Weights other) {
      return new Weights(least + other.least, most + other.most);
    }

    Weights within(Weights other) {
      return new Weights(Math.max(least, other.least), Math.min(most, other.most));
    }
  }

  /** Each strategy is in one group at most, and some weights within all bounds sum to 1. */
  private static boolean groupsHold(Portfolio record) {
    Map<String, Weights> alone = new HashMap<>();
    record.getStrategies().forEach(s -> alone.put(s.getStrategyId(), Weights.of(s)));
    Set<String> ids = new HashSet<>();
    Weights all = new Weights(0, 0);
    for (GroupLimit group : record.getGroups()) {
      Weights own = Weights.of(group.getMinCapitalWeight(), group.getMaxCapitalWeight());
      boolean sensible =
          !group.getGroupId().isBlank()
              && ids.add(group.getGroupId())
              && !group.getStrategies().isEmpty()
              && own.hold();
      Weights members = new Weights(0, 0);
      for (String strategyId : group.getStrategies()) {
        Weights member = alone.remove(strategyId); // A second time it is not there any more.
        sensible &= member != null;
        members = member == null ? members : members.plus(member);
      }
      Weights both = members.within(own);
      if (!sensible || both.least() > both.most() + ROUNDING) {
        return false;
      }
      all = all.plus(both);
    }
    for (Weights strategy : alone.values()) {
      all = all.plus(strategy);
    }
    return all.least() <= 1 + ROUNDING && all.most() >= 1 - ROUNDING;
  }
}
