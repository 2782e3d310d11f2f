package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import java.util.Optional;

/**
 * The instrument is priced in the portfolio's base currency. Nothing here converts currencies, and
 * a price in another one, or in nobody knows which, must not count one to one.
 */
public final class InBaseCurrency implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<PortfolioSpec> portfolio = proposal.portfolio();
    Optional<Marks.Mark> mark = proposal.mark();
    if (portfolio.isEmpty() || mark.isEmpty()) {
      return; // KnownAndPermitted or MarksFresh reports it.
    }
    String currency = mark.get().instrument().currency();
    if (currency.isEmpty()) {
      block(
          RejectReason.CURRENCY_UNKNOWN,
          proposal,
          findings,
          "the currency of the instrument is not known");
    } else if (!currency.equals(portfolio.get().baseCurrency())) {
      block(
          RejectReason.CURRENCY_MISMATCH,
          proposal,
          findings,
          "the instrument is in %s and the portfolio in %s"
              .formatted(currency, portfolio.get().baseCurrency()));
    }
  }

  private static void block(
      RejectReason reason, Proposal proposal, Findings findings, String message) {
    findings.block(reason, Scope.SYMBOL, proposal.order().symbol(), Rule.REFERENCE_DATA, message);
  }
}
