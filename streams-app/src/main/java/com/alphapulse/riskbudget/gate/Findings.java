package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.Numbers;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the checks find wrong with one proposal. */
public final class Findings {
  private final Order order;
  private final List<Violation> violations = new ArrayList<>();
  private boolean blocked;
  private BigDecimal largest;

  /**
   * @param order whose portfolio, strategy and symbol are meant where none is named
   */
  public Findings(Order order) {
    this.order = order;
  }

  /** No quantity would pass. */
  public void block(RejectReason reason, Scope scope, LimitSource source, String message) {
    block(reason, scope, scope.idIn(order), source, message);
  }

  /** No quantity would pass, because of a portfolio, strategy or symbol that is named. */
  public void block(
      RejectReason reason, Scope scope, String scopeId, LimitSource source, String message) {
    Optional<BigDecimal> none = Optional.empty();
    block(new Violation(reason, message, scope, scopeId, none, none, source, none));
  }

  /** No quantity would pass; a value without a limit is wrong in the order itself. */
  public void block(RejectReason reason, Scope scope, Figure broken, String message) {
    block(reason, scope, scope.idIn(order), broken, message);
  }

  /** The same because of a portfolio, strategy or symbol that is named. */
  public void block(
      RejectReason reason, Scope scope, String scopeId, Figure broken, String message) {
    LimitSource source = broken.limit().map(Limit::source).orElse(Rule.ORDER);
    Optional<BigDecimal> limit = broken.limit().map(Limit::value);
    block(
        new Violation(
            reason, message, scope, scopeId, broken.observed(), limit, source, Optional.empty()));
  }

  private void block(Violation violation) {
    blocked = true;
    violations.add(violation);
  }

  /** A value is above its limit; {@code largestQuantity} would pass. */
  public void limit(RejectReason reason, Scope scope, Figure broken, BigDecimal largestQuantity) {
    limit(
        reason,
        scope,
        broken,
        largestQuantity,
        "%s is above the limit of %s"
            .formatted(
                Numbers.plain(broken.observed().orElseThrow()),
                Numbers.plain(broken.limit().orElseThrow().value())));
  }

  /** The quantity is wrong in a way of its own; {@code largestQuantity} would pass. */
  public void limit(
      RejectReason reason, Scope scope, Figure broken, BigDecimal largestQuantity, String message) {
    Limit<BigDecimal> limit = broken.limit().orElseThrow();
    largest = largest == null ? largestQuantity : largest.min(largestQuantity);
    violations.add(
        new Violation(
            reason,
            message,
            scope,
            scope.idIn(order),
            broken.observed(),
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
}
