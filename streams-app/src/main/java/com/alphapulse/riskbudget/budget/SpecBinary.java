package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.OverrideAction;
import com.alphapulse.riskbudget.domain.OverrideScope;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RiskOverrideSpec;
import com.alphapulse.riskbudget.domain.StrategyGroup;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.state.Binary;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Binary forms of portfolio definitions and overrides, by the version of the book around them. */
final class SpecBinary {

  private SpecBinary() {}

  static void writePortfolio(DataOutput out, PortfolioSpec spec) throws IOException {
    Binary.writeText(out, spec.portfolioId());
    Binary.writeText(out, spec.market());
    Binary.writeText(out, spec.baseCurrency());
    Binary.writeDecimal(out, spec.cash());
    Binary.writeAll(out, spec.strategies(), SpecBinary::writeStrategy);
    writeHardLimits(out, spec.hardLimits());
    Binary.writeAll(out, new TreeSet<>(spec.restrictedSymbols()), Binary::writeText);
    Binary.writeAll(out, spec.groups(), SpecBinary::writeGroup);
  }

  static PortfolioSpec readPortfolio(DataInput in, int version) throws IOException {
    return new PortfolioSpec(
        Binary.readText(in),
        Binary.readText(in),
        Binary.readText(in),
        Binary.readDecimal(in),
        Binary.readAll(in, input -> readStrategy(input, version)),
        readHardLimits(in, version),
        Set.copyOf(Binary.readAll(in, Binary::readText)),
        version < 2 ? List.of() : Binary.readAll(in, SpecBinary::readGroup));
  }

  static void writeOverride(DataOutput out, RiskOverrideSpec override) throws IOException {
    Binary.writeText(out, override.overrideId());
    Binary.writeText(out, override.portfolioId());
    Binary.writeEnum(out, override.scope());
    Binary.writeText(out, override.scopeId());
    Binary.writeEnum(out, override.action());
    Binary.writeOptional(out, override.value(), Binary::writeDecimal);
    Binary.writeOptional(out, override.regime(), Binary::writeEnum);
    Binary.writeOptional(out, override.orderId(), Binary::writeText);
    out.writeBoolean(override.cancelOpenOrders());
    Binary.writeText(out, override.author());
    Binary.writeText(out, override.reason());
    out.writeLong(override.createdAt());
    Binary.writeOptional(out, override.expiresAt());
  }

  static RiskOverrideSpec readOverride(DataInput in) throws IOException {
    return new RiskOverrideSpec(
        Binary.readText(in),
        Binary.readText(in),
        Binary.readEnum(in, OverrideScope.class),
        Binary.readText(in),
        Binary.readEnum(in, OverrideAction.class),
        Binary.readOptional(in, Binary::readDecimal),
        Binary.readOptional(in, input -> Binary.readEnum(input, Regime.class)),
        Binary.readOptional(in, Binary::readText),
        in.readBoolean(),
        Binary.readText(in),
        Binary.readText(in),
        in.readLong(),
        Binary.readOptionalLong(in));
  }

  private static void writeStrategy(DataOutput out, StrategySpec strategy) throws IOException {
    Binary.writeText(out, strategy.strategyId());
    out.writeDouble(strategy.riskShare());
    Binary.writeAll(out, strategy.symbols(), Binary::writeText);
    out.writeDouble(strategy.minCapitalWeight());
    out.writeDouble(strategy.maxCapitalWeight());
    Binary.writeOptional(out, strategy.maxOrderRate());
    Binary.writeOptional(out, strategy.expectedReturn());
  }

  private static StrategySpec readStrategy(DataInput in, int version) throws IOException {
    String strategyId = Binary.readText(in);
    double riskShare = in.readDouble();
    List<String> symbols = Binary.readAll(in, Binary::readText);
    return new StrategySpec(
        strategyId,
        riskShare,
        symbols,
        in.readDouble(),
        in.readDouble(),
        readSince2(in, version),
        readSince2(in, version));
  }

  private static OptionalDouble readSince2(DataInput in, int version) throws IOException {
    return version < 2 ? OptionalDouble.empty() : Binary.readOptionalDouble(in);
  }

  private static void writeGroup(DataOutput out, StrategyGroup group) throws IOException {
    Binary.writeText(out, group.groupId());
    Binary.writeAll(out, group.strategies(), Binary::writeText);
    out.writeDouble(group.minCapitalWeight());
    out.writeDouble(group.maxCapitalWeight());
  }

  private static StrategyGroup readGroup(DataInput in) throws IOException {
    String groupId = Binary.readText(in);
    List<String> strategies = Binary.readAll(in, Binary::readText);
    return new StrategyGroup(groupId, strategies, in.readDouble(), in.readDouble());
  }

  private static void writeHardLimits(DataOutput out, HardLimits limits) throws IOException {
    Binary.writeOptional(out, limits.maxLeverage());
    Binary.writeOptional(out, limits.maxOrderNotional(), Binary::writeDecimal);
    Binary.writeOptional(out, limits.maxOrderQuantity(), Binary::writeDecimal);
    Binary.writeOptional(out, limits.maxSymbolWeight());
    Binary.writeOptional(out, limits.maxOpenOrders());
    Binary.writeOptional(out, limits.maxDailyLoss());
    Binary.writeOptional(out, limits.maxDrawdown());
    Binary.writeOptional(out, limits.maxOrderRate());
    Binary.writeOptional(out, limits.maxPriceDeviation());
    Map<String, BigDecimal> positions = new TreeMap<>(limits.positionLimits());
    out.writeInt(positions.size());
    for (var position : positions.entrySet()) {
      Binary.writeText(out, position.getKey());
      Binary.writeDecimal(out, position.getValue());
    }
  }

  private static HardLimits readHardLimits(DataInput in, int version) throws IOException {
    var maxLeverage = Binary.readOptionalDouble(in);
    var maxOrderNotional = Binary.readOptional(in, Binary::readDecimal);
    var maxOrderQuantity = Binary.readOptional(in, Binary::readDecimal);
    var maxSymbolWeight = Binary.readOptionalDouble(in);
    var maxOpenOrders = Binary.readOptionalInt(in);
    var maxDailyLoss = Binary.readOptionalDouble(in);
    var maxDrawdown = Binary.readOptionalDouble(in);
    var maxOrderRate = readSince2(in, version);
    var maxPriceDeviation = readSince2(in, version);
    Map<String, BigDecimal> positions = new TreeMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      positions.put(Binary.readText(in), Binary.readDecimal(in));
    }
    return new HardLimits(
        maxLeverage,
        maxOrderNotional,
        maxOrderQuantity,
        maxSymbolWeight,
        maxOpenOrders,
        maxDailyLoss,
        maxDrawdown,
        maxOrderRate,
        maxPriceDeviation,
        positions);
  }
}
