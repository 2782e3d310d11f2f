package com.alphapulse.riskbudget.gate.check.base;

import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;

/** The most restrictive trading state over all scopes of an order, and the override behind it. */
public final class TradingStates {

  private TradingStates() {}

  public static boolean is(TradingState state, Proposal proposal) {
    return proposal.line().limits().state().state() == state;
  }

  /** Reports that the state blocks an order. */
  public static void block(RejectReason reason, Proposal proposal, Findings findings) {
    RiskOverrideSpec cause = proposal.line().limits().state().cause().orElseThrow();
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
        source(cause),
        "%s by %s: %s".formatted(cause.action(), cause.author(), cause.reason()));
  }

  public static Figure figure(Proposal proposal) {
    TradingOverrides.State state = proposal.line().limits().state();
    return Figure.fact(
        state.state() + state.cause().map(cause -> " by " + source(cause).text()).orElse(""));
  }

  private static LimitSource source(RiskOverrideSpec cause) {
    return new LimitSource.ByOverride(cause.overrideId());
  }
}
