package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the checks find wrong with one proposal. */
public final class Findings {
  /** Source of a limit: the portfolio's definition. */
  public static final String HARD_LIMIT = "HARD_LIMIT";

  /** Source of a limit: the budget in force. */
  public static final String BUDGET = "BUDGET";

  /** Source of a limit: the gate's configuration. */
  public static final String CONFIGURATION = "CONFIGURATION";

  /** Source of a limit: the portfolio's or the instrument's definition. */
  public static final String REFERENCE_DATA = "REFERENCE_DATA";

  /** Source of a limit: what the order itself says. */
  public static final String ORDER = "ORDER";

  private final List<Violation> violations = new ArrayList<>();
  private boolean blocked;
  private BigDecimal largest;

  /** No quantity would pass. */
  public void block(
      RejectReason reason, Scope scope, String scopeId, String boundBy, String message) {
    block(reason, scope, scopeId, boundBy, message, Optional.empty(), Optional.empty());
  }

  /** No quantity would pass, and here is the value held against its limit. */
  public void block(
      RejectReason reason,
      Scope scope,
      String scopeId,
      String boundBy,
      String message,
      Optional<BigDecimal> observed,
      Optional<BigDecimal> limit) {
    blocked = true;
    violations.add(
        new Violation(reason, message, scope, scopeId, observed, limit, boundBy, Optional.empty()));
  }

  /** The quantity is too large; {@code largestQuantity} would pass. */
  public void limit(
      RejectReason reason,
      Scope scope,
      String scopeId,
      BigDecimal observed,
      Limits.Limit limit,
      BigDecimal largestQuantity) {
    largest = largest == null ? largestQuantity : largest.min(largestQuantity);
    violations.add(
        new Violation(
            reason,
            "%s is above the limit of %s".formatted(plain(observed), plain(limit.value())),
            scope,
            scopeId,
            Optional.of(observed),
            Optional.of(limit.value()),
            limit.boundBy(),
            Optional.of(largestQuantity)));
  }

  /** Whether something is wrong that no other quantity would mend. */
  boolean blocked() {
    return blocked;
  }

  /** Largest quantity that every size check passes; empty where none was broken. */
  Optional<BigDecimal> largest() {
    return Optional.ofNullable(largest);
  }

  /** Everything that was found, in the order in which it was. */
  public List<Violation> violations() {
    return violations;
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
