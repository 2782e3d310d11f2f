package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Marks;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.TreeSet;

/** The symbol, and all that the portfolio holds, has a price that is young enough. */
public final class MarksFresh implements Check {

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<Marks.Mark> mark = proposal.mark();
    Optional<String> oldest = proposal.oldestSymbol();
    if (mark.isPresent()
        && isFresh(mark.get(), proposal)
        && proposal.unpricedSymbol().isEmpty()
        && oldest
            .flatMap(proposal.marks()::of)
            .map(m -> isFresh(m, proposal))
            .orElse(oldest.isEmpty())) {
      return; // Nearly always, so it must cost little.
    }
    TreeSet<String> symbols = new TreeSet<>();
    symbols.add(proposal.order().symbol());
    proposal.unpricedSymbol().ifPresent(symbols::add);
    oldest.ifPresent(symbols::add);
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
          Findings.CONFIGURATION,
          "no price of %s is known".formatted(symbol));
      return;
    }
    long age = proposal.age(mark.get().eventTime());
    long limit = proposal.settings().maxMarkAge().toMillis();
    if (age > limit) {
      findings.block(
          RejectReason.STALE_MARK,
          Scope.SYMBOL,
          symbol,
          Findings.CONFIGURATION,
          "the price of %s is %d ms old; at most %d ms are allowed".formatted(symbol, age, limit),
          Optional.of(BigDecimal.valueOf(age)),
          Optional.of(BigDecimal.valueOf(limit)));
    }
  }
}
