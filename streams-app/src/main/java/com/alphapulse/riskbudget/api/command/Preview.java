package com.alphapulse.riskbudget.api.command;

import com.alphapulse.riskbudget.api.view.OverrideLog;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RegimeParameters;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a command would do to the limits, from the latest utilisation rows and budgets. A limit that
 * only the budget stage can compute is estimated, and marked so.
 */
final class Preview {
  private final ReadModel model;
  private final Map<Regime, RegimeParameters> regimes;
  private final double approvalAbove;
  private final Supplier<Instant> now;

  /** A limit before and after. */
  private record Change(RiskUtilization row, BigDecimal after, boolean approximate) {
    boolean loosens() {
      return after.compareTo(row.getLimit()) > 0;
    }

    /** Share of the limit that is taken away. */
    double cut() {
      return row.getLimit().signum() <= 0
          ? 0
          : 1 - after.doubleValue() / row.getLimit().doubleValue();
    }
  }

  /**
   * @param regimes what each regime allows, as configured
   * @param approvalAbove share of a limit; a command that takes away more needs a second person
   * @param now event time
   */
  Preview(
      ReadModel model,
      Map<Regime, RegimeParameters> regimes,
      double approvalAbove,
      Supplier<Instant> now) {
    this.model = model;
    this.regimes = regimes;
    this.approvalAbove = approvalAbove;
    this.now = now;
  }

  /** Whether it lets through what is stopped now. What is not known counts as loosening. */
  boolean loosens(RiskOverride command) {
    return switch (command.getAction()) {
      case RESUME, RELEASE_RESERVATION -> true;
      case PIN_REGIME -> {
        List<Change> changes = changes(command);
        yield changes.isEmpty()
            || changes.stream().anyMatch(change -> change.loosens() || !isKnown(change.row()));
      }
      default -> false;
    };
  }

  /** Whether there is a limit to hold another one against. */
  private boolean isKnown(RiskUtilization row) {
    return model.budget(row.getPortfolioId()).filter(b -> b.getLeverageLimit() > 0).isPresent();
  }

  /** Whether two people have to want it: it loosens, or takes away much of a limit. */
  boolean needsTwo(RiskOverride command) {
    return loosens(command)
        || changes(command).stream().anyMatch(change -> change.cut() > approvalAbove);
  }

  /** By portfolio, each limit before and after, and the open orders that would be cancelled. */
  ObjectNode toJson(RiskOverride command, boolean needsApproval) {
    Map<String, List<Change>> byPortfolio = new TreeMap<>();
    for (Change change : changes(command)) {
      byPortfolio
          .computeIfAbsent(change.row().getPortfolioId(), id -> new ArrayList<>())
          .add(change);
    }
    ObjectNode body = RecordJson.object();
    ArrayNode portfolios = body.putArray("portfolios");
    byPortfolio.forEach(
        (id, changes) -> {
          ObjectNode node = portfolios.addObject().put("portfolioId", id);
          ArrayNode limits = node.putArray("limits");
          changes.forEach(change -> limits.add(limit(change)));
          int open = openOrders(command, changes);
          boolean all = command.getAction() == OverrideAction.HALT;
          // REDUCE_ONLY spares the orders that cut risk, which the rows do not tell apart.
          node.put("openOrdersCancelled", all ? open : 0).put("cancelsUpTo", open);
        });
    return body.put("loosens", loosens(command)).put("needsApproval", needsApproval);
  }

  private ObjectNode limit(Change change) {
    RiskUtilization row = change.row();
    BigDecimal over = row.getUsed().add(row.getReserved()).subtract(change.after());
    return RecordJson.object()
        .put("scope", row.getScope().name())
        .put("scopeId", row.getScopeId())
        .put(
            "unit",
            row.getScope() == OverrideScope.SYMBOL ? "UNITS" : currency(row.getPortfolioId()))
        .put("before", row.getLimit())
        .put("after", change.after())
        .put("used", row.getUsed())
        .put("reserved", row.getReserved())
        .put("overAfter", over.max(BigDecimal.ZERO))
        .put("approximate", change.approximate());
  }

  private static int openOrders(RiskOverride command, List<Change> changes) {
    boolean cancels =
        command.getCancelOpenOrders()
            && (command.getAction() == OverrideAction.HALT
                || command.getAction() == OverrideAction.REDUCE_ONLY);
    return cancels
        ? changes.stream()
            .map(Change::row)
            .filter(row -> isTheScope(command, row))
            .mapToInt(RiskUtilization::getOpenOrders)
            .sum()
        : 0;
  }

  private static boolean isTheScope(RiskOverride command, RiskUtilization row) {
    return isWhole(command)
        ? row.getScope() == OverrideScope.PORTFOLIO
        : row.getScope() == command.getScope() && row.getScopeId().equals(command.getScopeId());
  }

  private static boolean isWhole(RiskOverride command) {
    return command.getScope() == OverrideScope.GLOBAL
        || command.getScope() == OverrideScope.PORTFOLIO;
  }

  /** Of every row that it covers. */
  private List<Change> changes(RiskOverride command) {
    boolean all = command.getPortfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS);
    Optional<String> portfolio = all ? Optional.empty() : Optional.of(command.getPortfolioId());
    return model.utilization(portfolio).stream()
        .filter(row -> covers(command, row))
        .map(row -> change(command, row))
        .toList();
  }

  private boolean covers(RiskOverride command, RiskUtilization row) {
    return isWhole(command)
        || isTheScope(command, row)
        || (command.getScope() == OverrideScope.STRATEGY
            && row.getScope() == OverrideScope.SYMBOL
            && trades(row.getPortfolioId(), command.getScopeId(), row.getScopeId()));
  }

  private boolean trades(String portfolioId, String strategyId, String symbol) {
    return model.definition(portfolioId).stream()
        .flatMap(portfolio -> portfolio.getStrategies().stream())
        .filter(strategy -> strategy.getStrategyId().equals(strategyId))
        .anyMatch(strategy -> strategy.getSymbols().contains(symbol));
  }

  private String currency(String portfolioId) {
    return model.definition(portfolioId).map(Portfolio::getBaseCurrency).orElse(null);
  }

  private double maxLeverage(String portfolioId) {
    return model
        .definition(portfolioId)
        .map(portfolio -> portfolio.getHardLimits().getMaxLeverage())
        .orElse(Double.MAX_VALUE);
  }

  private Stream<RiskOverride> inForce(String portfolioId, OverrideAction action) {
    Instant at = now.get();
    return model.overrides(Optional.of(portfolioId), Integer.MAX_VALUE).stream()
        .filter(entry -> entry.status(at) == OverrideLog.Status.IN_FORCE)
        .map(OverrideLog.Entry::override)
        .filter(override -> override.getAction() == action);
  }

  private Change change(RiskOverride command, RiskUtilization row) {
    BigDecimal limit = row.getLimit();
    Change same = new Change(row, limit, false);
    return switch (command.getAction()) {
      case CAP_POSITION ->
          row.getScope() == OverrideScope.SYMBOL
              ? new Change(row, limit.min(command.getValue()), false)
              : same;
      case SCALE_BUDGET ->
          row.getScope() == OverrideScope.PORTFOLIO
              ? same
              : scaled(row, scale(command), row.getScope() == OverrideScope.SYMBOL);
      case CAP_LEVERAGE ->
          model
              .budget(row.getPortfolioId())
              .map(budget -> capped(command, row, budget))
              .orElse(same);
      case PIN_REGIME ->
          model
              .budget(row.getPortfolioId())
              .map(budget -> pinned(command, row, budget))
              .orElse(same);
      default -> same;
    };
  }

  /** The smallest scale of the same scope wins, so that one that is in force already is undone. */
  private double scale(RiskOverride command) {
    double present =
        inForce(command.getPortfolioId(), OverrideAction.SCALE_BUDGET)
            .filter(o -> isWhole(o) ? isWhole(command) : isSameScope(o, command))
            .mapToDouble(o -> o.getValue().doubleValue())
            .min()
            .orElse(1);
    return present <= 0 ? 1 : Math.min(1, command.getValue().doubleValue() / present);
  }

  private static boolean isSameScope(RiskOverride a, RiskOverride b) {
    return a.getScope() == b.getScope() && a.getScopeId().equals(b.getScopeId());
  }

  private static Change capped(RiskOverride command, RiskUtilization row, BudgetUpdate budget) {
    double cap = command.getValue().doubleValue();
    if (row.getScope() == OverrideScope.PORTFOLIO) {
      return scaled(row, ratio(cap, budget.getLeverageLimit()), false);
    }
    if (command.getScope() == OverrideScope.STRATEGY && row.getScope() == OverrideScope.STRATEGY) {
      BigDecimal most =
          budget.getStrategies().stream()
              .filter(strategy -> strategy.getStrategyId().equals(row.getScopeId()))
              .map(strategy -> strategy.getAllocatedCapital().multiply(command.getValue()))
              .findFirst()
              .orElse(row.getLimit());
      return new Change(row, limited(row.getLimit().min(most)), false);
    }
    if (command.getScope() == OverrideScope.SYMBOL) {
      return new Change(row, row.getLimit(), true); // The rows do not tell what a unit is worth.
    }
    return scaled(row, ratio(cap, budget.getTargetLeverage()), true);
  }

  private static double ratio(double cap, double present) {
    return present <= 0 ? 1 : Math.min(1, cap / present);
  }

  private Change pinned(RiskOverride command, RiskUtilization row, BudgetUpdate budget) {
    RegimeParameters pinned = regimes.get(Regime.valueOf(command.getRegime().name()));
    double leverage =
        inForce(row.getPortfolioId(), OverrideAction.CAP_LEVERAGE)
            .filter(Preview::isWhole)
            .mapToDouble(o -> o.getValue().doubleValue())
            .reduce(Math.min(pinned.leverageLimit(), maxLeverage(row.getPortfolioId())), Math::min);
    double factor = budget.getLeverageLimit() <= 0 ? 1 : leverage / budget.getLeverageLimit();
    double allocation = budget.getRegimeParameters().getEquityAllocation();
    boolean isTotal = row.getScope() == OverrideScope.PORTFOLIO;
    return scaled(
        row,
        isTotal || allocation <= 0 ? factor : factor * pinned.equityAllocation() / allocation,
        true);
  }

  private static Change scaled(RiskUtilization row, double factor, boolean approximate) {
    BigDecimal after = row.getLimit().multiply(BigDecimal.valueOf(factor));
    return new Change(row, limited(after), approximate && factor != 1);
  }

  private static BigDecimal limited(BigDecimal limit) {
    return limit.setScale(8, RoundingMode.DOWN);
  }
}
