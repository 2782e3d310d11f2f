package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.History.Entry;
import com.alphapulse.riskbudget.audit.history.Range;
import com.alphapulse.riskbudget.audit.outside.BudgetCheck;
import com.alphapulse.riskbudget.audit.outside.CheckResult;
import com.alphapulse.riskbudget.audit.outside.OutsideCheck;
import com.alphapulse.riskbudget.audit.redecide.Redecision;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.config.GateSettings;
import java.util.Optional;

/**
 * Both audits of a history in one pass: the one from the outside, which has arithmetic of its own,
 * and the one that takes every decision again with the gate's checks. The first finds what those
 * checks do wrong; the second finds decisions that are not what they decide.
 */
public final class Audit {

  /** Hears of every decision that was taken again, also of those outside the range. */
  @FunctionalInterface
  public interface Listener {
    /** Takes in a decision and what came out when it was taken again. */
    void decided(Entry<OrderDecision> recorded, Redecision again);
  }

  private Audit() {}

  /**
   * Audits a whole history, budgets too.
   *
   * @param settings that the gate had
   */
  public static CheckResult of(History history, GateSettings settings) {
    return of(history, settings, Range.ALL, (recorded, again) -> {});
  }

  /**
   * Audits the orders of a range, replaying what was before them, and all budgets.
   *
   * @param settings that the gate had
   * @param listener hears of the progress
   */
  public static CheckResult of(
      History history, GateSettings settings, Range range, Listener listener) {
    return ofOrders(history, settings, range, listener)
        .withBudgets(history.budgets().size(), BudgetCheck.check(history, settings));
  }

  /**
   * Audits the orders of a range, replaying what was before them; takes budgets as they are.
   *
   * @param settings that the gate had
   * @param listener hears of the progress
   */
  public static CheckResult ofOrders(
      History history, GateSettings settings, Range range, Listener listener) {
    Redecision.Again again = new Redecision.Again(settings);
    return OutsideCheck.check(
        history,
        settings,
        range,
        decided -> {
          Redecision redecision = again.of(decided);
          listener.decided(decided.answer(), redecision);
          return Optional.of(redecision.differences(decided.answer().value()));
        });
  }
}
