package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideRules;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.domain.override.SameIdentifier;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Says whether an override that arrives may take effect. Only reads. */
final class OverrideAdmission {
  private final GateState state;
  private final LongSupplier wallClock;

  /**
   * @param wallClock milliseconds
   */
  OverrideAdmission(GateState state, LongSupplier wallClock) {
    this.state = state;
    this.wallClock = wallClock;
  }

  /** Why an override may not be applied; empty where it may. */
  Optional<String> problem(RiskOverrideSpec override, GateProcessor.Routed from) {
    boolean everywhere = override.isForAll();
    if (!(everywhere
        ? override.portfolioId().equals(from.key())
        : from.isFor(override.portfolioId()))) {
      return Optional.of("its key must be its portfolio id, or * for all");
    }
    if (!Identifiers.isUsable(override.overrideId())
        || !Identifiers.isUsable(override.portfolioId())) {
      return Optional.of(
          "an identifier is empty, too long or holds a character that does not show");
    }
    if (override.value().isPresent() && !Decimals.fits(override.value().get())) {
      return Optional.of("its value does not fit the schema");
    }
    if (override.action() == OverrideAction.WITHDRAW) {
      return Optional.empty();
    }
    Optional<SameIdentifier> conflict = conflict(override);
    if (conflict.isPresent() && !conflict.get().laterStands()) {
      return Optional.of(conflict.get().refusal());
    }
    if (!hasRoomFor(override)) {
      return Optional.of("as many overrides are kept already as may be");
    }
    return OverrideRules.problem(
        override.portfolioId(), Optional.empty(), override, arrival(override));
  }

  /** What is in force under the same identifier and says something else. */
  Optional<SameIdentifier> conflict(RiskOverrideSpec override) {
    if (override.action() == OverrideAction.WITHDRAW) {
      return Optional.empty();
    }
    return kept(override)
        .flatMap(overrides -> overrides.get(override.overrideId()))
        .filter(inForce -> inForce.inForceAt(arrival(override)))
        .map(inForce -> SameIdentifier.of(inForce, override))
        .filter(SameIdentifier::isConflict);
  }

  /** Nobody's identifiers fill the memory, neither of overrides nor of portfolios. */
  private boolean hasRoomFor(RiskOverrideSpec override) {
    if (!override.action().isTheGates()) {
      return true;
    }
    return kept(override).map(overrides -> overrides.hasRoomFor(override)).orElse(true)
        && (override.isForAll() || state.mayKeepFor(override.portfolioId()));
  }

  /** Event time that tells whether an override had expired when it arrived. */
  private long arrival(RiskOverrideSpec override) {
    return override.isForAll()
        ? state.earliestClock(wallClock.getAsLong()).orElse(Long.MIN_VALUE)
        : clock(override);
  }

  /**
   * Clock of the portfolio that an override is for; for all, the wall clock's, which is for show.
   */
  long clock(RiskOverrideSpec override) {
    return override.isForAll()
        ? wallClock.getAsLong()
        : state
            .knownLedger(override.portfolioId())
            .map(ledger -> state.clockOf(ledger).now(wallClock.getAsLong()))
            .orElseGet(wallClock::getAsLong);
  }

  /** What is in force where an override would be; empty where nothing is known. */
  private Optional<TradingOverrides> kept(RiskOverrideSpec override) {
    return override.isForAll()
        ? Optional.of(state.everywhere())
        : state.knownLedger(override.portfolioId()).map(PortfolioLedger::overrides);
  }
}
