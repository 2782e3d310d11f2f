package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.ledger.Executions;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskCuts;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.account.OrderEntries;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;

/** Takes in what operators command. */
final class OverrideDesk {
  private final GateState state;
  private final GateOutput output;
  private final TradingStateReport tradingStates;
  private final OverrideAdmission admission;

  OverrideDesk(GateState state, GateOutput output, TradingStateReport tradingStates) {
    this.tradingStates = tradingStates;
    this.state = state;
    this.output = output;
    this.admission = new OverrideAdmission(state, output::wallClock);
  }

  void apply(RiskOverride record, GateProcessor.Routed from) {
    Optional<RiskOverrideSpec> known = ReferenceWire.override(record);
    Optional<String> problem =
        known.isEmpty()
            ? Optional.of("its action or regime is not known to this version")
            : admission.problem(known.get(), from);
    if (problem.isPresent()) {
      output.warn(
          record.getPortfolioId(),
          AlertType.BAD_OVERRIDE,
          record.getOverrideId(),
          "Override %s was not applied by the gate: %s."
              .formatted(record.getOverrideId(), problem.get()),
          output.wallClock());
      return;
    }
    RiskOverrideSpec override = known.get();
    long asOf = admission.clock(override);
    admission
        .conflict(override)
        .ifPresent(
            conflict ->
                output.warn(
                    override.portfolioId(),
                    AlertType.BAD_OVERRIDE,
                    override.overrideId(),
                    "Override %s is not in force any more: %s."
                        .formatted(override.overrideId(), conflict.refusal()),
                    asOf));
    for (RiskOverrideSpec ended : state.overrides(override.portfolioId()).apply(override)) {
      output.save(key(ended), null);
      tell(AlertType.OVERRIDE_ENDED, "ended by " + override.author(), ended, asOf);
    }
    if (override.action().isTheGates()) {
      output.save(key(override), state.overrideCodec.encode(record));
      tell(
          AlertType.OVERRIDE_APPLIED,
          "by %s: %s".formatted(override.author(), override.reason()),
          override,
          asOf);
    }
    act(override);
    if (override.action() != OverrideAction.RELEASE_RESERVATION || release(override, asOf)) {
      tradingStates.acknowledge(override);
    }
  }

  /** Ends the overrides of a portfolio that have expired at event time {@code asOf}. */
  void expire(PortfolioLedger ledger, long asOf) {
    List<RiskOverrideSpec> expired = ledger.overrides().expire(asOf);
    if (!expired.isEmpty()) {
      expired.forEach(override -> ended(override, asOf));
      tradingStates.changed(ledger);
    }
  }

  /**
   * Ends overrides of all portfolios once the clock of each portfolio is beyond their end. Until
   * then each portfolio judges by its own.
   */
  void expireEverywhere() {
    if (state.everywhere().nextEnd(Long.MIN_VALUE) > output.wallClock()) {
      return; // No market's clock is ahead of the wall clock.
    }
    OptionalLong asOf = state.earliestClock(output.wallClock());
    if (asOf.isPresent()) {
      List<RiskOverrideSpec> expired = state.everywhere().expire(asOf.getAsLong());
      if (!expired.isEmpty()) {
        expired.forEach(override -> ended(override, asOf.getAsLong()));
        tradingStates.changedEverywhere();
      }
    }
  }

  private void ended(RiskOverrideSpec override, long asOf) {
    output.save(key(override), null);
    tell(AlertType.OVERRIDE_ENDED, "has expired", override, asOf);
  }

  private void act(RiskOverrideSpec override) {
    if (override.action() == OverrideAction.RESUME && override.scope().isWhole()) {
      for (PortfolioLedger ledger : state.ledgers()) {
        if (override.isFor(ledger.portfolioId())) {
          resumeAfterLoss(override, ledger);
        }
      }
    }
    if (override.cancelOpenOrders() && override.action().stopsOrders()) {
      for (PortfolioLedger ledger : state.ledgers()) {
        if (override.isFor(ledger.portfolioId())) {
          cancelOpenOrders(override, ledger);
        }
      }
    }
  }

  /**
   * Frees what an order reserves.
   *
   * @return false where it reserves nothing
   */
  private boolean release(RiskOverrideSpec override, long asOf) {
    String orderId = override.orderId().orElseThrow();
    Optional<PortfolioLedger> ledger = state.knownLedger(override.portfolioId());
    Optional<OrderState> released =
        ledger.flatMap(l -> Executions.release(orderId, l, state.marksOf(l)));
    if (released.isEmpty()) {
      output.warn(
          override.portfolioId(),
          AlertType.BAD_OVERRIDE,
          override.overrideId(),
          "Override %s released nothing: order %s of portfolio %s reserves nothing."
              .formatted(override.overrideId(), orderId, override.portfolioId()),
          asOf);
      return false;
    }
    OrderEntries.save(override.portfolioId(), released.get(), output::put);
    output.saveAccount(ledger.orElseThrow());
    tell(AlertType.OVERRIDE_APPLIED, "released order " + orderId, override, asOf);
    return true;
  }

  private void resumeAfterLoss(RiskOverrideSpec override, PortfolioLedger ledger) {
    Marks marks = state.marksOf(ledger);
    if (ledger.lossWatch().resume(ledger.equity(marks), marks.asOf())) {
      output.saveAccount(ledger);
      output.alerts(
          ledger.portfolioId(),
          List.of(
              Alert.of(
                  AlertType.OVERRIDE_APPLIED,
                  Severity.INFO,
                  override.overrideId(),
                  "Override %s (RESUME) by %s lifted the loss limit of portfolio %s; losses are measured from now on."
                      .formatted(override.overrideId(), override.author(), ledger.portfolioId()),
                  state.clockOf(ledger).now(output.wallClock()))));
    }
  }

  private void cancelOpenOrders(RiskOverrideSpec override, PortfolioLedger ledger) {
    Instant now = Instant.ofEpochMilli(state.clockOf(ledger).now(output.wallClock()));
    RiskCuts cuts = new RiskCuts(ledger);
    for (OrderState order : ledger.orders().open()) {
      boolean spared = override.action() == OverrideAction.REDUCE_ONLY && cuts.isOne(order);
      if (!spared && override.covers(order.strategyId(), order.symbol())) {
        output.cancel(
            new CancelRequest(
                ledger.portfolioId(),
                order.orderId(),
                order.strategyId(),
                order.symbol(),
                new LimitSource.ByOverride(override.overrideId()).text(),
                now));
      }
    }
  }

  private static Bytes key(RiskOverrideSpec override) {
    return LedgerEntries.key(Kind.OVERRIDE, override.portfolioId(), override.overrideId());
  }

  private void tell(AlertType type, String what, RiskOverrideSpec override, long asOf) {
    output.alerts(
        override.portfolioId(),
        List.of(
            Alert.of(
                type,
                Severity.INFO,
                override.overrideId(),
                "Override %s (%s) %s.".formatted(override.overrideId(), override.action(), what),
                asOf)));
  }
}
