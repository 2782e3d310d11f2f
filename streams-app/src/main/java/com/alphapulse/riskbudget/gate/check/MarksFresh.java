package com.alphapulse.riskbudget.gate.check;

import com.alphapulse.riskbudget.domain.calendar.TradingCalendar;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.gate.Check;
import com.alphapulse.riskbudget.gate.Figure;
import com.alphapulse.riskbudget.gate.Findings;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.alphapulse.riskbudget.gate.Violation.Scope;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The symbol has a price that is young enough to trade at, and all that the portfolio holds or has
 * pending has one that is young enough to value it: a market that has closed stops no other.
 */
public final class MarksFresh implements Check {

  /**
   * An age and its limit, milliseconds.
   *
   * @param traded whether it is that of the order's own symbol
   * @param inSession whether only time in session counts; what is beyond the limit is then counted
   *     to the end of one session only
   */
  private record Age(long age, long limit, boolean traded, boolean inSession) {

    boolean isFresh() {
      return age <= limit;
    }

    Figure figure(String symbol) {
      return Figure.age(symbol + (inSession ? " in session" : ""), age, limit);
    }

    String allowed() {
      return (inSession ? "in session, " : "") + (traded ? "" : "to value what is held, ");
    }
  }

  @Override
  public void examine(Proposal proposal, Findings findings) {
    Optional<Marks.Mark> mark = proposal.mark();
    if (mark.isPresent()
        && isFreshToTrade(mark.get(), proposal)
        && proposal.valuation().unpricedSymbol().isEmpty()
        && proposal
            .valuation()
            .allOldest((calendar, time) -> held(calendar, time, proposal).isFresh())) {
      return; // Nearly always, so it must cost little.
    }
    Set<String> symbols = new TreeSet<>(proposal.valuation().oldestSymbols());
    symbols.add(proposal.order().symbol());
    proposal.valuation().unpricedSymbol().ifPresent(symbols::add);
    symbols.forEach(symbol -> examine(symbol, proposal, findings));
  }

  /** Whether a price is young enough to trade at. */
  static boolean isFreshToTrade(Marks.Mark mark, Proposal proposal) {
    return traded(mark, proposal).isFresh();
  }

  private static void examine(String symbol, Proposal proposal, Findings findings) {
    Optional<Age> known = age(symbol, proposal);
    if (known.isEmpty()) {
      findings.block(
          RejectReason.NO_MARK,
          Scope.SYMBOL,
          symbol,
          Rule.CONFIGURATION,
          "no price of %s is known".formatted(symbol));
    } else if (!known.get().isFresh()) {
      Age age = known.get();
      findings.block(
          RejectReason.STALE_MARK,
          Scope.SYMBOL,
          symbol,
          age.figure(symbol),
          "the price of %s is %d ms old; %sat most %d ms are allowed"
              .formatted(symbol, age.age(), age.allowed(), age.limit()));
    }
  }

  /** Those of the symbol, and of what is held or pends the oldest of each calendar. */
  @Override
  public List<Figure> figures(Proposal proposal) {
    Set<String> symbols = new LinkedHashSet<>(List.of(proposal.order().symbol()));
    proposal.valuation().unpricedSymbol().ifPresent(symbols::add);
    symbols.addAll(proposal.valuation().oldestSymbols());
    return symbols.stream()
        .map(
            symbol ->
                age(symbol, proposal)
                    .map(age -> age.figure(symbol))
                    .orElse(Figure.fact(symbol + " has no price")))
        .toList();
  }

  private static Optional<Age> age(String symbol, Proposal proposal) {
    return proposal
        .marks()
        .of(symbol)
        .map(
            mark ->
                symbol.equals(proposal.order().symbol())
                    ? traded(mark, proposal)
                    : held(mark.calendar(), mark.eventTime(), proposal));
  }

  private static Age traded(Marks.Mark mark, Proposal proposal) {
    long limit = proposal.settings().maxMarkAge().toMillis();
    return new Age(proposal.age(mark.eventTime()), limit, true, false);
  }

  /**
   * Age of a mark by which something that is held is valued. A calendar that nobody has configured
   * counts as always open: its mark may be as old as in session, and never as old as without one.
   */
  private static Age held(String calendarName, long markTime, Proposal proposal) {
    TradingCalendar calendar = proposal.settings().calendars().get(calendarName);
    long limit =
        (calendarName.isEmpty()
                ? proposal.settings().maxHeldMarkAge()
                : proposal.settings().maxHeldMarkSessionAge())
            .toMillis();
    long age =
        calendar == null
            ? proposal.age(markTime)
            : calendar.sessionTime(markTime, proposal.asOf(), limit);
    return new Age(age, limit, false, calendar != null);
  }
}
