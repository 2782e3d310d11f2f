package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The symbol has a price that is young enough to trade at, and all that the portfolio holds or has
 * pending has one that is young enough to value it: a market that has closed stops no other.
 */
public final class MarksFresh implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<Marks.Mark> mark = proposal.mark();
    if (mark.isPresent()
        && isFresh(mark.get(), proposal)
        && proposal.unpricedSymbol().isEmpty()
        && proposal.areHeldMarksFresh()) {
      return; // Nearly always, so it must cost little.
    }
    TreeSet<String> symbols = new TreeSet<>(proposal.oldestSymbols());
    symbols.add(proposal.order().symbol());
    proposal.unpricedSymbol().ifPresent(symbols::add);
    symbols.forEach(symbol -> examine(symbol, proposal, findings));
  }

  private static boolean isFresh(Marks.Mark mark, Proposal proposal) {
    return proposal.age(mark.eventTime()) <= proposal.settings().maxMarkAge().toMillis();
  }

  private static void examine(String symbol, Proposal proposal, Findings findings) {
    Optional<Marks.Mark> mark = proposal.marks().of(symbol);
    if (mark.isEmpty()) {
      findings.block(
          RejectReason.NO_MARK,
          Scope.SYMBOL,
          symbol,
          Rule.CONFIGURATION,
          "no price of %s is known".formatted(symbol));
      return;
    }
    if (symbol.equals(proposal.order().symbol())) {
      long limit = proposal.settings().maxMarkAge().toMillis();
      stale(symbol, proposal.age(mark.get().eventTime()), limit, "at most", findings);
    } else {
      Proposal.HeldAge held = proposal.heldAge(mark.get().calendar(), mark.get().eventTime());
      String allowed =
          held.inSession()
              ? "in session, to value what is held, at most"
              : "to value what is held, at most";
      stale(symbol, held.age(), held.limit(), allowed, findings);
    }
  }

  private static void stale(
      String symbol, long age, long limit, String allowed, Findings findings) {
    if (age > limit) {
      findings.block(
          RejectReason.STALE_MARK,
          Scope.SYMBOL,
          symbol,
          Rule.CONFIGURATION,
          "the price of %s is %d ms old; %s %d ms are allowed"
              .formatted(symbol, age, allowed, limit),
          Optional.of(BigDecimal.valueOf(age)),
          Optional.of(BigDecimal.valueOf(limit)));
    }
  }
}
