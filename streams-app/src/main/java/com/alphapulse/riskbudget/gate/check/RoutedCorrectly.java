package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.util.List;
import java.util.Optional;

/** The record's key is the portfolio, so that this task is the one writer of its ledger. */
public final class RoutedCorrectly implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    String portfolioId = proposal.order().portfolioId();
    if (!proposal.routedTo().equals(Optional.of(portfolioId))) {
      findings.block(
          RejectReason.UNROUTABLE,
          Scope.ORDER,
          Rule.ORDER,
          "%s; the portfolio is %s".formatted(key(proposal), portfolioId));
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(
        Figure.fact(key(proposal)), Figure.fact("portfolio " + proposal.order().portfolioId()));
  }

  private static String key(Proposal proposal) {
    return proposal
        .routedTo()
        .map(key -> "key " + key)
        .orElse(
            "no key, or not in its key's partition (murmur2; librdkafka needs partitioner=murmur2_random)");
  }
}
