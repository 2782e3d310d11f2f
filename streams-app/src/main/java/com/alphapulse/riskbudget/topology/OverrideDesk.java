package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.budget.OverrideCheck;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.OverrideAction;
import com.alphapulse.riskbudget.domain.RiskOverrideSpec;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.gate.Executions;
import com.alphapulse.riskbudget.gate.Identifiers;
import com.alphapulse.riskbudget.gate.Marks;
import com.alphapulse.riskbudget.gate.OrderState;
import com.alphapulse.riskbudget.gate.Overrides;
import com.alphapulse.riskbudget.gate.PortfolioLedger;
import com.alphapulse.riskbudget.topology.LedgerEntries.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** Takes in what operators command. */
final class OverrideDesk {
  private final GateState state;
  private final GateOutput output;

  OverrideDesk(GateState state, GateOutput output) {
    this.state = state;
    this.output = output;
  }

  void apply(RiskOverride record, GateProcessor.Routed from) {
    Optional<RiskOverrideSpec> known = ReferenceWire.override(record);
    Optional<String> problem =
        known.isEmpty()
            ? Optional.of("its action or regime is not known to this version")
            : problem(known.get(), from);
    if (problem.isPresent()) {
      alert(
          record.getPortfolioId(),
          AlertType.BAD_OVERRIDE,
          record.getOverrideId(),
          "Override %s was not applied by the gate: %s."
              .formatted(record.getOverrideId(), problem.get()),
          record.getCreatedAt().toEpochMilli());
      return;
    }
    RiskOverrideSpec override = known.get();
    for (RiskOverrideSpec ended : state.overrides(override.portfolioId()).apply(override)) {
      save(key(ended), null);
      tell(AlertType.OVERRIDE_ENDED, "ended by " + override.author(), ended, override.createdAt());
    }
    if (Overrides.isKept(override.action())) {
      save(key(override), state.overrideCodec.encode(record));
      tell(
          AlertType.OVERRIDE_APPLIED,
          "by %s: %s".formatted(override.author(), override.reason()),
          override,
          override.createdAt());
    }
    act(override);
  }

  private void act(RiskOverrideSpec override) {
    if (override.action() == OverrideAction.RESUME && Overrides.isWhole(override.scope())) {
      for (PortfolioLedger ledger : state.ledgers()) {
        if (concerns(override, ledger)) {
          resumeAfterLoss(override, ledger);
        }
      }
    }
    if (override.action() == OverrideAction.HALT && override.cancelOpenOrders()) {
      for (PortfolioLedger ledger : state.ledgers()) {
        if (concerns(override, ledger)) {
          cancelOpenOrders(override, ledger);
        }
      }
    }
    if (override.action() == OverrideAction.RELEASE_RESERVATION) {
      PortfolioLedger ledger = state.ledger(override.portfolioId());
      Executions.release(override.orderId().orElseThrow(), ledger, state.marksOf(ledger))
          .ifPresentOrElse(
              order -> {
                output.put(
                    LedgerEntries.key(Kind.ORDER, override.portfolioId(), order.orderId()),
                    LedgerEntries.order(order));
                saveAccount(ledger);
                tell(
                    AlertType.OVERRIDE_APPLIED,
                    "released order " + order.orderId(),
                    override,
                    override.createdAt());
              },
              () ->
                  alert(
                      override.portfolioId(),
                      AlertType.BAD_OVERRIDE,
                      override.overrideId(),
                      "Override %s released nothing: order %s of portfolio %s reserves nothing."
                          .formatted(
                              override.overrideId(),
                              override.orderId().orElseThrow(),
                              override.portfolioId()),
                      override.createdAt()));
    }
  }

  private void resumeAfterLoss(RiskOverrideSpec override, PortfolioLedger ledger) {
    Marks marks = state.marksOf(ledger);
    if (ledger.lossWatch().resume(ledger.equity(marks), marks.asOf())) {
      saveAccount(ledger);
      output.alerts(
          ledger.portfolioId(),
          List.of(
              Alert.of(
                  AlertType.OVERRIDE_APPLIED,
                  Severity.INFO,
                  override.overrideId(),
                  "Override %s (RESUME) by %s lifted the loss limit of portfolio %s; losses are measured from now on."
                      .formatted(override.overrideId(), override.author(), ledger.portfolioId()),
                  override.createdAt())));
    }
  }

  private void cancelOpenOrders(RiskOverrideSpec override, PortfolioLedger ledger) {
    for (OrderState order : ledger.openOrders()) {
      if (Overrides.covers(override, order.strategyId(), order.symbol())) {
        output.cancel(
            new CancelRequest(
                ledger.portfolioId(),
                order.orderId(),
                order.strategyId(),
                order.symbol(),
                "OVERRIDE:" + override.overrideId(),
                Instant.ofEpochMilli(override.createdAt())));
      }
    }
  }

  private static Optional<String> problem(RiskOverrideSpec override, GateProcessor.Routed from) {
    boolean everywhere = override.portfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS);
    if (!(everywhere
        ? override.portfolioId().equals(from.key())
        : from.isFor(override.portfolioId()))) {
      return Optional.of("its key must be its portfolio id, or * for all");
    }
    if (!Identifiers.isUsable(override.overrideId())
        || !Identifiers.isUsable(override.portfolioId())) {
      return Optional.of("an identifier is empty, too long or holds a control character");
    }
    if (override.value().isPresent() && !Decimals.fits(override.value().get())) {
      return Optional.of("its value does not fit the schema");
    }
    if (override.action() == OverrideAction.RELEASE_RESERVATION
        && (everywhere || override.orderId().isEmpty())) {
      return Optional.of("a reservation is released for one portfolio and one order");
    }
    if (override.action() == OverrideAction.WITHDRAW) {
      return Optional.empty();
    }
    return OverrideCheck.problem(
        override.portfolioId(), Optional.empty(), override, override.createdAt());
  }

  private static boolean concerns(RiskOverrideSpec override, PortfolioLedger ledger) {
    return override.portfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS)
        || override.portfolioId().equals(ledger.portfolioId());
  }

  private static Bytes key(RiskOverrideSpec override) {
    return LedgerEntries.key(Kind.OVERRIDE, override.portfolioId(), override.overrideId());
  }

  private void save(Bytes key, byte[] value) {
    state.keep(key, value);
    output.put(key, value);
  }

  private void saveAccount(PortfolioLedger ledger) {
    output.put(LedgerEntries.key(Kind.ACCOUNT, ledger.portfolioId()), AccountEntry.write(ledger));
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

  private void alert(
      String portfolioId, AlertType type, String scopeId, String message, long asOf) {
    output.alerts(portfolioId, List.of(Alert.of(type, Severity.WARNING, scopeId, message, asOf)));
  }
}
