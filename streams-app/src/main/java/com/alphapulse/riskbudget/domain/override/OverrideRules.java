package com.alphapulse.riskbudget.domain.override;

import com.alphapulse.riskbudget.domain.PortfolioSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether an override makes sense: the one rule of gate, budget stage and API. What stops orders is
 * taken whatever else it carries, since a kill switch must not fail at a word too many; everything
 * else carries what its action uses, and nothing more.
 */
public final class OverrideRules {

  /** What of an override is at fault. */
  public enum Field {
    PORTFOLIO,
    SCOPE,
    SCOPE_ID,
    VALUE,
    REGIME,
    ORDER_ID,
    CANCEL_OPEN_ORDERS
  }

  /**
   * A fault.
   *
   * @param what of the override as "it", without a full stop
   */
  public record Fault(Field field, String what) {}

  private OverrideRules() {}

  /**
   * What is wrong with it for a portfolio at an event time; empty if nothing is. Not for WITHDRAW,
   * which needs only its id.
   *
   * @param spec the portfolio's definition; empty where it is not known or does not matter
   * @param asOf the market's time at its arrival, which goes on while no price comes, milliseconds
   */
  public static Optional<String> problem(
      String portfolioId, Optional<PortfolioSpec> spec, RiskOverrideSpec override, long asOf) {
    if (!override.isFor(portfolioId)) {
      return Optional.of("it is for portfolio " + override.portfolioId());
    }
    if (!override.inForceAt(asOf)) {
      return Optional.of("it had expired when it arrived");
    }
    Optional<String> fault = faults(override).stream().map(Fault::what).findFirst();
    if (fault.isPresent()) {
      return fault;
    }
    return override.portfolioId().equals(portfolioId)
            && spec.isPresent()
            && !known(spec.get(), override)
        ? Optional.of("the portfolio has no such " + override.scope())
        : Optional.empty();
  }

  /**
   * What is wrong with an approval; empty if nothing is. Nobody approves what is their own.
   *
   * @param author of the override
   */
  public static Optional<String> approvalProblem(String author, String approver) {
    return author.strip().equalsIgnoreCase(approver.strip())
        ? Optional.of("its approver is its author")
        : Optional.empty();
  }

  /** What is wrong with it, whatever the portfolio and the time. Not for WITHDRAW. */
  public static List<Fault> faults(RiskOverrideSpec override) {
    List<Fault> faults = new ArrayList<>();
    boolean scoped = !override.scope().isWhole();
    if (scoped && override.scopeId().isBlank()) {
      faults.add(new Fault(Field.SCOPE_ID, "it does not say which " + override.scope()));
    }
    switch (override.action()) {
      case PIN_REGIME, REBALANCE -> {
        if (scoped) {
          faults.add(new Fault(Field.SCOPE, override.action() + " is for a whole portfolio"));
        }
      }
      case RELEASE_RESERVATION -> {
        if (override.isForAll()) {
          faults.add(new Fault(Field.PORTFOLIO, "a reservation is released for one portfolio"));
        }
      }
      default -> {
        // The others apply to every scope.
      }
    }
    value(override).ifPresent(faults::add);
    regime(override).ifPresent(faults::add);
    order(override).ifPresent(faults::add);
    if (override.cancelOpenOrders() && !override.action().stopsOrders()) {
      faults.add(new Fault(Field.CANCEL_OPEN_ORDERS, "only HALT and REDUCE_ONLY cancel orders"));
    }
    return faults;
  }

  private static Optional<Fault> value(RiskOverrideSpec override) {
    Optional<String> problem =
        switch (override.action()) {
          case CAP_LEVERAGE, CAP_POSITION -> badValue(override.value(), Optional.empty());
          case SCALE_BUDGET -> badValue(override.value(), Optional.of(BigDecimal.ONE));
          default -> surplus(override, override.value().isPresent(), "value");
        };
    return problem.map(what -> new Fault(Field.VALUE, what));
  }

  private static Optional<Fault> regime(RiskOverrideSpec override) {
    Optional<String> problem =
        override.action() == OverrideAction.PIN_REGIME
            ? missing(override.regime().isEmpty(), "it names no regime")
            : surplus(override, override.regime().isPresent(), "regime");
    return problem.map(what -> new Fault(Field.REGIME, what));
  }

  private static Optional<Fault> order(RiskOverrideSpec override) {
    Optional<String> problem =
        override.action() == OverrideAction.RELEASE_RESERVATION
            ? missing(override.orderId().isEmpty(), "it names no order")
            : surplus(override, override.orderId().isPresent(), "order");
    return problem.map(what -> new Fault(Field.ORDER_ID, what));
  }

  private static Optional<String> missing(boolean isMissing, String what) {
    return isMissing ? Optional.of(what) : Optional.empty();
  }

  private static Optional<String> surplus(
      RiskOverrideSpec override, boolean isThere, String field) {
    return isThere && !override.action().stopsOrders()
        ? Optional.of("%s does not go with a %s".formatted(override.action(), field))
        : Optional.empty();
  }

  private static Optional<String> badValue(
      Optional<BigDecimal> given, Optional<BigDecimal> maximum) {
    if (given.isEmpty()) {
      return Optional.of("it has no value");
    }
    BigDecimal value = given.get();
    if (value.signum() < 0 || !Double.isFinite(value.doubleValue())) {
      return Optional.of("its value " + value.toPlainString() + " is below 0 or too large");
    }
    if (maximum.isPresent() && value.compareTo(maximum.get()) > 0) {
      return Optional.of("its value " + value.toPlainString() + " is above " + maximum.get());
    }
    return Optional.empty();
  }

  private static boolean known(PortfolioSpec spec, RiskOverrideSpec override) {
    return switch (override.scope()) {
      case GLOBAL, PORTFOLIO -> true;
      case STRATEGY ->
          spec.strategies().stream().anyMatch(s -> s.strategyId().equals(override.scopeId()));
      case SYMBOL ->
          spec.strategies().stream().anyMatch(s -> s.symbols().contains(override.scopeId()));
    };
  }
}
