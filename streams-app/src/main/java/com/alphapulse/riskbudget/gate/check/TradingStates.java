package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;

/** How a trading state that blocks an order is reported: with the override behind it. */
final class TradingStates {

  private TradingStates() {}

  static void block(
      RejectReason reason, Proposal proposal, TradingOverrides.State state, Findings findings) {
    RiskOverrideSpec cause = state.cause().orElseThrow();
    boolean everywhere = cause.isForAll();
    Scope scope =
        switch (cause.scope()) {
          case GLOBAL -> Scope.GLOBAL;
          case PORTFOLIO -> everywhere ? Scope.GLOBAL : Scope.PORTFOLIO;
          case STRATEGY -> Scope.STRATEGY;
          case SYMBOL -> Scope.SYMBOL;
        };
    String scopeId =
        switch (scope) {
          case STRATEGY, SYMBOL -> cause.scopeId();
          default -> cause.portfolioId();
        };
    findings.block(
        reason,
        scope,
        scopeId,
        Proposal.source(state.cause()),
        "%s by %s: %s".formatted(cause.action(), cause.author(), cause.reason()));
  }
}
