package com.alphapulse.riskbudget.gate.check;

import static com.alphapulse.riskbudget.gate.RejectReason.RESTRICTED_SYMBOL;
import static com.alphapulse.riskbudget.gate.RejectReason.UNKNOWN_PORTFOLIO;
import static com.alphapulse.riskbudget.gate.RejectReason.UNKNOWN_STRATEGY;
import static com.alphapulse.riskbudget.gate.RejectReason.UNKNOWN_SYMBOL;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.limits.LimitsInForce.LineLimits;
import java.util.List;

/**
 * Portfolio, strategy and symbol are known, and the symbol may be traded. What a strategy holds it
 * can always leave, also where the definition no longer names the strategy or the symbol, or
 * restricts it: a hand trade, or one of yesterday's definition, must not be locked in.
 */
public final class KnownAndPermitted implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    if (proposal.ledger().spec().isEmpty()) {
      block(
          UNKNOWN_PORTFOLIO, Scope.PORTFOLIO, "no definition of the portfolio is known", findings);
      return;
    }
    if (proposal.isReducing()) {
      return;
    }
    LineLimits line = proposal.line().limits();
    if (line.strategy().isEmpty()) {
      block(UNKNOWN_STRATEGY, Scope.STRATEGY, "the portfolio has no such strategy", findings);
    } else if (!line.permitted()) {
      block(UNKNOWN_SYMBOL, Scope.SYMBOL, "the strategy may not trade the symbol", findings);
    }
    if (line.restricted()) {
      block(RESTRICTED_SYMBOL, Scope.SYMBOL, "the symbol is on the restricted list", findings);
    }
  }

  private static void block(RejectReason reason, Scope scope, String message, Findings findings) {
    findings.block(reason, scope, Rule.REFERENCE_DATA, message);
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    LineLimits line = proposal.line().limits();
    return List.of(
        Figure.fact("portfolio " + known(proposal.ledger().spec().isPresent())),
        Figure.fact("strategy " + known(line.strategy().isPresent())),
        Figure.fact(
            line.restricted()
                ? "symbol restricted"
                : line.permitted() ? "symbol permitted" : "symbol not permitted"));
  }

  private static String known(boolean known) {
    return known ? "known" : "unknown";
  }
}
