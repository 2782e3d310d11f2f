package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.allocation.Exclusion;
import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.budget.solver.BudgetFailedException;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.domain.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Symbols of a book that get no budget, against those of the evaluation before. */
record ExcludedSymbols(BookState state, Universe universe) {

  /**
   * What is held of an excluded symbol without a price counts as worth nothing. That is cautious
   * unless it is owed.
   *
   * @throws BudgetFailedException if one of them is sold short
   */
  void requireNoneShort() throws BudgetFailedException {
    for (Exclusion exclusion : universe.excluded()) {
      if (exclusion.unitNotional().isEmpty()
          && state.holdings.position(exclusion.symbol()).signum() < 0) {
        throw new BudgetFailedException(
            BudgetFailedException.Reason.NO_PRICE, exclusion.why() + ", and it is sold short");
      }
    }
  }

  /**
   * Whether nothing is held of any of them, and nothing pends: the gate cannot tell what the
   * portfolio is worth, or what its risk is, otherwise.
   */
  boolean noneHeldOrPending() {
    return universe.excluded().stream().map(Exclusion::symbol).noneMatch(this::isHeldOrPending);
  }

  private boolean isHeldOrPending(String symbol) {
    return state.holdings.position(symbol).signum() != 0
        || state.orders.pending(symbol, Side.BUY).signum() != 0
        || state.orders.pending(symbol, Side.SELL).signum() != 0;
  }

  /** One alert for each symbol and cause that is new; none while it stays. */
  List<Alert> note() {
    TreeMap<String, Exclusion.Cause> causes = new TreeMap<>();
    List<Alert> alerts = new ArrayList<>();
    for (Exclusion exclusion : universe.excluded()) {
      causes.put(exclusion.symbol(), exclusion.cause());
      if (state.excluded.get(exclusion.symbol()) != exclusion.cause()) {
        alerts.add(alert(exclusion));
      }
    }
    if (!causes.equals(state.excluded)) {
      state.excluded = causes;
      // As if the portfolio had been defined anew, with more symbols or fewer.
      state.definitionChanged = true;
    }
    return alerts;
  }

  private Alert alert(Exclusion exclusion) {
    boolean held = isHeldOrPending(exclusion.symbol());
    return Alert.of(
        AlertType.SYMBOL_EXCLUDED,
        held && exclusion.unitNotional().isEmpty() ? Severity.CRITICAL : Severity.WARNING,
        exclusion.symbol(),
        "No budget for %s in portfolio %s: %s.%s"
            .formatted(
                exclusion.symbol(),
                state.portfolioId,
                exclusion.why(),
                held ? worth(exclusion) : ""),
        state.now);
  }

  private static String worth(Exclusion exclusion) {
    return exclusion.unitNotional().isPresent()
        ? " What is held of it counts at its latest price."
        : " What is held of it counts as worth nothing, and the gate lets only orders pass that cut risk.";
  }
}
