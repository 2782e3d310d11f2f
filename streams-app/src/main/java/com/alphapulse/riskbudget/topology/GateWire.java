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
        intent.getQuantity(),
        intent.getType() == OrderType.LIMIT,
        Optional.ofNullable(intent.getLimitPrice()),
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
        report.getLastQuantity(),
        report.getCumulativeQuantity(),
        report.getPrice(),
        report.getFee(),
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
                mark.getLotSize(),
                mark.getTickSize(),
                mark.getContractMultiplier());
        bySymbol.put(
            mark.getSymbol(),
            Marks.Mark.of(instrument, mark.getPrice(), mark.getEventTime().toEpochMilli()));
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
          new Limits.Limit(strategy.getExposureLimit(), source(strategy.getBoundBy())));
    }
    Map<String, Limits.Limit> positions = new HashMap<>();
    for (SymbolBudget symbol : budget.getSymbols()) {
      positions.put(
          symbol.getSymbol(),
          new Limits.Limit(symbol.getPositionLimit(), source(symbol.getBoundBy())));
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
    return OrderDecision.newBuilder()
        .setIntent(intent)
        .setOutcome(decision.approved() ? Outcome.APPROVED : Outcome.REJECTED)
        .setApprovedQuantity(Decimals.down(decision.approvedQuantity()))
        .setRepeat(false)
        .setReducing(decision.reducing())
        .setViolations(violations(decision.violations()))
        .setLargestQuantity(Decimals.nullableDown(decision.largestQuantity()))
        .setInputs(inputs(decision.inputs()))
        .setCursor(cursor)
        .setAsOf(Instant.ofEpochMilli(decision.asOf()))
        .setDecidedAt(Instant.EPOCH)
        .build();
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
    return DecisionInputs.newBuilder()
        .setLedgerSequence(inputs.ledgerSequence())
        .setPosition(Decimals.down(inputs.position()))
        .setPendingBuys(Decimals.down(inputs.pendingBuys()))
        .setPendingSells(Decimals.down(inputs.pendingSells()))
        .setStrategyPosition(Decimals.down(inputs.strategyPosition()))
        .setStrategyPendingBuys(Decimals.down(inputs.strategyPendingBuys()))
        .setStrategyPendingSells(Decimals.down(inputs.strategyPendingSells()))
        .setGrossExposure(Decimals.nullableUp(inputs.grossExposure()))
        .setStrategyExposure(Decimals.nullableUp(inputs.strategyExposure()))
        .setEquity(Decimals.nullableDown(inputs.equity()))
        .setOpenOrders(inputs.openOrders())
        .setMark(inputs.mark().map(m -> Decimals.down(m.price())).orElse(null))
        .setMarkTime(inputs.mark().map(m -> Instant.ofEpochMilli(m.eventTime())).orElse(null))
        .setBudgetVersion(
            inputs.budgetVersion().isPresent() ? inputs.budgetVersion().getAsLong() : null)
        .setBudgetAsOf(
            inputs.budgetAsOf().isPresent()
                ? Instant.ofEpochMilli(inputs.budgetAsOf().getAsLong())
                : null)
        .setTradingState(TradingState.valueOf(inputs.tradingState().name()))
        .setStateSequence(
            inputs.stateSequence().isPresent() ? inputs.stateSequence().getAsLong() : null)
        .setVolatility(nullable(inputs.volatility()))
        .setPortfolioRateTokens(nullable(inputs.portfolioRateTokens()))
        .setStrategyRateTokens(nullable(inputs.strategyRateTokens()))
        .build();
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
