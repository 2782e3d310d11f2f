package com.alphapulse.riskbudget.gate.check.base;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.Exposure;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds what grows with an order against a limit; a smaller quantity may pass.
 *
 * <p>What only cuts it passes, also where the limit was cut below what is held: otherwise a
 * strategy whose positions others offset could never leave them.
 */
public abstract class SizeCheck implements Check {
  private final RejectReason reason;
  final Scope scope;
  private final Figure.Unit unit;
  private final Function<Proposal, Optional<Limit<BigDecimal>>> limit;

  /**
   * @param limit the one in force; empty where none applies. Asked only where the size is known
   */
  protected SizeCheck(
      RejectReason reason,
      Scope scope,
      Figure.Unit unit,
      Function<Proposal, Optional<Limit<BigDecimal>>> limit) {
    this.reason = reason;
    this.scope = scope;
    this.unit = unit;
    this.limit = limit;
  }

  /** Whether the size can be told; what is missing for it another check reports. */
  protected boolean isKnown(Proposal proposal) {
    return true;
  }

  /** The size once the order pends. Asked only where it is known. */
  protected abstract BigDecimal size(Proposal proposal);

  /** Largest quantity whose size is within {@code most}. */
  protected abstract BigDecimal largest(Proposal proposal, BigDecimal most);

  /** Position and reservations of the symbol within the scope. */
  protected final Exposure exposure(Proposal proposal) {
    return scope == Scope.STRATEGY ? proposal.line().ofStrategy() : proposal.line().ofPortfolio();
  }

  /** Quantity that only cuts the size, which an order's own is not. */
  private BigDecimal cuttable(Proposal proposal) {
    return scope == Scope.ORDER
        ? BigDecimal.ZERO
        : exposure(proposal).reducible(proposal.order().side());
  }

  @Override
  public final void examine(Proposal proposal, Findings findings) {
    if (!isKnown(proposal)) {
      return;
    }
    Optional<Limit<BigDecimal>> most = limit.apply(proposal);
    if (most.isEmpty()) {
      return;
    }
    BigDecimal size = size(proposal);
    if (size.compareTo(most.get().value()) <= 0) {
      return;
    }
    BigDecimal cuttable = cuttable(proposal);
    if (proposal.quantity().compareTo(cuttable) > 0) {
      findings.limit(
          reason,
          scope,
          Figure.atMost("", size, most, unit),
          largest(proposal, most.get().value()).max(cuttable));
    }
  }

  @Override
  public final List<Figure> figures(Proposal proposal) {
    return List.of(
        isKnown(proposal)
            ? Figure.atMost("", size(proposal), limit.apply(proposal), unit)
            : Figure.fact("a price is missing"));
  }
}
