package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.Selection;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.Performance;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.observability.Meters;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the views tell of portfolios, as gauges: trading states, the use of limits, equity and the
 * success measures. They are brought up to date when somebody looks.
 */
final class PortfolioGauges {
  /** Series of one gauge; of more portfolios than that, those that come first by their ids. */
  static final int MAX_ROWS = 10_000;

  private final ReadModel model;
  private final InstantSource eventTime;
  private final Map<Meters, MultiGauge> gauges = new EnumMap<>(Meters.class);
  private final MeterRegistry registry;

  /**
   * @param eventTime the present in event time
   */
  PortfolioGauges(ReadModel model, MeterRegistry registry, InstantSource eventTime) {
    this.model = model;
    this.registry = registry;
    this.eventTime = eventTime;
  }

  /** Sets every gauge to what the views tell now. */
  synchronized void update() {
    Map<Meters, List<MultiGauge.Row<?>>> rows = new EnumMap<>(Meters.class);
    for (JsonNode portfolio :
        model
            .current(Selection.ALL, eventTime.instant(), InstantSource.system().instant())
            .path("portfolios")) {
      Tags id = tags(Meters.TRADING_STATE, portfolio.path("portfolioId").asText());
      if (portfolio.path("tradingState").isTextual()) {
        TradingState state = TradingState.valueOf(portfolio.path("tradingState").asText());
        add(rows, Meters.TRADING_STATE, id, number(state));
      }
      add(rows, Meters.OVERRIDES_IN_FORCE, id, portfolio.path("overridesInForce").size());
      if (portfolio.path("budgetAgeSeconds").isNumber()) {
        add(rows, Meters.BUDGET_AGE, id, portfolio.path("budgetAgeSeconds").asDouble());
      }
    }
    for (RiskUtilization row : model.utilization(Optional.empty())) {
      Tags limit =
          tags(Meters.UTILIZATION, row.getPortfolioId(), row.getScope().name(), row.getScopeId());
      add(rows, Meters.UTILIZATION, limit, row.getRatio());
      add(rows, Meters.HEADROOM, limit, row.getFree().doubleValue());
    }
    model.budgets().forEach(budget -> add(rows, budget));
    for (Meters meter : Meters.values()) {
      if (rows.containsKey(meter) || gauges.containsKey(meter)) {
        gauge(meter).register(rows.getOrDefault(meter, List.of()), true);
      }
    }
  }

  private static void add(Map<Meters, List<MultiGauge.Row<?>>> rows, BudgetUpdate budget) {
    String id = budget.getPortfolioId();
    Tags portfolio = tags(Meters.EQUITY, id);
    add(rows, Meters.EQUITY, portfolio, budget.getEquity().doubleValue());
    Performance performance = budget.getPerformance();
    if (performance != null) {
      Tags dynamic = tags(Meters.DRAWDOWN, id, "dynamic");
      Tags fixed = tags(Meters.DRAWDOWN, id, "static");
      add(rows, Meters.BUDGET_UTILIZATION, portfolio, performance.getBudgetUtilization());
      add(rows, Meters.DRAWDOWN, dynamic, performance.getMaxDrawdown());
      add(rows, Meters.DRAWDOWN, fixed, performance.getStaticMaxDrawdown());
      add(rows, Meters.RETURN_PER_RISK, dynamic, performance.getSharpe());
      add(rows, Meters.RETURN_PER_RISK, fixed, performance.getStaticSharpe());
    }
  }

  private static void add(
      Map<Meters, List<MultiGauge.Row<?>>> rows, Meters meter, Tags tags, double value) {
    List<MultiGauge.Row<?>> of = rows.computeIfAbsent(meter, m -> new ArrayList<>());
    if (of.size() < MAX_ROWS) {
      of.add(MultiGauge.Row.of(tags, value));
    }
  }

  private static int number(TradingState state) {
    return switch (state) {
      case ACTIVE -> 0;
      case REDUCE_ONLY -> 1;
      case HALTED -> 2;
    };
  }

  private static Tags tags(Meters meter, String... values) {
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(meter.labels().get(i), values[i]);
    }
    return tags;
  }

  private MultiGauge gauge(Meters meter) {
    return gauges.computeIfAbsent(
        meter,
        m -> MultiGauge.builder(m.meterName()).description(m.description()).register(registry));
  }
}
