package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the checks find wrong with one proposal. */
public final class Findings {
  private final List<Violation> violations = new ArrayList<>();
  private boolean blocked;
  private BigDecimal largest;

  /** No quantity would pass. */
  public void block(
      RejectReason reason, Scope scope, String scopeId, LimitSource source, String message) {
    block(reason, scope, scopeId, source, message, Optional.empty(), Optional.empty());
  }

  /** No quantity would pass, and here is the value held against its limit. */
  public void block(
      RejectReason reason,
      Scope scope,
      String scopeId,
      LimitSource source,
      String message,
      Optional<BigDecimal> observed,
      Optional<BigDecimal> limit) {
    blocked = true;
    violations.add(
        new Violation(reason, message, scope, scopeId, observed, limit, source, Optional.empty()));
  }

  /** The quantity is too large; {@code largestQuantity} would pass. */
  public void limit(
      RejectReason reason,
      Scope scope,
      String scopeId,
      BigDecimal observed,
      Limit<BigDecimal> limit,
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
            limit.source(),
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
