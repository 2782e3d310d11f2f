package com.alphapulse.riskbudget.topology.budget;

import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.domain.override.OverrideAction;
import com.alphapulse.riskbudget.domain.override.OverrideRules;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Takes in what operators command of budgets: of one portfolio at once, of all of them in slices,
 * each portfolio in the order in which the overrides came.
 */
final class OverrideIntake {
  private final InstallationName installation;
  private final BudgetState state;
  private final BudgetAccounts accounts;
  private final Evaluations evaluations;
  private final BudgetWriter writer;
  private final ProcessorContext<String, SpecificRecord> context;

  OverrideIntake(
      InstallationName installation,
      BudgetState state,
      BudgetAccounts accounts,
      Evaluations evaluations,
      BudgetWriter writer,
      ProcessorContext<String, SpecificRecord> context) {
    this.installation = installation;
    this.state = state;
    this.accounts = accounts;
    this.evaluations = evaluations;
    this.writer = writer;
    this.context = context;
  }

  /** Takes in an override of one portfolio. */
  void take(RiskOverrideSpec override, RiskOverride record) {
    String portfolioId = override.portfolioId();
    catchUp(portfolioId);
    if (override.action() == OverrideAction.RELEASE_RESERVATION
        && OverrideRules.problem(portfolioId, Optional.empty(), override, arrival(portfolioId))
            .isEmpty()) { // Where not, the gate raises the alert.
      accounts.release(portfolioId, override.orderId().orElseThrow());
    }
    if (state.mayKeepFor(portfolioId)) {
      apply(portfolioId, override, record, cause());
    } else if (override.action().concernsBudgets()) {
      writer.alerts(portfolioId, List.of(refused(override)), cause());
    }
  }

  /**
   * Takes in an override of all portfolios.
   *
   * @param number its offset
   */
  void takeForAll(RiskOverride record, long number) {
    OverridesOfAll ofAll = state.ofAll();
    while (ofAll.isFull()) {
      workOff(BudgetProcessor.SLICE);
    }
    ofAll.add(number, record, state.portfolios());
    workOff(BudgetProcessor.SLICE);
  }

  /** Applies those of all portfolios to up to so many that wait for them. */
  void workOff(int most) {
    state.ofAll().next(most).forEach(this::catchUp);
  }

  /**
   * Applies the overrides of all portfolios that a portfolio waits for: before anything else is
   * done with it, so that they come in the order in which they were read.
   */
  void catchUp(String portfolioId) {
    OverridesOfAll ofAll = state.ofAll();
    if (!ofAll.isWaiting(portfolioId)) {
      return;
    }
    PortfolioBook book = state.book(portfolioId);
    boolean kept = true;
    for (var next : List.copyOf(ofAll.after(book.overrides().lastOfAll()).entrySet())) {
      if (kept) { // Where not, nothing is known of it that the next could concern.
        RiskOverride record = next.getValue();
        book.overrides().hasThoseOfAll(next.getKey());
        kept =
            apply(
                portfolioId,
                ReferenceWire.override(record).orElseThrow(),
                record,
                CausedBy.headers(
                    Topics.RISK_OVERRIDE_ROUTED.logicalName(),
                    context.taskId().partition(),
                    next.getKey()));
      }
    }
    ofAll.done(portfolioId);
  }

  /**
   * Applies an override to a portfolio.
   *
   * @return whether anything is known of the portfolio then
   */
  private boolean apply(
      String portfolioId, RiskOverrideSpec override, RiskOverride record, Headers cause) {
    PortfolioBook book = state.book(portfolioId);
    Headers answer = CausedBy.withOverride(cause, override.overrideId());
    writer.alerts(portfolioId, book.overrides().apply(override, arrival(portfolioId)), answer);
    if (state.forgetIfBlank(portfolioId)) {
      return false;
    }
    if (book.overrides().get(override.key()).equals(Optional.of(override))) {
      state.saveOverride(portfolioId, override, record);
    }
    evaluations.atMarks(portfolioId, answer);
    return true;
  }

  private Alert refused(RiskOverrideSpec override) {
    return Alert.of(
        AlertType.BAD_OVERRIDE,
        Severity.WARNING,
        override.overrideId(),
        "The override %s (%s) was not applied to portfolio %s: it is not defined, and overrides of %d such portfolios are kept already."
            .formatted(
                override.overrideId(),
                override.action(),
                override.portfolioId(),
                Bounds.UNDEFINED_PORTFOLIOS),
        context.currentSystemTimeMs());
  }

  /**
   * Ends what has expired of portfolios that nobody has defined, and forgets them.
   *
   * @param now wall-clock time, milliseconds
   */
  void forgetUndefined(long now) {
    for (String portfolioId : state.undefined()) {
      catchUp(portfolioId);
      List<Alert> ended = state.book(portfolioId).overrides().expire(now);
      writer.alerts(portfolioId, ended, cause());
      if (!state.forgetIfBlank(portfolioId) && !ended.isEmpty()) {
        state.save(portfolioId);
      }
    }
  }

  private long arrival(String portfolioId) {
    return state
        .definedBook(portfolioId)
        .map(book -> state.markets().arrival(book.spec(), context.currentSystemTimeMs()))
        .orElseGet(context::currentSystemTimeMs);
  }

  /** The record at hand. */
  private Headers cause() {
    return CausedBy.headers(installation, context.recordMetadata());
  }
}
