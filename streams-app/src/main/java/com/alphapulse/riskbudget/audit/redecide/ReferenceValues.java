package com.alphapulse.riskbudget.audit.redecide;

import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.StrategyGroup;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Definitions and overrides from records that the gate must take in. */
final class ReferenceValues {

  private ReferenceValues() {}

  static PortfolioSpec portfolio(Portfolio record) {
    return new PortfolioSpec(
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

  static RiskOverrideSpec override(RiskOverride record) {
    return new RiskOverrideSpec(
        record.getOverrideId(),
        record.getPortfolioId(),
        OverrideScope.valueOf(record.getScope().name()),
        Optional.ofNullable(record.getScopeId()).orElse(""),
        OverrideAction.valueOf(record.getAction().name()),
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
  }

  private static OptionalDouble number(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
