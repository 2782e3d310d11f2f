package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.gate.ExecutionEvent;
import com.alphapulse.riskbudget.gate.Executions;
import com.alphapulse.riskbudget.gate.Identifiers;
import com.alphapulse.riskbudget.gate.Marks;
import com.alphapulse.riskbudget.gate.OrderState;
import com.alphapulse.riskbudget.gate.PortfolioLedger;
import com.alphapulse.riskbudget.topology.LedgerEntries.Kind;
import java.util.List;

/** Applies execution reports to the ledgers and saves what they changed. */
final class ExecutionDesk {
  private final GateState state;
  private final GateOutput output;

  ExecutionDesk(GateState state, GateOutput output) {
    this.state = state;
    this.output = output;
  }

  void apply(ExecutionReport report, GateProcessor.Routed from) {
    String portfolioId = report.getPortfolioId();
    boolean usable =
        from.isFor(portfolioId)
            && Identifiers.isUsable(portfolioId)
            && Decimals.fits(report.getLastQuantity())
            && Decimals.fits(report.getCumulativeQuantity())
            && Decimals.fits(report.getPrice())
            && Decimals.fits(report.getFee());
    if (!usable) {
      refuse(report);
      return;
    }
    PortfolioLedger ledger = state.ledger(portfolioId);
    Marks marks = state.marksOf(ledger);
    ExecutionEvent event = GateWire.execution(report, state.names);
    Executions.Result result =
        Executions.apply(event, ledger, marks, state.clockOf(ledger).received(output.wallClock()));
    output.alerts(portfolioId, result.alerts());
    if (result.applied()) {
      result.order().ifPresent(order -> save(portfolioId, order));
      output.put(
          LedgerEntries.key(Kind.POSITION, portfolioId, event.strategyId(), event.symbol()),
          LedgerEntries.position(ledger.exposure(event.strategyId(), event.symbol()).position()));
      output.put(LedgerEntries.key(Kind.ACCOUNT, portfolioId), AccountEntry.write(ledger));
    }
  }

  private void save(String portfolioId, OrderState order) {
    output.put(
        LedgerEntries.key(Kind.ORDER, portfolioId, order.orderId()), LedgerEntries.order(order));
  }

  private void refuse(ExecutionReport report) {
    output.alerts(
        report.getPortfolioId(),
        List.of(
            Alert.of(
                AlertType.BAD_EXECUTION_REPORT,
                Severity.CRITICAL,
                report.getOrderId(),
                "Execution report %s of order %s was not applied: its key must be the portfolio, partitioned by Kafka's default hash (murmur2), and its numbers must fit the schema. Send it again."
                    .formatted(report.getExecId(), report.getOrderId()),
                report.getEventTime().toEpochMilli())));
  }
}
