package com.alphapulse.riskbudget.domain.account;

import com.alphapulse.riskbudget.domain.Alert;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What came of an execution report.
 *
 * @param event the report
 * @param order the order's state afterwards, where the report was applied
 * @param booked quantity that was booked, in units; below 0 where a fill was taken back
 * @param alerts to be raised by one stage only, so that nobody hears them twice
 */
public record ReportResult(
    Outcome outcome,
    ExecutionEvent event,
    Optional<OrderState> order,
    BigDecimal booked,
    List<Alert> alerts) {

  /** What was done with it. */
  public enum Outcome {
    /** It changed the account or the order. */
    APPLIED,
    /** It was known already. */
    KNOWN,
    /** It waits until the contract of its symbol is known. */
    HELD,
    /** It fills nothing of an order that is not known. */
    UNKNOWN_ORDER,
    /** It makes no sense. */
    REFUSED
  }

  /** Whether it changed the account or the order. */
  public boolean applied() {
    return outcome == Outcome.APPLIED;
  }

  static ReportResult of(Outcome outcome, ExecutionEvent event, List<Alert> alerts) {
    return new ReportResult(outcome, event, Optional.empty(), BigDecimal.ZERO, alerts);
  }
}
