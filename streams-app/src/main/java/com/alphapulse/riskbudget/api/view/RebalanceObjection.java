package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.domain.AlertType;
import java.util.List;
import java.util.Optional;

/**
 * Why no trade would be recommended if a rebalance were asked for.
 *
 * @param newBudget whether a new budget comes of it all the same
 */
public record RebalanceObjection(boolean newBudget, String why) {

  /**
   * The objection; empty where there is none.
   *
   * @param budget the latest of the portfolio
   * @param alerts of the portfolio, newest first
   */
  static Optional<RebalanceObjection> of(
      String portfolioId, Optional<BudgetUpdate> budget, List<RiskAlert> alerts) {
    Optional<String> failure =
        alerts.stream()
            .filter(alert -> alert.getType().equals(AlertType.BUDGET_FAILED.name()))
            .filter(a -> budget.isEmpty() || a.getAsOf().isAfter(budget.get().getAsOf()))
            .map(RiskAlert::getMessage)
            .findFirst();
    if (failure.isPresent()) {
      return failure.map(why -> new RebalanceObjection(false, why));
    }
    if (budget.isEmpty()) {
      return nothing("Portfolio '%s' has no budget yet.".formatted(portfolioId));
    }
    if (budget.get().getCause() == BudgetCause.WARM_UP) {
      return Optional.of(
          new RebalanceObjection(
              true,
              "No trades are proposed: the risk model of market '%s' is warming up. Until it has seen enough bars, budgets come from static limits; the wish waits until then."
                  .formatted(budget.get().getMarket())));
    }
    return budget.get().getEquity().signum() > 0
        ? Optional.empty()
        : nothing("The equity of portfolio '%s' is not above 0.".formatted(portfolioId));
  }

  private static Optional<RebalanceObjection> nothing(String why) {
    return Optional.of(new RebalanceObjection(false, why));
  }
}
