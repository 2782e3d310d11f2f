package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.domain.AlertType;
import java.util.List;
import java.util.Optional;

/** Why nothing would be recommended if a rebalance were asked for. */
final class RebalanceObjection {

  private RebalanceObjection() {}

  /**
   * The reason; empty where there is none.
   *
   * @param budget the latest of the portfolio
   * @param alerts of the portfolio, newest first
   */
  static Optional<String> of(
      String portfolioId, Optional<BudgetUpdate> budget, List<RiskAlert> alerts) {
    Optional<String> failure =
        alerts.stream()
            .filter(alert -> alert.getType().equals(AlertType.BUDGET_FAILED.name()))
            .filter(a -> budget.isEmpty() || a.getAsOf().isAfter(budget.get().getAsOf()))
            .map(RiskAlert::getMessage)
            .findFirst();
    if (failure.isPresent()) {
      return failure;
    }
    if (budget.isEmpty()) {
      return Optional.of("Portfolio '%s' has no budget yet.".formatted(portfolioId));
    }
    if (budget.get().getCause() == BudgetCause.WARM_UP) {
      return Optional.of(
          "The risk model of market '%s' is warming up. Until it has seen enough bars, budgets come from static limits and nothing is recommended."
              .formatted(budget.get().getMarket()));
    }
    return budget.get().getEquity().signum() > 0
        ? Optional.empty()
        : Optional.of("The equity of portfolio '%s' is not above 0.".formatted(portfolioId));
  }
}
