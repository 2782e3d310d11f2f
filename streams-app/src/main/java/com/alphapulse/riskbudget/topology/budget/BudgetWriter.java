package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.budget.BudgetStep;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.BudgetCause;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.topology.door.Refusal;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import com.alphapulse.riskbudget.topology.wire.EventTimes;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Writes what the budget stage says: budgets, recommendations and alerts, and counts them. */
final class BudgetWriter {
  private final ProcessorContext<String, SpecificRecord> context;
  private final Metrics metrics;

  BudgetWriter(ProcessorContext<String, SpecificRecord> context, Metrics metrics) {
    this.context = context;
    this.metrics = metrics;
  }

  /**
   * Writes what follows from an evaluation.
   *
   * @param regime headers of a budget that answers a change of regime
   * @param cause headers of its alerts; where they name an override, the budget does too
   */
  void publish(String portfolioId, BudgetStep step, Headers regime, Headers cause) {
    alerts(portfolioId, step.alerts(), cause);
    step.budget()
        .ifPresent(
            budget -> {
              metrics.budget(budget.cause());
              boolean answersRegime = budget.cause() == BudgetCause.REGIME_CHANGE;
              Headers headers = answersRegime ? regime : new RecordHeaders();
              context.forward(
                  new Record<>(
                      portfolioId,
                      BudgetWire.budget(budget),
                      EventTimes.writable(budget.asOf(), context.currentSystemTimeMs()),
                      CausedBy.override(cause)
                          .map(id -> CausedBy.withOverride(headers, id))
                          .orElse(headers)),
                  Names.BUDGET_UPDATE_SINK);
            });
    step.recommendation()
        .ifPresent(
            recommendation ->
                context.forward(
                    new Record<>(
                        portfolioId,
                        BudgetWire.recommendation(recommendation),
                        EventTimes.writable(
                            recommendation.budget().asOf(), context.currentSystemTimeMs())),
                    Names.RECOMMENDATION_SINK));
  }

  /** Answers a record that was not let in. */
  void refuse(Refusal refusal, Headers cause) {
    metrics.alert(refusal.type());
    long now = context.currentSystemTimeMs();
    context.forward(
        new Record<>(refusal.key(), refusal.alert(now), now, cause), Names.BUDGET_ALERT_SINK);
  }

  /**
   * Raises alerts about a portfolio.
   *
   * @param cause headers that tell the record which they answer
   */
  void alerts(String portfolioId, List<Alert> alerts, Headers cause) {
    for (Alert alert : alerts) {
      metrics.alert(alert.type());
      context.forward(
          new Record<>(
              portfolioId,
              ReferenceWire.alert(alert, Optional.of(portfolioId), Optional.empty()),
              EventTimes.writable(alert.asOf(), context.currentSystemTimeMs()),
              new RecordHeaders(cause)),
          Names.BUDGET_ALERT_SINK);
    }
  }
}
