package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Symbols of a book that get no budget, against those of the evaluation before. */
record ExcludedSymbols(BookState state, Universe universe) {

  /**
   * What is held of an excluded symbol counts as worth nothing. That is cautious unless it is owed.
   *
   * @throws BudgetFailedException if one of them is sold short
   */
  void requireNoneShort() throws BudgetFailedException {
    for (Exclusion exclusion : universe.excluded()) {
      if (state.holdings.position(exclusion.symbol()).signum() < 0) {
        throw new BudgetFailedException(
            BudgetFailedException.Reason.NO_PRICE, exclusion.why() + ", and it is sold short");
      }
    }
  }

  /** Whether nothing is held of any of them; the gate cannot value the portfolio otherwise. */
  boolean noneHeld() {
    return universe.excluded().stream()
        .allMatch(exclusion -> state.holdings.position(exclusion.symbol()).signum() == 0);
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
    boolean held = state.holdings.position(exclusion.symbol()).signum() != 0;
    return Alert.of(
        AlertType.SYMBOL_EXCLUDED,
        held ? Severity.CRITICAL : Severity.WARNING,
        exclusion.symbol(),
        "No budget for %s in portfolio %s: %s.%s"
            .formatted(
                exclusion.symbol(),
                state.portfolioId,
                exclusion.why(),
                held ? " What is held of it counts as worth nothing." : ""),
        state.now);
  }
}
