package com.alphapulse.riskbudget.audit.outside.record;

import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskOverride;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An operator's command.
 *
 * @param scopeId strategy or symbol where the scope is one, else empty
 * @param value of a cap
 * @param orderId whose reservation is released; empty for other actions
 * @param expiresAt event time, milliseconds; empty where an operator must end it
 */
public record OutsideOverride(
    RiskOverride record,
    String id,
    OverrideScope scope,
    String scopeId,
    OverrideAction action,
    Optional<BigDecimal> value,
    String orderId,
    OptionalLong expiresAt) {
  /** What narrows, from the least to the most. */
  private static final List<OverrideAction> STRICTEST =
      List.of(
          OverrideAction.PIN_REGIME,
          OverrideAction.SCALE_BUDGET,
          OverrideAction.CAP_POSITION,
          OverrideAction.CAP_LEVERAGE,
          OverrideAction.REDUCE_ONLY,
          OverrideAction.HALT);

  /** From here on it stops orders. */
  private static final int STOPS = STRICTEST.indexOf(OverrideAction.REDUCE_ONLY);

  /** Stands for every portfolio. */
  public static final String ALL = "*";

  /** The command of a record; empty where it makes no sense. */
  public static Optional<OutsideOverride> of(RiskOverride record) {
    OutsideOverride override =
        new OutsideOverride(
            record,
            record.getOverrideId(),
            record.getScope(),
            record.getScopeId() == null ? "" : record.getScopeId(),
            record.getAction(),
            Optional.ofNullable(record.getValue()),
            record.getOrderId() == null ? "" : record.getOrderId(),
            record.getExpiresAt() == null
                ? OptionalLong.empty()
                : OptionalLong.of(record.getExpiresAt().toEpochMilli()));
    return override.isSensible() ? Optional.of(override) : Optional.empty();
  }

  private boolean isSensible() {
    boolean usable =
        action != OverrideAction.UNKNOWN
            && record.getRegime() != Regime.UNKNOWN
            && Identifier.isUsable(id)
            && Admission.admits(record)
            && Identifier.isUsable(record.getPortfolioId())
            && value.map(Rounding::fits).orElse(true);
    return usable
        && (action == OverrideAction.WITHDRAW
            || (hasItsScope() && hasItsFields() && hasItsValue()));
  }

  private boolean hasItsScope() {
    return switch (action) {
      case PIN_REGIME, REBALANCE -> isOfPortfolio();
      case RELEASE_RESERVATION ->
          !record.getPortfolioId().equals(ALL) && (isOfPortfolio() || !scopeId.isBlank());
      default -> isOfPortfolio() || !scopeId.isBlank();
    };
  }

  /** What stops orders may carry more than it uses, everything else may not. */
  private boolean hasItsFields() {
    boolean stops = action == OverrideAction.HALT || action == OverrideAction.REDUCE_ONLY;
    return stops
        || ((action == OverrideAction.PIN_REGIME) == (record.getRegime() != null)
            && (action == OverrideAction.RELEASE_RESERVATION) == (record.getOrderId() != null)
            && !record.getCancelOpenOrders());
  }

  private boolean hasItsValue() {
    return switch (action) {
      case CAP_LEVERAGE, CAP_POSITION -> value.filter(v -> v.signum() >= 0).isPresent();
      case SCALE_BUDGET ->
          value.filter(v -> v.signum() >= 0 && v.compareTo(BigDecimal.ONE) <= 0).isPresent();
      case HALT, REDUCE_ONLY -> true;
      default -> value.isEmpty();
    };
  }

  /** Whether it is a repeat of another one of its id, or the approval of it. */
  public boolean saysTheSameAs(OutsideOverride other) {
    return action == other.action
        && isOfPortfolio() == other.isOfPortfolio()
        && (isOfPortfolio() || scope == other.scope)
        && scopeId.equals(other.scopeId)
        && record.getRegime() == other.record.getRegime()
        && orderId.equals(other.orderId)
        && expiresAt.equals(other.expiresAt)
        && value.isPresent() == other.value.isPresent()
        && value.map(v -> v.compareTo(other.value.orElseThrow()) == 0).orElse(true);
  }

  /** Whether it stands where another one of its id is in force. */
  public boolean isStricterThan(OutsideOverride other) {
    int[] difference = {
      Boolean.compare(STRICTEST.indexOf(action) >= STOPS, STRICTEST.indexOf(other.action) >= STOPS),
      Boolean.compare(isOfPortfolio(), other.isOfPortfolio()),
      Integer.compare(STRICTEST.indexOf(action), STRICTEST.indexOf(other.action)),
      value.isPresent() && other.value.isPresent() ? other.value.get().compareTo(value.get()) : 0,
      Long.compare(expiresAt.orElse(Long.MAX_VALUE), other.expiresAt.orElse(Long.MAX_VALUE))
    };
    return Arrays.stream(difference).filter(d -> d != 0).findFirst().orElse(0) > 0;
  }

  /** Whether it still applies at an event time, in milliseconds. */
  public boolean isInForceAt(long clock) {
    return expiresAt.isEmpty() || clock < expiresAt.getAsLong();
  }

  /** Whether it is for whole portfolios. Within those of one, GLOBAL means the same. */
  public boolean isOfPortfolio() {
    return scope == OverrideScope.GLOBAL || scope == OverrideScope.PORTFOLIO;
  }

  /** Whether it applies to orders of a strategy in a symbol. */
  public boolean covers(String strategyId, String symbol) {
    return isOfPortfolio() || scopeId.equals(scope == OverrideScope.STRATEGY ? strategyId : symbol);
  }
}
