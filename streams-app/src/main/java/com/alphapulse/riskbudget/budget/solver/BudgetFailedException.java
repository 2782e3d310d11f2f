package com.alphapulse.riskbudget.budget.solver;

/** A budget cannot be computed. It never leaves the package: the book turns it into an alert. */
public final class BudgetFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The configured allocation method needs something that is not there. */
    MISSING_INPUT,
    /** No definition of the portfolio has been seen. */
    NO_DEFINITION,
    /** The snapshot is of another market. */
    OTHER_MARKET,
    /** A symbol has no usable price, or one in another currency. */
    NO_PRICE,
    /** A volatility, correlation or probability is missing or not finite. */
    NOT_FINITE,
    /** The allocated portfolio has no risk, so that no leverage follows from a target. */
    NO_RISK,
    /** No weights satisfy the bounds. */
    INFEASIBLE_BOUNDS,
    /** The solver did not reach its accuracy. */
    NOT_CONVERGED
  }

  private final Reason reason;

  public BudgetFailedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
