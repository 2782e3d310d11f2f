package com.alphapulse.riskbudget.topology;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Both applications of an installation under one wall clock: what one writes is copied to the
 * other.
 */
final class Installation implements AutoCloseable {
  private final StageDriver budgets;
  private final StageDriver gate;
  private final List<BudgetUpdate> budgetUpdates = new ArrayList<>();
  private final List<RiskAlert> alerts = new ArrayList<>();
  private Instant now;

  /**
   * @param yaml configuration, without {@code kafka}
   */
  Installation(Path directory, String yaml, Instant start) {
    String all = "%s%nkafka: {partitions: 1, state_directory: '%s'}%n".formatted(yaml, directory);
    budgets = new StageDriver(all, start, EnumSet.of(Stage.MARKET, Stage.BUDGET));
    gate = new StageDriver(all, start, EnumSet.of(Stage.GATE));
    now = start;
  }

  Instant now() {
    return now;
  }

  void passTo(Instant time) {
    Duration duration = Duration.between(now, time);
    now = time;
    budgets.passWallClock(duration);
    gate.passWallClock(duration);
    copy();
  }

  void send(Instrument instrument) {
    budgets.send(Topics.INSTRUMENT, instrument.getSymbol(), instrument, Instrument.class);
    copy();
  }

  void send(Portfolio portfolio) {
    budgets.send(Topics.PORTFOLIO, portfolio.getPortfolioId(), portfolio, Portfolio.class);
    gate.send(Topics.PORTFOLIO, portfolio.getPortfolioId(), portfolio, Portfolio.class);
    copy();
  }

  void send(MarketData price) {
    budgets.send(Topics.MARKET_DATA, price.getSymbol(), price, MarketData.class);
    copy();
  }

  void send(RegimeChange change) {
    budgets.send(Topics.REGIME_CHANGE, change.getMarket(), change, RegimeChange.class);
    copy();
  }

  void send(ExecutionReport report) {
    budgets.send(Topics.EXECUTION_REPORT, report.getPortfolioId(), report, ExecutionReport.class);
    gate.send(Topics.EXECUTION_REPORT, report.getPortfolioId(), report, ExecutionReport.class);
    copy();
  }

  void send(RiskOverride override) {
    gate.send(Topics.RISK_OVERRIDE, override.getPortfolioId(), override, RiskOverride.class);
    copy();
  }

  OrderDecision decide(OrderIntent intent) {
    gate.send(Topics.ORDER_INTENT, intent.getPortfolioId(), intent, OrderIntent.class);
    List<OrderDecision> decisions =
        new ArrayList<>(gate.read(Topics.APPROVED_ORDER, OrderDecision.class));
    decisions.addAll(gate.read(Topics.REJECTED_ORDER, OrderDecision.class));
    copy();
    return decisions.get(decisions.size() - 1);
  }

  /** Budgets since the last call. */
  List<BudgetUpdate> budgets() {
    List<BudgetUpdate> latest = List.copyOf(budgetUpdates);
    budgetUpdates.clear();
    return latest;
  }

  /** Alerts of all stages since the last call. */
  List<RiskAlert> alerts() {
    List<RiskAlert> latest = List.copyOf(alerts);
    alerts.clear();
    return latest;
  }

  private void copy() {
    for (MarketState state : budgets.read(Topics.MARKET_STATE, MarketState.class)) {
      gate.send(Topics.MARKET_STATE, state.getMarket(), state, MarketState.class);
    }
    for (MarketMarks marks : budgets.read(Topics.MARKET_MARKS, MarketMarks.class)) {
      gate.send(Topics.MARKET_MARKS, marks.getMarket(), marks, MarketMarks.class);
    }
    for (BudgetUpdate budget : budgets.read(Topics.BUDGET_UPDATE, BudgetUpdate.class)) {
      gate.send(Topics.BUDGET_UPDATE, budget.getPortfolioId(), budget, BudgetUpdate.class);
      budgetUpdates.add(budget);
    }
    for (RiskOverride override : gate.read(Topics.RISK_OVERRIDE_ROUTED, RiskOverride.class)) {
      budgets.send(
          Topics.RISK_OVERRIDE_ROUTED, override.getPortfolioId(), override, RiskOverride.class);
    }
    alerts.addAll(budgets.read(Topics.RISK_ALERT, RiskAlert.class));
    alerts.addAll(gate.read(Topics.RISK_ALERT, RiskAlert.class));
  }

  @Override
  public void close() {
    budgets.close();
    gate.close();
  }
}
