package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.limits.OrderRates;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Orders do not come faster than the portfolio and the strategy may send them. */
public final class OrderRate implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    examine(Scope.PORTFOLIO, proposal.limits().rate(), proposal.portfolioRateTokens(), findings);
    examine(
        Scope.STRATEGY, proposal.line().limits().rate(), proposal.strategyRateTokens(), findings);
  }

  private static void examine(
      Scope scope, Optional<OrderRates.Limit> limit, OptionalDouble tokens, Findings findings) {
    if (limit.isPresent() && tokens.getAsDouble() < 1) {
      findings.block(
          RejectReason.ORDER_RATE,
          scope,
          figure("", limit, tokens),
          "%s orders a second are allowed, %s at once; %.3f are left"
              .formatted(limit.get().perSecond(), limit.get().atOnce(), tokens.getAsDouble()));
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(
        figure("portfolio", proposal.limits().rate(), proposal.portfolioRateTokens()),
        figure("strategy", proposal.line().limits().rate(), proposal.strategyRateTokens()));
  }

  /** Orders at once, this one among them. */
  private static Figure figure(
      String subject, Optional<OrderRates.Limit> limit, OptionalDouble tokens) {
    if (limit.isEmpty()) {
      return Figure.fact(subject + ": no limit");
    }
    double atOnce = limit.get().atOnce();
    return Figure.atMost(
        subject,
        BigDecimal.valueOf(atOnce - tokens.getAsDouble() + 1),
        Optional.of(new Limit<>(BigDecimal.valueOf(atOnce), limit.get().source())),
        Figure.Unit.ORDERS);
  }
}
