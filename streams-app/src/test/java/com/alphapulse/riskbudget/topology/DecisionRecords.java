package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.Violation;
import com.alphapulse.riskbudget.topology.gate.DecisionWriter;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Decisions as records, by the generated classes: what {@link DecisionWriter} must amount to. */
public final class DecisionRecords {

  private DecisionRecords() {}

  /** A decision, with its time of decision left at the epoch. */
  public static OrderDecision record(
      Decision decision, OrderIntent intent, Map<String, Long> cursor) {
    // Setters, not the builder, which copies and validates what is complete and right already.
    OrderDecision record = new OrderDecision();
    record.setIntent(intent);
    record.setOutcome(decision.approved() ? Outcome.APPROVED : Outcome.REJECTED);
    record.setApprovedQuantity(Decimals.down(decision.approvedQuantity()));
    record.setRepeat(false);
    record.setReducing(decision.reducing());
    record.setViolations(violations(decision.violations()));
    record.setLargestQuantity(Decimals.nullableDown(decision.largestQuantity()));
    record.setInputs(inputs(decision.inputs()));
    record.setCursor(cursor);
    record.setAsOf(Instant.ofEpochMilli(decision.asOf()));
    record.setDecidedAt(Instant.EPOCH);
    return record;
  }

  private static List<com.alphapulse.riskbudget.avro.Violation> violations(
      List<Violation> violations) {
    return violations.stream()
        .map(
            v ->
                com.alphapulse.riskbudget.avro.Violation.newBuilder()
                    .setReason(v.reason().name())
                    .setMessage(v.message())
                    .setScope(v.scope().name())
                    .setScopeId(v.scopeId())
                    .setObserved(v.observed().map(Decimals::up).orElse(null))
                    .setLimit(Decimals.nullableDown(v.limit()))
                    .setBoundBy(v.source().text())
                    .setLargestQuantity(Decimals.nullableDown(v.largestQuantity()))
                    .build())
        .toList();
  }

  private static DecisionInputs inputs(Decision.Inputs inputs) {
    DecisionInputs record = new DecisionInputs();
    record.setLedgerSequence(inputs.ledgerSequence());
    record.setPosition(Decimals.down(inputs.ofPortfolio().position()));
    record.setPendingBuys(Decimals.down(inputs.ofPortfolio().pendingBuys()));
    record.setPendingSells(Decimals.down(inputs.ofPortfolio().pendingSells()));
    record.setStrategyPosition(Decimals.down(inputs.ofStrategy().position()));
    record.setStrategyPendingBuys(Decimals.down(inputs.ofStrategy().pendingBuys()));
    record.setStrategyPendingSells(Decimals.down(inputs.ofStrategy().pendingSells()));
    record.setGrossExposure(inputs.grossExposure().map(Decimals::up).orElse(null));
    record.setStrategyExposure(inputs.strategyExposure().map(Decimals::up).orElse(null));
    record.setEquity(Decimals.nullableDown(inputs.equity()));
    record.setOpenOrders(inputs.openOrders());
    record.setMark(inputs.mark().map(m -> Decimals.down(m.price())).orElse(null));
    record.setMarkTime(inputs.mark().map(m -> Instant.ofEpochMilli(m.eventTime())).orElse(null));
    record.setBudgetVersion(
        inputs.budgetVersion().isPresent() ? inputs.budgetVersion().getAsLong() : null);
    record.setBudgetAsOf(
        inputs.budgetAsOf().isPresent()
            ? Instant.ofEpochMilli(inputs.budgetAsOf().getAsLong())
            : null);
    record.setTradingState(TradingState.valueOf(inputs.tradingState().name()));
    record.setStateSequence(
        inputs.stateSequence().isPresent() ? inputs.stateSequence().getAsLong() : null);
    record.setVolatility(nullable(inputs.volatility()));
    record.setPortfolioRateTokens(nullable(inputs.portfolioRateTokens()));
    record.setStrategyRateTokens(nullable(inputs.strategyRateTokens()));
    return record;
  }

  private static Double nullable(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
