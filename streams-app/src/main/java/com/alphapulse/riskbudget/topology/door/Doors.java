package com.alphapulse.riskbudget.topology.door;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.GroupLimit;
import com.alphapulse.riskbudget.avro.HardLimits;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.Mark;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.StrategyBudget;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import com.alphapulse.riskbudget.avro.SymbolState;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Texts;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a record must keep to before a stage takes it in: {@link Bounds}, field by field. Whether it
 * makes sense is the stage's business. Intents have no door: whatever they hold is rejected with a
 * reason of its own.
 */
public final class Doors {
  private static final String PORTFOLIO = "portfolio id";
  private static final String MARKET = "market";
  private static final String STRATEGY = "strategy id";
  private static final String SYMBOL = "symbol";
  private static final String PRICE = "price";
  private static final String TIME = "time";

  private Doors() {}

  /**
   * The first thing that is beyond its bound, as the end of a sentence; empty if nothing is.
   *
   * @param now wall-clock time, milliseconds: what tells a market's time, or is held against it,
   *     must not be ahead of it
   */
  public static Optional<String> problem(SpecificRecord record, long now) {
    Door door = new Door();
    if (record instanceof MarketData data) {
      check(data, door);
    } else if (record instanceof ExecutionReport report) {
      check(report, door);
    } else if (record instanceof MarketMarks marks) {
      check(marks, now, door);
    } else if (record instanceof BudgetUpdate budget) {
      check(budget, now, door);
    } else if (record instanceof MarketState state) {
      check(state, now, door);
    } else if (record instanceof Portfolio portfolio) {
      check(portfolio, door);
    } else if (record instanceof RiskOverride override) {
      check(override, door);
    } else if (record instanceof Instrument instrument) {
      check(instrument, door);
    } else if (record instanceof RegimeChange change) {
      check(change, door);
    } else if (record instanceof OrderDecision decision) {
      check(decision, door);
    }
    return door.problem();
  }

  private static void check(MarketData data, Door door) {
    door.identifier(MARKET, data.getMarket())
        .identifier(SYMBOL, data.getSymbol())
        .number(PRICE, data.getPrice())
        .number("bid", data.getBid())
        .number("ask", data.getAsk())
        .number("volume", data.getVolume());
  }

  private static void check(Instrument instrument, Door door) {
    door.identifier(MARKET, instrument.getMarket())
        .identifier(SYMBOL, instrument.getSymbol())
        .optionalIdentifier("currency", instrument.getCurrency())
        .number("lot size", instrument.getLotSize())
        .number("tick size", instrument.getTickSize())
        .number("contract multiplier", instrument.getContractMultiplier())
        .optionalIdentifier("calendar", instrument.getCalendar());
  }

  private static void check(RegimeChange change, Door door) {
    door.identifier(MARKET, change.getMarket())
        .finite("confidence", change.getConfidence())
        .finite("probabilities", change.getProbabilities(), Bounds.PROBABILITIES)
        .text("source", change.getSource());
  }

  private static void check(ExecutionReport report, Door door) {
    door.identifier(PORTFOLIO, report.getPortfolioId())
        .identifier("order id", report.getOrderId())
        .identifier(STRATEGY, report.getStrategyId())
        .identifier(SYMBOL, report.getSymbol())
        .identifier("execution id", report.getExecId())
        .number("last quantity", report.getLastQuantity())
        .number("cumulative quantity", report.getCumulativeQuantity())
        .number(PRICE, report.getPrice())
        .number("fee", report.getFee());
  }

  /** What the budget stage takes from an approval. */
  private static void check(OrderDecision decision, Door door) {
    OrderIntent intent = decision.getIntent();
    door.identifier(PORTFOLIO, intent.getPortfolioId())
        .identifier("order id", intent.getOrderId())
        .identifier(STRATEGY, intent.getStrategyId())
        .identifier(SYMBOL, intent.getSymbol())
        .number("approved quantity", decision.getApprovedQuantity());
  }

  /**
   * Mends the texts of an override that stops orders: a kill switch must not fail at a word. Others
   * are refused for them.
   */
  public static void mend(RiskOverride override) {
    boolean stops =
        override.getAction() == OverrideAction.HALT
            || override.getAction() == OverrideAction.REDUCE_ONLY;
    if (stops) {
      override.setAuthor(Texts.mended(override.getAuthor(), Bounds.PERSON));
      override.setReason(Texts.mended(override.getReason(), Bounds.TEXT));
      if (override.getApprover() != null) {
        override.setApprover(Texts.mended(override.getApprover(), Bounds.PERSON));
      }
    }
  }

  private static void check(RiskOverride override, Door door) {
    door.identifier("override id", override.getOverrideId())
        .identifier(PORTFOLIO, override.getPortfolioId())
        .optionalIdentifier("scope id", override.getScopeId())
        .optionalIdentifier("order id", override.getOrderId())
        .number("value", override.getValue())
        .person("author", override.getAuthor())
        .person("approver", override.getApprover())
        .text("reason", override.getReason());
  }

  private static void check(Portfolio portfolio, Door door) {
    door.identifier(PORTFOLIO, portfolio.getPortfolioId())
        .identifier(MARKET, portfolio.getMarket())
        .identifier("base currency", portfolio.getBaseCurrency())
        .number("cash", portfolio.getCash())
        .identifiers("restricted symbols", portfolio.getRestrictedSymbols(), Bounds.INSTRUMENTS)
        .atMost("strategies", portfolio.getStrategies().size(), Bounds.STRATEGIES)
        .atMost("groups", portfolio.getGroups().size(), Bounds.GROUPS);
    Set<String> symbols = new HashSet<>();
    for (StrategyDefinition strategy : portfolio.getStrategies()) {
      if (!door.isOpen()) {
        return;
      }
      door.identifier(STRATEGY, strategy.getStrategyId())
          .finite("risk share", strategy.getRiskShare())
          .identifiers("symbols in a strategy", strategy.getSymbols(), Bounds.INSTRUMENTS)
          .finite("least capital", strategy.getMinCapitalWeight())
          .finite("most capital", strategy.getMaxCapitalWeight())
          .finite("order rate", strategy.getMaxOrderRate())
          .finite("expected return", strategy.getExpectedReturn());
      symbols.addAll(strategy.getSymbols());
    }
    door.atMost("symbols altogether", symbols.size(), Bounds.INSTRUMENTS);
    for (GroupLimit group : portfolio.getGroups()) {
      door.identifier("group id", group.getGroupId())
          .identifiers("strategies in a group", group.getStrategies(), Bounds.STRATEGIES)
          .finite("least capital of a group", group.getMinCapitalWeight())
          .finite("most capital of a group", group.getMaxCapitalWeight());
    }
    if (portfolio.getHardLimits() != null) {
      check(portfolio.getHardLimits(), door);
    }
  }

  private static void check(HardLimits limits, Door door) {
    door.finite("leverage limit", limits.getMaxLeverage())
        .number("largest notional", limits.getMaxOrderNotional())
        .number("largest quantity", limits.getMaxOrderQuantity())
        .finite("symbol weight", limits.getMaxSymbolWeight())
        .finite("daily loss", limits.getMaxDailyLoss())
        .finite("drawdown", limits.getMaxDrawdown())
        .numbers("position limits", limits.getPositionLimits(), Bounds.INSTRUMENTS)
        .finite("order rate", limits.getMaxOrderRate())
        .finite("price deviation", limits.getMaxPriceDeviation());
  }

  private static void check(MarketMarks marks, long now, Door door) {
    door.identifier(MARKET, marks.getMarket())
        .notAhead(TIME, marks.getAsOf(), now)
        .atMost("marks", marks.getMarks().size(), Bounds.INSTRUMENTS);
    for (Mark mark : marks.getMarks()) {
      if (!door.isOpen()) {
        return;
      }
      door.identifier(SYMBOL, mark.getSymbol())
          .notAhead("time of a price", mark.getEventTime(), now)
          .number(PRICE, mark.getPrice())
          .optionalIdentifier("currency", mark.getCurrency())
          .number("lot size", mark.getLotSize())
          .number("tick size", mark.getTickSize())
          .number("contract multiplier", mark.getContractMultiplier())
          .number("bid", mark.getBid())
          .number("ask", mark.getAsk())
          .optionalIdentifier("calendar", mark.getCalendar());
    }
  }

  private static void check(MarketState state, long now, Door door) {
    int most = Bounds.INSTRUMENTS;
    door.identifier(MARKET, state.getMarket())
        .notAhead(TIME, state.getAsOf(), now)
        .finite("bars in a year", state.getBarsPerYear())
        .finite("confidence", state.getRegimeConfidence())
        .finite("probabilities", state.getRegimeProbabilities(), Bounds.PROBABILITIES)
        .text("source", state.getRegimeSource())
        .atMost("symbols", state.getSymbols().size(), most)
        .atMost("correlations", state.getCorrelations().size(), most * (most - 1) / 2)
        .finite("average correlation", state.getAverageCorrelation())
        .finite("largest eigenvalue", state.getLargestEigenvalueShare());
    for (SymbolState symbol : state.getSymbols()) {
      if (!door.isOpen()) {
        return;
      }
      door.identifier(SYMBOL, symbol.getSymbol())
          .optionalIdentifier("currency", symbol.getCurrency())
          .number(PRICE, symbol.getPrice())
          .finite("volatility", symbol.getVolatility())
          .number("lot size", symbol.getLotSize())
          .number("contract multiplier", symbol.getContractMultiplier());
    }
    for (Double correlation : state.getCorrelations()) {
      if (!door.isOpen()) {
        return;
      }
      door.finite("correlation", correlation);
    }
  }

  /** What the gate takes from it; the rest is for people. */
  private static void check(BudgetUpdate budget, long now, Door door) {
    door.identifier(PORTFOLIO, budget.getPortfolioId())
        .identifier(MARKET, budget.getMarket())
        .notAhead(TIME, budget.getAsOf(), now)
        .number("equity", budget.getEquity())
        .finite("leverage limit", budget.getLeverageLimit())
        .finite("volatility limit", budget.getVolatilityLimit())
        .text("source of the leverage limit", budget.getLeverageLimitBoundBy())
        .atMost("strategies", budget.getStrategies().size(), Bounds.STRATEGIES)
        .atMost("symbols", budget.getSymbols().size(), Bounds.INSTRUMENTS)
        .identifiers("overrides", budget.getOverrides(), Bounds.OVERRIDES);
    for (StrategyBudget strategy : budget.getStrategies()) {
      door.identifier(STRATEGY, strategy.getStrategyId())
          .number("capital", strategy.getAllocatedCapital())
          .number("limit of exposure", strategy.getExposureLimit())
          .text("source of a limit", strategy.getBoundBy());
    }
    for (SymbolBudget symbol : budget.getSymbols()) {
      door.identifier(SYMBOL, symbol.getSymbol())
          .number("limit of position", symbol.getPositionLimit())
          .text("source of a limit", symbol.getBoundBy());
    }
  }
}
