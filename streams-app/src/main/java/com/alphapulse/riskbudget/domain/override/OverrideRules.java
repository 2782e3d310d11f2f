package com.alphapulse.riskbudget.domain.override;

import com.alphapulse.riskbudget.domain.PortfolioSpec;
import java.math.BigDecimal;
import java.util.Optional;

/** Whether an override makes sense for a portfolio. */
public final class OverrideRules {

  private OverrideRules() {}

  /** What is wrong with it; empty if nothing is. Not for WITHDRAW, which needs only its id. */
  public static Optional<String> problem(
      String portfolioId, Optional<PortfolioSpec> spec, RiskOverrideSpec override, long asOf) {
    if (!override.isFor(portfolioId)) {
      return Optional.of("it is for portfolio " + override.portfolioId());
    }
    if (!override.inForceAt(asOf)) {
      return Optional.of("it had expired when it arrived");
    }
    boolean scoped = !override.scope().isWhole();
    if (scoped && override.scopeId().isBlank()) {
      return Optional.of("it does not say which " + override.scope());
    }
    if (override.portfolioId().equals(portfolioId)
        && spec.isPresent()
        && !known(spec.get(), override)) {
      return Optional.of("the portfolio has no such " + override.scope());
    }
    return switch (override.action()) {
      case CAP_LEVERAGE, CAP_POSITION -> badValue(override, Optional.empty());
      case SCALE_BUDGET -> badValue(override, Optional.of(BigDecimal.ONE));
      case PIN_REGIME -> badPin(override, scoped);
      case REBALANCE ->
          scoped ? Optional.of("only a whole portfolio is rebalanced") : Optional.empty();
      case HALT, REDUCE_ONLY, RESUME, RELEASE_RESERVATION, WITHDRAW -> Optional.empty();
    };
  }

  private static Optional<String> badPin(RiskOverrideSpec override, boolean scoped) {
    if (scoped) {
      return Optional.of("a regime is pinned for a whole portfolio");
    }
    return override.regime().isEmpty() ? Optional.of("it names no regime") : Optional.empty();
  }

  private static Optional<String> badValue(
      RiskOverrideSpec override, Optional<BigDecimal> maximum) {
    if (override.value().isEmpty()) {
      return Optional.of("it has no value");
    }
    BigDecimal value = override.value().get();
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
