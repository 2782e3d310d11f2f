package com.alphapulse.riskbudget.audit.redecide;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.Sizing;
import com.alphapulse.riskbudget.avro.SymbolState;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.Touch;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Orders, prices, budgets and risk models as the gate's checks read them, made from the records of
 * the topics. Written anew beside what the gate's wiring does, so that a mistake there shows.
 */
final class GateValues {

  private GateValues() {}

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

  static Side side(com.alphapulse.riskbudget.avro.Side side) {
    return Side.valueOf(side.name());
  }

  /** Marks without those whose numbers make no sense. */
  static Marks marks(MarketMarks record) {
    Map<String, Marks.Mark> bySymbol = new HashMap<>();
    for (com.alphapulse.riskbudget.avro.Mark mark : record.getMarks()) {
      boolean sensible =
          List.of(
                  mark.getPrice(),
                  mark.getLotSize(),
                  mark.getTickSize(),
                  mark.getContractMultiplier())
              .stream()
              .allMatch(number -> number.signum() > 0);
      if (sensible) {
        InstrumentSpec instrument =
            new InstrumentSpec(
                mark.getSymbol(),
                AssetClass.valueOf(mark.getAssetClass().name()),
                mark.getCurrency(),
                mark.getLotSize(),
                mark.getTickSize(),
                mark.getContractMultiplier());
        bySymbol.put(
            mark.getSymbol(),
            Marks.Mark.of(
                instrument,
                mark.getPrice(),
                Touch.of(mark.getPrice(), mark.getBid(), mark.getAsk()),
                mark.getEventTime().toEpochMilli(),
                mark.getCalendar() == null ? "" : mark.getCalendar()));
      }
    }
    return new Marks(
        record.getMarket(), record.getSequence(), record.getAsOf().toEpochMilli(), bySymbol);
  }

  static Limits limits(BudgetUpdate budget) {
    Double volatility = budget.getVolatilityLimit();
    Map<String, Limit<BigDecimal>> strategies = new HashMap<>();
    budget
        .getStrategies()
        .forEach(
            s -> strategies.put(s.getStrategyId(), limit(s.getExposureLimit(), s.getBoundBy())));
    Map<String, Limit<BigDecimal>> positions = new HashMap<>();
    budget
        .getSymbols()
        .forEach(s -> positions.put(s.getSymbol(), limit(s.getPositionLimit(), s.getBoundBy())));
    return new Limits(
        budget.getVersion(),
        budget.getAsOf().toEpochMilli(),
        limit(BigDecimal.valueOf(budget.getLeverageLimit()), budget.getLeverageLimitBoundBy()),
        strategies,
        positions,
        Optional.ofNullable(volatility).map(v -> limit(BigDecimal.valueOf(v), "")));
  }

  private static Limit<BigDecimal> limit(BigDecimal value, String boundBy) {
    return new Limit<>(value, boundBy.isEmpty() ? Rule.BUDGET : LimitSource.of(boundBy));
  }

  /** The risk model of a market state; one that cannot be used says so. */
  static RiskModel riskModel(MarketState state) {
    List<SymbolState> symbols = state.getSymbols();
    boolean knownRegimes =
        isRegime(state.getRegime().name())
            && state.getRegimeProbabilities().keySet().stream().allMatch(GateValues::isRegime);
    if (!knownRegimes
        || state.getCorrelations().size() != symbols.size() * (symbols.size() - 1) / 2) {
      return RiskModel.unusable(
          state.getMarket(),
          state.getSequence(),
          state.getAsOf().toEpochMilli(),
          "the parts of the market's state do not fit together");
    }
    double[][] correlations = new double[symbols.size()][];
    Iterator<Double> rows = state.getCorrelations().iterator();
    for (int i = 0; i < correlations.length; i++) {
      correlations[i] = new double[i];
      for (int j = 0; j < i; j++) {
        correlations[i][j] = rows.next();
      }
    }
    return RiskModel.of(
        new MarketSnapshot(
            state.getMarket(),
            state.getSequence(),
            state.getAsOf().toEpochMilli(),
            state.getBars(),
            state.getBarsPerYear(),
            state.getWarmedUp(),
            new MarketSnapshot.Detected(
                Regime.valueOf(state.getRegime().name()),
                state.getRegimeConfidence(),
                Map.of(),
                state.getRegimeSince().toEpochMilli(),
                state.getRegimeSource()),
            symbols.stream().map(GateValues::symbol).toList(),
            new MarketSnapshot.Correlations(
                correlations, state.getAverageCorrelation(), state.getLargestEigenvalueShare()),
            Map.of()));
  }

  private static MarketSnapshot.SymbolRisk symbol(SymbolState state) {
    return new MarketSnapshot.SymbolRisk(
        new InstrumentSpec(
            state.getSymbol(),
            AssetClass.valueOf(state.getAssetClass().name()),
            state.getCurrency(),
            state.getLotSize(),
            InstrumentSpec.DEFAULT_TICK_SIZE,
            state.getContractMultiplier()),
        state.getPrice(),
        state.getVolatility());
  }

  private static boolean isRegime(String name) {
    return Arrays.stream(Regime.values()).anyMatch(regime -> regime.name().equals(name));
  }
}
