package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Sizing;
import com.alphapulse.riskbudget.avro.StrategyBudget;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Decision;
import com.alphapulse.riskbudget.gate.ExecutionEvent;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Limits;
import com.alphapulse.riskbudget.gate.Marks;
import com.alphapulse.riskbudget.gate.Order;
import com.alphapulse.riskbudget.gate.RiskModel;
import com.alphapulse.riskbudget.gate.Violation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Between the wire's records and the gate's values. */
final class GateWire {

  private GateWire() {}

  static Order order(OrderIntent intent) {
    return new Order(
        intent.getOrderId(),
        intent.getPortfolioId(),
        intent.getStrategyId(),
        intent.getSymbol(),
        side(intent.getSide()),
        Decimals.compact(intent.getQuantity()),
        intent.getType() == OrderType.LIMIT,
        Optional.ofNullable(intent.getLimitPrice()).map(Decimals::compact),
        intent.getSizing() == Sizing.REDUCE_TO_FIT,
        intent.getReduceOnly(),
        intent.getSubmittedAt().toEpochMilli());
  }

  static ExecutionEvent execution(ExecutionReport report) {
    return new ExecutionEvent(
        report.getOrderId(),
        report.getStrategyId(),
        report.getSymbol(),
        side(report.getSide()),
        ExecutionEvent.Status.valueOf(report.getStatus().name()),
        Decimals.compact(report.getLastQuantity()),
        Decimals.compact(report.getCumulativeQuantity()),
        Decimals.compact(report.getPrice()),
        Decimals.compact(report.getFee()),
        report.getExecId(),
        report.getEventTime().toEpochMilli());
  }

  /** Marks of a market; prices that are not above 0 are left out, as if there were none. */
  static Marks marks(MarketMarks record) {
    Map<String, Marks.Mark> bySymbol = new HashMap<>();
    for (com.alphapulse.riskbudget.avro.Mark mark : record.getMarks()) {
      boolean usable =
          mark.getPrice().signum() > 0
              && mark.getLotSize().signum() > 0
              && mark.getTickSize().signum() > 0
              && mark.getContractMultiplier().signum() > 0;
      if (usable) {
        InstrumentSpec instrument =
            new InstrumentSpec(
                mark.getSymbol(),
                ReferenceWire.assetClass(mark.getAssetClass()),
                mark.getCurrency(),
                Decimals.compact(mark.getLotSize()),
                Decimals.compact(mark.getTickSize()),
                Decimals.compact(mark.getContractMultiplier()));
        bySymbol.put(
            mark.getSymbol(),
            Marks.Mark.of(
                instrument, Decimals.compact(mark.getPrice()), mark.getEventTime().toEpochMilli()));
      }
    }
    return new Marks(
        record.getMarket(), record.getSequence(), record.getAsOf().toEpochMilli(), bySymbol);
  }

  /** Volatilities and correlations of a state; unusable where its parts do not fit together. */
  static RiskModel riskModel(MarketState record) {
    return MarketWire.snapshot(record)
        .map(RiskModel::of)
        .orElseGet(
            () ->
                RiskModel.unusable(
                    record.getMarket(),
                    record.getSequence(),
                    record.getAsOf().toEpochMilli(),
                    "the parts of the market's state do not fit together"));
  }

  /** The limits of a budget; empty where one is not finite, below 0 or does not fit the schema. */
  static Optional<Limits> limits(BudgetUpdate budget) {
    double leverage = budget.getLeverageLimit();
    Double volatility = budget.getVolatilityLimit();
    boolean usable =
        usable(leverage)
            && (volatility == null || usable(volatility))
            && Decimals.fits(budget.getEquity())
            && budget.getStrategies().stream()
                .allMatch(
                    s -> Decimals.fits(s.getAllocatedCapital()) && usable(s.getExposureLimit()))
            && budget.getSymbols().stream().allMatch(s -> usable(s.getPositionLimit()));
    if (!usable) {
      return Optional.empty();
    }
    Map<String, Limits.Limit> strategies = new HashMap<>();
    for (StrategyBudget strategy : budget.getStrategies()) {
      strategies.put(
          strategy.getStrategyId(),
          new Limits.Limit(
              Decimals.compact(strategy.getExposureLimit()), source(strategy.getBoundBy())));
    }
    Map<String, Limits.Limit> positions = new HashMap<>();
    for (SymbolBudget symbol : budget.getSymbols()) {
      positions.put(
          symbol.getSymbol(),
          new Limits.Limit(
              Decimals.compact(symbol.getPositionLimit()), source(symbol.getBoundBy())));
    }
    return Optional.of(
        new Limits(
            budget.getVersion(),
            budget.getAsOf().toEpochMilli(),
            new Limits.Limit(
                BigDecimal.valueOf(leverage), source(budget.getLeverageLimitBoundBy())),
            strategies,
            positions,
            Optional.ofNullable(volatility)
                .map(v -> new Limits.Limit(BigDecimal.valueOf(v), Findings.BUDGET))));
  }

  /**
   * A decision, with its time of decision left at the epoch: the wiring stamps it on the way out.
   */
  static OrderDecision decision(Decision decision, OrderIntent intent, Map<String, Long> cursor) {
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

  static Side side(com.alphapulse.riskbudget.avro.Side side) {
    return side == com.alphapulse.riskbudget.avro.Side.BUY ? Side.BUY : Side.SELL;
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
                    .setObserved(Decimals.nullableUp(v.observed()))
                    .setLimit(Decimals.nullableDown(v.limit()))
                    .setBoundBy(v.boundBy())
                    .setLargestQuantity(Decimals.nullableDown(v.largestQuantity()))
                    .build())
        .toList();
  }

  private static DecisionInputs inputs(Decision.Inputs inputs) {
    DecisionInputs record = new DecisionInputs();
    record.setLedgerSequence(inputs.ledgerSequence());
    record.setPosition(Decimals.down(inputs.position()));
    record.setPendingBuys(Decimals.down(inputs.pendingBuys()));
    record.setPendingSells(Decimals.down(inputs.pendingSells()));
    record.setStrategyPosition(Decimals.down(inputs.strategyPosition()));
    record.setStrategyPendingBuys(Decimals.down(inputs.strategyPendingBuys()));
    record.setStrategyPendingSells(Decimals.down(inputs.strategyPendingSells()));
    record.setGrossExposure(Decimals.nullableUp(inputs.grossExposure()));
    record.setStrategyExposure(Decimals.nullableUp(inputs.strategyExposure()));
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

  private static boolean usable(double limit) {
    return Double.isFinite(limit) && limit >= 0;
  }

  private static boolean usable(BigDecimal limit) {
    return limit.signum() >= 0 && Decimals.fits(limit);
  }

  private static String source(String boundBy) {
    return boundBy.isEmpty() ? Findings.BUDGET : boundBy;
  }
}
