package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.budget.trades.Recommendation;
import com.alphapulse.riskbudget.domain.Alert;
import java.util.List;
import java.util.Optional;

/** What one evaluation of a portfolio brought; all of it empty where nothing is to be said. */
public record BudgetStep(
    Optional<Budget> budget, Optional<Recommendation> recommendation, List<Alert> alerts) {

  public BudgetStep {
    alerts = List.copyOf(alerts);
  }
}
