package com.alphapulse.riskbudget.audit.outside.record;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Limits of a budget.
 *
 * @param asOf event time, milliseconds
 * @param leverage largest gross exposure divided by equity
 * @param exposures largest worst-case exposure by strategy, in base currency
 * @param positions largest absolute position by symbol, in units
 * @param volatility largest ex-ante volatility, annualised, as a fraction of equity
 */
public record OutsideBudget(
    BudgetUpdate record,
    long version,
    long asOf,
    BigDecimal leverage,
    Map<String, BigDecimal> exposures,
    Map<String, BigDecimal> positions,
    OptionalDouble volatility) {

  /** The limits of a record; empty where a gate that fails closed must refuse it. */
  public static Optional<OutsideBudget> of(BudgetUpdate record) {
    Double volatility = record.getVolatilityLimit();
    boolean refused =
        !Admission.admits(record)
            || isNoLimit(record.getLeverageLimit())
            || (volatility != null && isNoLimit(volatility))
            || !Rounding.fits(record.getEquity())
            || record.getStrategies().stream()
                .anyMatch(
                    s -> !Rounding.fits(s.getAllocatedCapital()) || isNoLimit(s.getExposureLimit()))
            || record.getSymbols().stream().anyMatch(s -> isNoLimit(s.getPositionLimit()));
    if (refused) {
      return Optional.empty();
    }
    Map<String, BigDecimal> exposures = new HashMap<>();
    record.getStrategies().forEach(s -> exposures.put(s.getStrategyId(), s.getExposureLimit()));
    Map<String, BigDecimal> positions = new HashMap<>();
    record.getSymbols().forEach(s -> positions.put(s.getSymbol(), s.getPositionLimit()));
    return Optional.of(
        new OutsideBudget(
            record,
            record.getVersion(),
            record.getAsOf().toEpochMilli(),
            BigDecimal.valueOf(record.getLeverageLimit()),
            exposures,
            positions,
            volatility == null ? OptionalDouble.empty() : OptionalDouble.of(volatility)));
  }

  private static boolean isNoLimit(double limit) {
    return !(limit >= 0 && limit <= Double.MAX_VALUE);
  }

  private static boolean isNoLimit(BigDecimal limit) {
    return limit.signum() < 0 || !Rounding.fits(limit);
  }
}
