package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.ReportResult;
import com.alphapulse.riskbudget.domain.account.ReportRule;
import com.alphapulse.riskbudget.gate.ledger.Executions;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.account.OrderEntries;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Applies execution reports to the ledgers, saves what they changed and raises the alerts about
 * them, also on behalf of the budget stage, which applies the same.
 */
final class ExecutionDesk {
  private final GateState state;
  private final GateOutput output;
  private final MissingFills missing;

  ExecutionDesk(GateState state, GateOutput output, MissingFills missing) {
    this.state = state;
    this.output = output;
    this.missing = missing;
  }

  void apply(ExecutionReport report, GateProcessor.Routed from) {
    String portfolioId = report.getPortfolioId();
    boolean routed = from.isFor(portfolioId) && Identifiers.isUsable(portfolioId);
    if (!routed) {
      refuse(
          report, "its key must be the portfolio, partitioned by Kafka's default hash (murmur2)");
      return;
    }
    Optional<PortfolioLedger> ledger = state.definedLedger(portfolioId);
    if (ledger.isEmpty()) {
      refuse(report, "portfolio %s is not defined".formatted(portfolioId));
      return;
    }
    Marks marks = state.marksOf(ledger.get());
    ExecutionEvent event = GateWire.execution(report, state.names);
    take(ledger.get(), Executions.apply(event, ledger.get(), marks, receipt(ledger.get())));
  }

  /** Applies the reports of a portfolio that waited for what the latest marks tell. */
  void applyHeld(PortfolioLedger ledger) {
    if (ledger.heldReports().isEmpty()) {
      return;
    }
    Marks marks = state.marksOf(ledger);
    ReportRule.Released released = Executions.applyHeld(ledger, marks, receipt(ledger));
    released
        .taken()
        .forEach(held -> output.put(OrderEntries.heldKey(ledger.portfolioId(), held), null));
    released.results().forEach(result -> take(ledger, result));
  }

  private void take(PortfolioLedger ledger, ReportResult result) {
    String portfolioId = ledger.portfolioId();
    output.alerts(portfolioId, result.alerts());
    switch (result.outcome()) {
      case APPLIED -> save(ledger, result);
      case HELD -> {
        var held = ledger.heldReports().latest();
        output.put(OrderEntries.heldKey(portfolioId, held), OrderEntries.held(held));
      }
      case KNOWN, UNKNOWN_ORDER, REFUSED -> {
        // Nothing has changed.
      }
    }
  }

  private void save(PortfolioLedger ledger, ReportResult result) {
    String portfolioId = ledger.portfolioId();
    result
        .order()
        .ifPresent(
            order -> {
              OrderEntries.save(portfolioId, order, output::put);
              missing.watch(portfolioId, order);
            });
    if (result.booked().signum() != 0) {
      String strategyId = result.event().strategyId();
      String symbol = result.event().symbol();
      BigDecimal position = ledger.positions().exposure(strategyId, symbol).position();
      output.put(
          LedgerEntries.key(Kind.POSITION, portfolioId, strategyId, symbol),
          position.signum() == 0 ? null : LedgerEntries.position(position));
    }
    output.saveAccount(ledger);
  }

  /** When a report counts as received: by the market's time, which no sender of reports moves. */
  private long receipt(PortfolioLedger ledger) {
    return state.clockOf(ledger).received(output.wallClock());
  }

  private void refuse(ExecutionReport report, String why) {
    output.alerts(
        report.getPortfolioId(),
        List.of(
            Alert.of(
                AlertType.BAD_EXECUTION_REPORT,
                Severity.CRITICAL,
                report.getOrderId(),
                "Execution report %s of order %s was not applied: %s. Send it again."
                    .formatted(report.getExecId(), report.getOrderId(), why),
                report.getEventTime().toEpochMilli())));
  }
}
