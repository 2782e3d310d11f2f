package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.budget.OverrideCheck;
import com.alphapulse.riskbudget.budget.PortfolioCheck;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.OverrideAction;
import com.alphapulse.riskbudget.domain.OverrideScope;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RiskOverrideSpec;
import com.alphapulse.riskbudget.domain.StrategyGroup;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.gate.Identifiers;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Definitions and overrides from their records, where the gate must take them in. */
final class ReferenceValues {

  private ReferenceValues() {}

  /** The definition; empty where it makes no sense. */
  static Optional<PortfolioSpec> portfolio(Portfolio record) {
    PortfolioSpec spec =
        new PortfolioSpec(
            record.getPortfolioId(),
            record.getMarket(),
            record.getBaseCurrency(),
            record.getCash(),
            record.getStrategies().stream().map(ReferenceValues::strategy).toList(),
            hardLimits(record.getHardLimits()),
            Set.copyOf(record.getRestrictedSymbols()),
            record.getGroups().stream()
                .map(
                    g ->
                        new StrategyGroup(
                            g.getGroupId(),
                            g.getStrategies(),
                            number(g.getMinCapitalWeight()).orElse(0),
                            number(g.getMaxCapitalWeight()).orElse(1)))
                .toList());
    boolean sensible =
        Identifiers.isUsable(spec.portfolioId())
            && numbers(spec).allMatch(Rounding::fits)
            && rates(spec).allMatch(ReferenceValues::isLimit)
            && PortfolioCheck.problems(spec.portfolioId(), spec).isEmpty();
    return sensible ? Optional.of(spec) : Optional.empty();
  }

  private static StrategySpec strategy(StrategyDefinition record) {
    return new StrategySpec(
        record.getStrategyId(),
        record.getRiskShare(),
        record.getSymbols(),
        number(record.getMinCapitalWeight()).orElse(0),
        number(record.getMaxCapitalWeight()).orElse(1),
        number(record.getMaxOrderRate()),
        number(record.getExpectedReturn()));
  }

  private static HardLimits hardLimits(com.alphapulse.riskbudget.avro.HardLimits record) {
    if (record == null) {
      return HardLimits.NONE;
    }
    Integer openOrders = record.getMaxOpenOrders();
    return new HardLimits(
        number(record.getMaxLeverage()),
        Optional.ofNullable(record.getMaxOrderNotional()),
        Optional.ofNullable(record.getMaxOrderQuantity()),
        number(record.getMaxSymbolWeight()),
        openOrders == null ? OptionalInt.empty() : OptionalInt.of(openOrders),
        number(record.getMaxDailyLoss()),
        number(record.getMaxDrawdown()),
        number(record.getMaxOrderRate()),
        number(record.getMaxPriceDeviation()),
        record.getPositionLimits());
  }

  private static Stream<BigDecimal> numbers(PortfolioSpec spec) {
    HardLimits hard = spec.hardLimits();
    return Stream.of(
            Stream.of(spec.cash()),
            hard.maxOrderNotional().stream(),
            hard.maxOrderQuantity().stream(),
            hard.positionLimits().values().stream())
        .flatMap(numbers -> numbers);
  }

  private static Stream<OptionalDouble> rates(PortfolioSpec spec) {
    return Stream.concat(
        Stream.of(spec.hardLimits().maxOrderRate(), spec.hardLimits().maxPriceDeviation()),
        spec.strategies().stream().map(StrategySpec::maxOrderRate));
  }

  private static boolean isLimit(OptionalDouble value) {
    return value.isEmpty() || (value.getAsDouble() >= 0 && Double.isFinite(value.getAsDouble()));
  }

  /** The override; empty where it makes no sense. */
  static Optional<RiskOverrideSpec> override(RiskOverride record) {
    Optional<OverrideAction> action =
        Arrays.stream(OverrideAction.values())
            .filter(a -> a.name().equals(record.getAction().name()))
            .findFirst();
    boolean unknownRegime = record.getRegime() == com.alphapulse.riskbudget.avro.Regime.UNKNOWN;
    if (action.isEmpty() || unknownRegime) {
      return Optional.empty();
    }
    RiskOverrideSpec override =
        new RiskOverrideSpec(
            record.getOverrideId(),
            record.getPortfolioId(),
            OverrideScope.valueOf(record.getScope().name()),
            Optional.ofNullable(record.getScopeId()).orElse(""),
            action.get(),
            Optional.ofNullable(record.getValue()),
            Optional.ofNullable(record.getRegime()).map(r -> Regime.valueOf(r.name())),
            Optional.ofNullable(record.getOrderId()),
            record.getCancelOpenOrders(),
            record.getAuthor(),
            record.getReason(),
            record.getCreatedAt().toEpochMilli(),
            record.getExpiresAt() == null
                ? OptionalLong.empty()
                : OptionalLong.of(record.getExpiresAt().toEpochMilli()));
    return isSensible(override) ? Optional.of(override) : Optional.empty();
  }

  private static boolean isSensible(RiskOverrideSpec override) {
    boolean everywhere = override.portfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS);
    boolean release = override.action() == OverrideAction.RELEASE_RESERVATION;
    return Identifiers.isUsable(override.overrideId())
        && Identifiers.isUsable(override.portfolioId())
        && override.value().map(Rounding::fits).orElse(true)
        && !(release && (everywhere || override.orderId().isEmpty()))
        && (override.action() == OverrideAction.WITHDRAW
            || OverrideCheck.problem(
                    override.portfolioId(), Optional.empty(), override, override.createdAt())
                .isEmpty());
  }

  private static OptionalDouble number(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
