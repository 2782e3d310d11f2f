package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.LossWatch;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;

/** Equity has not fallen further than the hard limits allow. */
public final class LossWithinLimits implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    HardLimits hard = proposal.portfolio().map(p -> p.hardLimits()).orElse(HardLimits.NONE);
    LossWatch watch = proposal.ledger().lossWatch();
    examine(
        "since the start of the day", hard.maxDailyLoss(), watch.dayStart(), proposal, findings);
    examine("from the peak", hard.maxDrawdown(), watch.peak(), proposal, findings);
  }

  private static void examine(
      String since,
      OptionalDouble max,
      Optional<BigDecimal> base,
      Proposal proposal,
      Findings findings) {
    Optional<BigDecimal> equity = proposal.equity();
    if (max.isEmpty() || base.isEmpty() || equity.isEmpty() || base.get().signum() <= 0) {
      return;
    }
    BigDecimal limit = BigDecimal.valueOf(max.getAsDouble());
    BigDecimal loss = base.get().subtract(equity.get());
    if (loss.compareTo(limit.multiply(base.get())) > 0) {
      findings.block(
          RejectReason.LOSS_LIMIT,
          Scope.PORTFOLIO,
          proposal.order().portfolioId(),
          Findings.HARD_LIMIT,
          "equity has fallen %s by more than is allowed".formatted(since),
          Optional.of(loss.divide(base.get(), 8, RoundingMode.UP)),
          Optional.of(limit));
    }
  }
}
