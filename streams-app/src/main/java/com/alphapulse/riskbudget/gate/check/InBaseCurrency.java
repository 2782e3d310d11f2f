package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import java.util.List;
import java.util.Optional;

/**
 * The instrument is priced in the portfolio's base currency. Nothing here converts currencies, and
 * a price in another one, or in nobody knows which, must not count one to one.
 */
public final class InBaseCurrency implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<PortfolioSpec> portfolio = proposal.ledger().spec();
    Optional<Marks.Mark> mark = proposal.mark();
    if (portfolio.isEmpty() || mark.isEmpty()) {
      return; // KnownAndPermitted or MarksFresh reports it.
    }
    String currency = mark.get().instrument().currency();
    if (currency.isEmpty()) {
      findings.block(
          RejectReason.CURRENCY_UNKNOWN,
          Scope.SYMBOL,
          Rule.REFERENCE_DATA,
          "the currency of the instrument is not known");
    } else if (!currency.equals(portfolio.get().baseCurrency())) {
      findings.block(
          RejectReason.CURRENCY_MISMATCH,
          Scope.SYMBOL,
          Rule.REFERENCE_DATA,
          "the instrument is in %s and the portfolio in %s"
              .formatted(currency, portfolio.get().baseCurrency()));
    }
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    return List.of(
        Figure.fact(
            "instrument in "
                + proposal
                    .mark()
                    .map(mark -> mark.instrument().currency())
                    .filter(currency -> !currency.isEmpty())
                    .orElse("an unknown currency")),
        Figure.fact(
            "portfolio in "
                + proposal.ledger().spec().map(PortfolioSpec::baseCurrency).orElse("none")));
  }
}
