package com.alphapulse.riskbudget.audit.outside.record;

import com.alphapulse.riskbudget.avro.HardLimits;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Definition of a portfolio.
 *
 * @param currency of everything that is told in money
 * @param cash capital paid in
 * @param symbols that each strategy may trade, by strategy
 * @param rates orders a second of those strategies that have a limit
 * @param restricted instruments that it may not trade
 * @param hard limits that no budget may exceed
 */
public record OutsideDefinition(
    Portfolio record,
    String portfolioId,
    String market,
    String currency,
    BigDecimal cash,
    Map<String, Set<String>> symbols,
    Map<String, Double> rates,
    Set<String> restricted,
    HardLimits hard) {

  private static final HardLimits NO_LIMITS =
      HardLimits.newBuilder().setPositionLimits(Map.of()).build();

  /** The definition of a record; empty where it makes no sense. */
  public static Optional<OutsideDefinition> of(Portfolio record) {
    if (!DefinitionRules.hold(record)) {
      return Optional.empty();
    }
    return Optional.of(
        new OutsideDefinition(
            record,
            record.getPortfolioId(),
            record.getMarket(),
            record.getBaseCurrency(),
            record.getCash(),
            record.getStrategies().stream()
                .collect(
                    Collectors.toMap(
                        StrategyDefinition::getStrategyId, s -> Set.copyOf(s.getSymbols()))),
            record.getStrategies().stream()
                .filter(s -> s.getMaxOrderRate() != null)
                .collect(
                    Collectors.toMap(
                        StrategyDefinition::getStrategyId, StrategyDefinition::getMaxOrderRate)),
            Set.copyOf(record.getRestrictedSymbols()),
            Optional.ofNullable(record.getHardLimits()).orElse(NO_LIMITS)));
  }

  /** Orders of a strategy a second; empty without a limit. */
  public OptionalDouble rate(String strategyId) {
    Double rate = rates.get(strategyId);
    return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }

  /** A hard limit as a decimal; empty where there is none. */
  public static Optional<BigDecimal> limit(Double value) {
    return Optional.ofNullable(value).map(BigDecimal::valueOf);
  }

  /** Whether it limits losses. */
  public boolean limitsLosses() {
    return hard.getMaxDailyLoss() != null || hard.getMaxDrawdown() != null;
  }
}
