package com.alphapulse.riskbudget.topology.wire;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Sizing;
import com.alphapulse.riskbudget.avro.StrategyBudget;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Between the wire's records and the gate's values. */
public final class GateWire {

  private GateWire() {}

  public static Order order(OrderIntent intent, NameTable names) {
    return new Order(
        intent.getOrderId(),
        intent.getPortfolioId(),
        names.of(intent.getStrategyId()),
        names.of(intent.getSymbol()),
        side(intent.getSide()),
        Decimals.compact(intent.getQuantity()),
        intent.getType() == OrderType.LIMIT,
        Optional.ofNullable(intent.getLimitPrice()).map(Decimals::compact),
        intent.getSizing() == Sizing.REDUCE_TO_FIT,
        intent.getReduceOnly(),
        intent.getSubmittedAt().toEpochMilli());
  }

  public static ExecutionEvent execution(ExecutionReport report, NameTable names) {
    return new ExecutionEvent(
        report.getOrderId(),
        names.of(report.getStrategyId()),
        names.of(report.getSymbol()),
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
  public static Marks marks(MarketMarks record, NameTable names) {
    Map<String, Marks.Mark> bySymbol = new HashMap<>();
    for (com.alphapulse.riskbudget.avro.Mark mark : record.getMarks()) {
      boolean usable =
          mark.getPrice().signum() > 0
              && mark.getLotSize().signum() > 0
              && mark.getTickSize().signum() > 0
              && mark.getContractMultiplier().signum() > 0;
      if (usable) {
        String symbol = names.learn(mark.getSymbol());
        InstrumentSpec instrument =
            new InstrumentSpec(
                symbol,
                ReferenceWire.assetClass(mark.getAssetClass()),
                names.learn(mark.getCurrency()),
                Decimals.compact(mark.getLotSize()),
                Decimals.compact(mark.getTickSize()),
                Decimals.compact(mark.getContractMultiplier()));
        bySymbol.put(
            symbol,
            Marks.Mark.of(
                instrument,
                Decimals.compact(mark.getPrice()),
                touch(mark),
                mark.getEventTime().toEpochMilli(),
                mark.getCalendar() == null ? "" : names.learn(mark.getCalendar())));
      }
    }
    return new Marks(
        names.learn(record.getMarket()),
        record.getSequence(),
        record.getAsOf().toEpochMilli(),
        bySymbol);
  }

  private static Touch touch(com.alphapulse.riskbudget.avro.Mark mark) {
    Touch touch = Touch.of(mark.getPrice(), mark.getBid(), mark.getAsk());
    return touch.equals(Touch.NONE)
        ? Touch.NONE
        : new Touch(touch.bid().map(Decimals::compact), touch.ask().map(Decimals::compact));
  }

  /** Volatilities and correlations of a state; unusable where its parts do not fit together. */
  public static RiskModel riskModel(MarketState record) {
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
  public static Optional<Limits> limits(BudgetUpdate budget, NameTable names) {
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
    Map<String, Limit<BigDecimal>> strategies = new HashMap<>();
    for (StrategyBudget strategy : budget.getStrategies()) {
      strategies.put(
          names.learn(strategy.getStrategyId()),
          new Limit<>(
              Decimals.compact(strategy.getExposureLimit()), source(strategy.getBoundBy())));
    }
    Map<String, Limit<BigDecimal>> positions = new HashMap<>();
    for (SymbolBudget symbol : budget.getSymbols()) {
      positions.put(
          names.learn(symbol.getSymbol()),
          new Limit<>(Decimals.compact(symbol.getPositionLimit()), source(symbol.getBoundBy())));
    }
    return Optional.of(
        new Limits(
            budget.getVersion(),
            budget.getAsOf().toEpochMilli(),
            new Limit<>(BigDecimal.valueOf(leverage), source(budget.getLeverageLimitBoundBy())),
            strategies,
            positions,
            Optional.ofNullable(volatility)
                .map(v -> new Limit<>(BigDecimal.valueOf(v), Rule.BUDGET))));
  }

  public static Side side(com.alphapulse.riskbudget.avro.Side side) {
    return side == com.alphapulse.riskbudget.avro.Side.BUY ? Side.BUY : Side.SELL;
  }

  private static boolean usable(double limit) {
    return Double.isFinite(limit) && limit >= 0;
  }

  private static boolean usable(BigDecimal limit) {
    return limit.signum() >= 0 && Decimals.fits(limit);
  }

  private static LimitSource source(String boundBy) {
    return boundBy.isEmpty() ? Rule.BUDGET : LimitSource.of(boundBy);
  }
}
