package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.topology.account.AccountEntry;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.door.Refusal;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import com.alphapulse.riskbudget.topology.wire.EncodedDecision;
import com.alphapulse.riskbudget.topology.wire.EventTimes;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the gate's results go: sinks, the ledger's changelog and the metrics. */
final class GateOutput {
  private static final Logger log = LoggerFactory.getLogger(GateOutput.class);

  private final ProcessorContext<String, Object> context;
  private final InstallationName installation;
  private final Metrics metrics;
  private final GateState state;
  private final KeyValueStore<Bytes, byte[]> store;

  GateOutput(
      ProcessorContext<String, Object> context,
      InstallationName installation,
      Metrics metrics,
      GateState state) {
    this.context = context;
    this.installation = installation;
    this.metrics = metrics;
    this.state = state;
    this.store = context.getStateStore(Names.LEDGER_STORE);
  }

  /** Where the record that is being processed came from. */
  RecordMetadata metadata() {
    return context.recordMetadata().orElseThrow();
  }

  /** Wall-clock time, milliseconds; for stamps and metrics only, never for a decision. */
  long wallClock() {
    return context.currentSystemTimeMs();
  }

  /** Saves an entry; null deletes it. */
  void put(Bytes key, byte[] value) {
    store.put(key, value);
  }

  /** Saves an entry that the state keeps as it is; null deletes it. */
  void save(Bytes key, byte[] value) {
    state.keep(key, value);
    put(key, value);
  }

  void saveAccount(PortfolioLedger ledger) {
    put(LedgerEntries.key(Kind.ACCOUNT, ledger.portfolioId()), AccountEntry.write(ledger));
  }

  /** Saves how far every input has been applied. */
  void saveCursor() {
    put(LedgerEntries.key(Kind.CURSOR), LedgerEntries.cursor(state.cursor()));
  }

  void decision(EncodedDecision encoded) {
    String sink = encoded.approved() ? Names.APPROVED_SINK : Names.REJECTED_SINK;
    context.forward(
        new Record<>(
            encoded.portfolioId(),
            encoded,
            EventTimes.writable(encoded.submittedAt(), wallClock()),
            CausedBy.headers(installation, context.recordMetadata())),
        sink);
  }

  /**
   * @param submittedAt when the sender sent the order, by its clock, milliseconds
   */
  void count(Decision decision, long submittedAt) {
    Set<com.alphapulse.riskbudget.gate.RejectReason> reasons =
        EnumSet.noneOf(com.alphapulse.riskbudget.gate.RejectReason.class);
    for (Violation violation : decision.violations()) {
      reasons.add(violation.reason());
    }
    metrics.decisionLatency(Duration.ofMillis(wallClock() - submittedAt));
    metrics.decision(decision.approved() ? Outcome.APPROVED : Outcome.REJECTED, reasons);
  }

  void alerts(String portfolioId, List<Alert> alerts) {
    for (Alert alert : alerts) {
      metrics.alert(alert.type());
      alert(
          Bounds.cut(portfolioId),
          ReferenceWire.alert(alert, Optional.of(portfolioId), Optional.empty()),
          alert.asOf());
    }
  }

  void warn(String portfolioId, AlertType type, String scopeId, String message, long asOf) {
    alerts(portfolioId, List.of(Alert.of(type, Severity.WARNING, scopeId, message, asOf)));
  }

  /** Answers a record that was not let in. */
  void refuse(Refusal refusal) {
    metrics.alert(refusal.type());
    alert(refusal.key(), refusal.alert(wallClock()), wallClock());
  }

  private void alert(String key, RiskAlert alert, long timestamp) {
    context.forward(
        new Record<>(
            key,
            alert,
            EventTimes.writable(timestamp, wallClock()),
            CausedBy.headers(installation, context.recordMetadata())),
        Names.GATE_ALERT_SINK);
  }

  void cancel(CancelRequest request) {
    forward(
        Names.CANCEL_SINK,
        request.getPortfolioId(),
        request,
        request.getRequestedAt().toEpochMilli());
  }

  void utilization(RiskUtilization row) {
    forward(Names.UTILIZATION_SINK, row.getPortfolioId(), row, row.getAsOf().toEpochMilli());
  }

  void tradingState(TradingStateUpdate update) {
    forward(
        Names.TRADING_STATE_SINK, update.getPortfolioId(), update, update.getAsOf().toEpochMilli());
  }

  /** Takes back what was told of a portfolio that nothing is known of any more. */
  void tradingStateForgotten(String portfolioId) {
    forward(Names.TRADING_STATE_SINK, portfolioId, null, wallClock());
  }

  /** Runs a task again and again, by the wall clock, until it is cancelled. */
  Cancellable every(Duration interval, Runnable task) {
    return context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, now -> task.run());
  }

  void regimeResponse(Duration response) {
    metrics.regimeResponse(response);
  }

  /** A record without a value asks for nothing; on the log it is at least told. */
  void tombstone(String key, RecordMetadata metadata) {
    log.warn(
        "Record without a value at {}-{} offset {} (key {}): nothing to apply",
        metadata.topic(),
        metadata.partition(),
        metadata.offset(),
        key);
  }

  /** A record that was applied before asks for nothing; on the log it is at least told. */
  void readBefore(RecordMetadata metadata) {
    log.warn(
        "Record at {}-{} offset {} was read before and is not applied again",
        metadata.topic(),
        metadata.partition(),
        metadata.offset());
  }

  private void forward(String sink, String key, Object value, long timestamp) {
    context.forward(new Record<>(key, value, EventTimes.writable(timestamp, wallClock())), sink);
  }
}
