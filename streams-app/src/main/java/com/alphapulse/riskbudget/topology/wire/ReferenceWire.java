package com.alphapulse.riskbudget.topology.wire;

import com.alphapulse.riskbudget.avro.GroupLimit;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.StrategyGroup;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideScope;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Between the wire's records and the domain's values: definitions, overrides, alerts. */
public final class ReferenceWire {

  private ReferenceWire() {}

  public static PortfolioSpec portfolio(Portfolio record) {
    return portfolio(record, UnaryOperator.identity());
  }

  /**
   * A definition.
   *
   * @param names gives the string to keep for a name
   */
  public static PortfolioSpec portfolio(Portfolio record, UnaryOperator<String> names) {
    return new PortfolioSpec(
        record.getPortfolioId(),
        names.apply(record.getMarket()),
        names.apply(record.getBaseCurrency()),
        Decimals.compact(record.getCash()),
        record.getStrategies().stream().map(s -> strategy(s, names)).toList(),
        hardLimits(record.getHardLimits()),
        Set.copyOf(record.getRestrictedSymbols()),
        record.getGroups().stream().map(ReferenceWire::group).toList());
  }

  private static StrategySpec strategy(StrategyDefinition record, UnaryOperator<String> names) {
    return new StrategySpec(
        names.apply(record.getStrategyId()),
        record.getRiskShare(),
        record.getSymbols().stream().map(names).toList(),
        orElse(record.getMinCapitalWeight(), 0),
        orElse(record.getMaxCapitalWeight(), 1),
        number(record.getMaxOrderRate()),
        number(record.getExpectedReturn()));
  }

  private static StrategyGroup group(GroupLimit record) {
    return new StrategyGroup(
        record.getGroupId(),
        record.getStrategies(),
        orElse(record.getMinCapitalWeight(), 0),
        orElse(record.getMaxCapitalWeight(), 1));
  }

  private static double orElse(Double value, double missing) {
    return value == null ? missing : value;
  }

  private static HardLimits hardLimits(com.alphapulse.riskbudget.avro.HardLimits record) {
    return record == null
        ? HardLimits.NONE
        : new HardLimits(
            number(record.getMaxLeverage()),
            Optional.ofNullable(record.getMaxOrderNotional()).map(Decimals::compact),
            Optional.ofNullable(record.getMaxOrderQuantity()).map(Decimals::compact),
            number(record.getMaxSymbolWeight()),
            record.getMaxOpenOrders() == null
                ? OptionalInt.empty()
                : OptionalInt.of(record.getMaxOpenOrders()),
            number(record.getMaxDailyLoss()),
            number(record.getMaxDrawdown()),
            number(record.getMaxOrderRate()),
            number(record.getMaxPriceDeviation()),
            record.getPositionLimits());
  }

  /**
   * An override, if the record makes sense.
   *
   * @return empty with an action or regime that this version does not know
   */
  public static Optional<RiskOverrideSpec> override(RiskOverride record) {
    Optional<OverrideAction> action = constant(OverrideAction.class, record.getAction());
    boolean unknownRegime = record.getRegime() == com.alphapulse.riskbudget.avro.Regime.UNKNOWN;
    if (action.isEmpty() || unknownRegime) {
      return Optional.empty();
    }
    return Optional.of(
        new RiskOverrideSpec(
            record.getOverrideId(),
            record.getPortfolioId(),
            OverrideScope.valueOf(record.getScope().name()),
            record.getScopeId() == null ? "" : record.getScopeId(),
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
                : OptionalLong.of(record.getExpiresAt().toEpochMilli())));
  }

  public static RiskAlert alert(
      Alert alert, Optional<String> portfolioId, Optional<String> market) {
    return RiskAlert.newBuilder()
        .setPortfolioId(portfolioId.map(Bounds::cut).orElse(null))
        .setMarket(market.map(Bounds::cut).orElse(null))
        .setScopeId(alert.scopeId().map(Bounds::cut).orElse(null))
        .setType(alert.type().name())
        .setSeverity(com.alphapulse.riskbudget.avro.Severity.valueOf(alert.severity().name()))
        .setMessage(Bounds.cutMessage(alert.message()))
        .setObserved(alert.observed().isPresent() ? alert.observed().getAsDouble() : null)
        .setThreshold(alert.threshold().isPresent() ? alert.threshold().getAsDouble() : null)
        .setAsOf(Instant.ofEpochMilli(alert.asOf()))
        .build();
  }

  static AssetClass assetClass(com.alphapulse.riskbudget.avro.AssetClass assetClass) {
    return AssetClass.valueOf(assetClass.name());
  }

  static com.alphapulse.riskbudget.avro.AssetClass assetClass(InstrumentSpec instrument) {
    return com.alphapulse.riskbudget.avro.AssetClass.valueOf(instrument.assetClass().name());
  }

  /** The constant of the same name; empty where there is none, as for the wire's UNKNOWN. */
  static <E extends Enum<E>> Optional<E> constant(Class<E> type, Enum<?> wire) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(wire.name())) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }

  private static OptionalDouble number(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
