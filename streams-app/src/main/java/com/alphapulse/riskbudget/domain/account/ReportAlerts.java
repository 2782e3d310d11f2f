package com.alphapulse.riskbudget.domain.account;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Severity;

/** What is said about execution reports. */
final class ReportAlerts {

  private ReportAlerts() {}

  static Alert bad(ExecutionEvent event, String message) {
    return bad(event, Severity.WARNING, message);
  }

  static Alert bad(ExecutionEvent event, Severity severity, String message) {
    return Alert.of(
        AlertType.BAD_EXECUTION_REPORT,
        severity,
        event.orderId(),
        "Execution report %s of order %s: %s.".formatted(event.execId(), event.orderId(), message),
        event.eventTime());
  }

  static Alert critical(AlertType type, ExecutionEvent event, String message) {
    return Alert.of(
        type,
        Severity.CRITICAL,
        event.orderId(),
        "Order %s (%s, %s) was %s; check it with the execution engine."
            .formatted(event.orderId(), event.strategyId(), event.symbol(), message),
        event.eventTime());
  }

  static Alert held(ExecutionEvent event) {
    return Alert.of(
        AlertType.FILL_HELD,
        Severity.CRITICAL,
        event.symbol(),
        "Fills of %s are held from report %s of order %s on: its contract multiplier or currency is not known, or it is not priced in the portfolio's base currency. Cash and positions lack them until `instrument` says it."
            .formatted(event.symbol(), event.execId(), event.orderId()),
        event.eventTime());
  }
}
