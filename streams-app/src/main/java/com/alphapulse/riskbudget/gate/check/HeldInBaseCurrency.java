package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that the portfolio holds or has pending is priced in its base currency: a symbol may come
 * into another one after it was bought, and then nobody knows what the portfolio is worth and what
 * it carries. The order's own symbol is {@link InBaseCurrency}'s.
 */
public final class HeldInBaseCurrency implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<PortfolioSpec> portfolio = proposal.ledger().spec();
    if (portfolio.isEmpty()) {
      return; // KnownAndPermitted reports it.
    }
    other(proposal.valuation().symbolOfUnknownCurrency(), proposal)
        .ifPresent(
            symbol ->
                block(
                    RejectReason.CURRENCY_UNKNOWN,
                    symbol,
                    "the currency of %s, which is held or pends, is not known".formatted(symbol),
                    findings));
    other(proposal.valuation().foreignSymbol(), proposal)
        .ifPresent(
            symbol ->
                block(
                    RejectReason.CURRENCY_MISMATCH,
                    symbol,
                    "%s, which is held or pends, is in %s and the portfolio in %s"
                        .formatted(
                            symbol, currency(symbol, proposal), portfolio.get().baseCurrency()),
                    findings));
  }

  private static void block(RejectReason reason, String symbol, String message, Findings findings) {
    findings.block(reason, Scope.SYMBOL, symbol, Rule.REFERENCE_DATA, message);
  }

  private static Optional<String> other(Optional<String> symbol, Proposal proposal) {
    return symbol.filter(s -> !s.equals(proposal.order().symbol()));
  }

  private static String currency(String symbol, Proposal proposal) {
    return proposal.marks().of(symbol).orElseThrow().instrument().currency();
  }

  @Override
  public List<Figure> figures(Proposal proposal) {
    List<Figure> found =
        Stream.concat(
                other(proposal.valuation().symbolOfUnknownCurrency(), proposal)
                    .map(symbol -> symbol + " in an unknown currency")
                    .stream(),
                other(proposal.valuation().foreignSymbol(), proposal)
                    .map(symbol -> symbol + " in " + currency(symbol, proposal))
                    .stream())
            .map(Figure::fact)
            .toList();
    return found.isEmpty() ? List.of(Figure.fact("no other that is held or pends")) : found;
  }
}
