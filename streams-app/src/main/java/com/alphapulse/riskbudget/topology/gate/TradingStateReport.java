package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.TradingStatus;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;

/**
 * Tells whether portfolios may trade, where that changes, and acknowledges every override as it
 * takes effect. What was told last is kept beside the ledger, in the transaction that tells it: so
 * nothing is told twice, and a state's beginning outlives restarts.
 *
 * <p>An override for all portfolios is enforced at once, and told of once for all. The portfolios
 * follow some at a time, since no order may wait for the telling.
 */
final class TradingStateReport {
  private static final String ALL = RiskOverrideSpec.ALL_PORTFOLIOS;

  /** Portfolios that are looked at in one step: a few milliseconds, where each has changed. */
  private static final int AT_ONCE = 200;

  /** Wall-clock time between two steps while nothing else happens. */
  private static final Duration STEP = Duration.ofMillis(10);

  private final int partition;
  private final GateState state;
  private final GateOutput output;

  /** Portfolios to look at, with the override that may have changed them. */
  private final Map<String, Optional<String>> due = new LinkedHashMap<>();

  private Cancellable steps;

  /** Looks at every portfolio once: what is not as it was told last is told. */
  TradingStateReport(int partition, GateState state, GateOutput output) {
    this.partition = partition;
    this.state = state;
    this.output = output;
    due.put(ALL, Optional.empty());
    allDue(Optional.empty());
    plan();
  }

  /** Looks at a portfolio again, soon. */
  void changed(PortfolioLedger ledger) {
    due.putIfAbsent(ledger.portfolioId(), Optional.empty());
  }

  /** Looks at what holds for all portfolios again, and at each of them. */
  void changedEverywhere() {
    due.putIfAbsent(ALL, Optional.empty());
    allDue(Optional.empty());
  }

  /** Tells that an override has taken effect here, whatever has changed by it. */
  void acknowledge(RiskOverrideSpec override) {
    if (!isAcknowledged(override.action())) {
      return;
    }
    Optional<String> id = Optional.of(override.overrideId());
    due.remove(override.portfolioId());
    if (override.isForAll()) {
      tellAll(id);
      allDue(id);
    } else {
      tell(state.ledger(override.portfolioId()), id);
    }
  }

  /** Tells that a portfolio is forgotten. */
  void forgotten(String portfolioId) {
    due.remove(portfolioId);
    if (state.told(portfolioId).isPresent()) {
      output.save(key(portfolioId), null);
      output.tradingStateForgotten(portfolioId);
    }
  }

  /** Looks at some of the portfolios that are due, and comes back for the others. */
  void step() {
    Iterator<Map.Entry<String, Optional<String>>> next = due.entrySet().iterator();
    for (int n = AT_ONCE; n > 0 && next.hasNext(); n--) {
      Map.Entry<String, Optional<String>> entry = next.next();
      next.remove();
      if (entry.getKey().equals(ALL)) {
        tellAllIfChanged();
      } else {
        state
            .knownLedger(entry.getKey())
            .ifPresent(ledger -> tellIfChanged(ledger, entry.getValue()));
      }
    }
    plan();
  }

  /** What only concerns budgets is acknowledged by the budget that follows. */
  private static boolean isAcknowledged(OverrideAction action) {
    return action.isTheGates()
        || action == OverrideAction.RESUME
        || action == OverrideAction.WITHDRAW
        || action == OverrideAction.RELEASE_RESERVATION;
  }

  private void allDue(Optional<String> causedBy) {
    for (PortfolioLedger ledger : state.ledgers()) {
      due.putIfAbsent(ledger.portfolioId(), causedBy);
    }
  }

  /** A timer runs only while it is needed, since each of its ticks is a transaction. */
  private void plan() {
    if (due.isEmpty() == (steps == null)) {
      return;
    }
    if (steps == null) {
      steps = output.every(STEP, this::step);
    } else {
      steps.cancel();
      steps = null;
    }
  }

  private void tellAllIfChanged() {
    TradingStatus status = ofAll();
    if (state.told(ALL).filter(told -> says(told, status)).isEmpty()) {
      tellAll(Optional.empty());
    }
  }

  private void tellIfChanged(PortfolioLedger ledger, Optional<String> causedBy) {
    Optional<TradingStateUpdate> told = state.told(ledger.portfolioId());
    if (told.isEmpty() && ledger.spec().isEmpty() && ledger.overrides().all().isEmpty()) {
      return; // Nobody has defined it, and nothing is enforced for it alone.
    }
    long asOf = clock(ledger);
    TradingStatus status = TradingStatus.of(ledger, state.everywhere(), asOf);
    // A state that was told of before the market's clock ran began at the wall clock's time.
    boolean ahead = told.filter(t -> t.getSince().toEpochMilli() > asOf).isPresent();
    if (ahead || told.filter(t -> says(t, status)).isEmpty()) {
      tell(ledger, causedBy);
    }
  }

  private static boolean says(TradingStateUpdate told, TradingStatus status) {
    return told.getTradingState().name().equals(status.state().name())
        && told.getCause().equals(status.cause())
        && told.getOverrides().equals(status.overrides());
  }

  private void tellAll(Optional<String> causedBy) {
    tell(
        ALL, ofAll(), state.earliestClock(output.wallClock()).orElse(output.wallClock()), causedBy);
  }

  private void tell(PortfolioLedger ledger, Optional<String> causedBy) {
    long asOf = clock(ledger);
    TradingStatus status = TradingStatus.of(ledger, state.everywhere(), asOf);
    tell(ledger.portfolioId(), status, asOf, causedBy);
  }

  private void tell(
      String portfolioId, TradingStatus status, long asOf, Optional<String> causedBy) {
    TradingState tradingState = TradingState.valueOf(status.state().name());
    Instant now = Instant.ofEpochMilli(asOf);
    Instant since =
        state
            .told(portfolioId)
            .filter(told -> told.getTradingState() == tradingState)
            .map(TradingStateUpdate::getSince)
            .filter(told -> told.isBefore(now))
            .orElse(now);
    TradingStateUpdate update =
        new TradingStateUpdate(
            portfolioId,
            partition,
            tradingState,
            status.cause(),
            since,
            status.overrides(),
            causedBy.orElse(null),
            now,
            Instant.ofEpochMilli(output.wallClock()));
    output.save(key(portfolioId), state.toldCodec.encode(update));
    output.tradingState(update);
  }

  /** Those for all portfolios are in force here until they have ended for each. */
  private TradingStatus ofAll() {
    long asOf = state.earliestClock(output.wallClock()).orElse(Long.MIN_VALUE);
    return TradingStatus.ofAll(state.everywhere(), asOf);
  }

  private long clock(PortfolioLedger ledger) {
    return state.clockOf(ledger).now(output.wallClock());
  }

  private static Bytes key(String portfolioId) {
    return LedgerEntries.key(Kind.TOLD, portfolioId);
  }
}
