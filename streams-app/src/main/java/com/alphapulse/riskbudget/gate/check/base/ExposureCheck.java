package com.alphapulse.riskbudget.gate.check.base;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.Valuation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds a sum of worst-case exposures against a limit in base currency. The sum changes only by the
 * order's own symbol, so the cost does not depend on how much else is held.
 */
public abstract class ExposureCheck extends SizeCheck {

  protected ExposureCheck(
      RejectReason reason, Scope scope, Function<Proposal, Optional<Limit<BigDecimal>>> limit) {
    super(reason, scope, Figure.Unit.MONEY, limit);
  }

  /**
   * The mark is missing, or one in base currency of what is held: MarksFresh or HeldInBaseCurrency
   * reports it.
   */
  @Override
  protected final boolean isKnown(Proposal proposal) {
    return proposal.mark().isPresent() && proposal.equity().isPresent();
  }

  @Override
  protected final BigDecimal size(Proposal proposal) {
    BigDecimal worst = exposure(proposal).worstWith(proposal.order().side(), proposal.quantity());
    return others(proposal).add(worst.multiply(unitValue(proposal)));
  }

  @Override
  protected final BigDecimal largest(Proposal proposal, BigDecimal most) {
    BigDecimal room =
        most.subtract(others(proposal))
            .max(BigDecimal.ZERO)
            .divide(unitValue(proposal), 8, RoundingMode.DOWN);
    return exposure(proposal).roomWithin(room, proposal.order().side());
  }

  /** Worst-case exposure within the scope to everything but the symbol, in base currency. */
  private BigDecimal others(Proposal proposal) {
    if (scope == Scope.SYMBOL) {
      return BigDecimal.ZERO;
    }
    Valuation all = proposal.valuation();
    BigDecimal gross =
        (scope == Scope.STRATEGY ? all.gross(proposal.order().strategyId()) : all.gross())
            .orElseThrow();
    return gross.subtract(exposure(proposal).worst().multiply(unitValue(proposal)));
  }

  /** A limit on exposure divided by equity, in base currency. */
  protected static Limit<BigDecimal> timesEquity(Limit<BigDecimal> ratio, Proposal proposal) {
    BigDecimal equity = proposal.equity().orElseThrow();
    return new Limit<>(ratio.value().multiply(equity).max(BigDecimal.ZERO), ratio.source());
  }

  private static BigDecimal unitValue(Proposal proposal) {
    return proposal.mark().orElseThrow().unitValue();
  }
}
