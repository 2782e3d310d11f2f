package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.Exposure;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Holds a sum of worst-case exposures against a limit in base currency. The sum changes only by the
 * order's own symbol, so the cost does not depend on how much else is held.
 *
 * <p>An order that only cuts the exposure within the scope passes, also where the limit was cut
 * below what is held: otherwise a strategy whose positions others offset could never leave them.
 */
final class ExposureLimit {

  private ExposureLimit() {}

  /**
   * Examines the sum once the order pends.
   *
   * @param exposure position and reservations of the symbol within the scope
   * @param gross worst-case gross exposure of the scope before the order
   */
  static void examine(
      Proposal proposal,
      Findings findings,
      RejectReason reason,
      Scope scope,
      String scopeId,
      Exposure exposure,
      BigDecimal gross,
      Marks.Mark mark,
      Limit<BigDecimal> limit) {
    BigDecimal others = gross.subtract(exposure.worst().multiply(mark.unitValue()));
    BigDecimal worst = exposure.worstWith(proposal.side(), proposal.quantity());
    BigDecimal after = others.add(worst.multiply(mark.unitValue()));
    if (after.compareTo(limit.value()) <= 0) {
      return;
    }
    BigDecimal cuttable = exposure.reducible(proposal.side());
    if (proposal.quantity().compareTo(cuttable) > 0) {
      BigDecimal room =
          limit
              .value()
              .subtract(others)
              .max(BigDecimal.ZERO)
              .divide(mark.unitValue(), 8, RoundingMode.DOWN);
      findings.limit(
          reason,
          scope,
          scopeId,
          after,
          limit,
          exposure.roomWithin(room, proposal.side()).max(cuttable));
    }
  }
}
