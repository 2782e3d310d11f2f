package com.alphapulse.riskbudget.audit.outside.rule;

import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.audit.outside.record.OutsideBudget;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks.OutsideMark;
import com.alphapulse.riskbudget.audit.outside.state.Facts;
import com.alphapulse.riskbudget.audit.outside.state.OutsideRisk;
import com.alphapulse.riskbudget.audit.outside.state.OutsideSessions;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.calendar.TradingCalendar;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Budget, prices and risk model are there, and young enough. */
final class FreshnessRules {

  private FreshnessRules() {}

  /** A budget covers portfolio, strategy and symbol. */
  static void budget(Facts facts, BigDecimal quantity, List<Broken> broken) {
    OrderIntent intent = facts.intent();
    Optional<OutsideBudget> budget = facts.state().budget();
    if (budget.isEmpty()) {
      broken.add(Broken.of(Kind.NO_BUDGET, intent.getPortfolioId(), "no budget is in force"));
      return;
    }
    covered(intent.getStrategyId(), budget.get().exposures(), broken);
    covered(intent.getSymbol(), budget.get().positions(), broken);
    tooOld(
        Kind.STALE_BUDGET,
        intent.getPortfolioId(),
        facts.age(budget.get().asOf()),
        facts.settings().maxBudgetAge().toMillis(),
        broken);
  }

  private static void covered(String id, Map<String, BigDecimal> limits, List<Broken> broken) {
    if (!limits.containsKey(id)) {
      broken.add(Broken.of(Kind.NO_BUDGET, id, "the budget does not cover it"));
    }
  }

  private static void tooOld(
      Kind kind, String scopeId, long age, long oldest, List<Broken> broken) {
    if (age > oldest) {
      broken.add(Broken.tooOld(kind, scopeId, age, oldest));
    }
  }

  /** The order's symbol and all that is held or pends has a price that is not too old. */
  static void marks(Facts facts, BigDecimal quantity, List<Broken> broken) {
    TreeSet<String> symbols = new TreeSet<>(facts.valuation().symbols());
    symbols.add(facts.intent().getSymbol());
    for (String symbol : symbols) {
      Optional<OutsideMark> mark = facts.marks().of(symbol);
      if (mark.isEmpty()) {
        broken.add(Broken.of(Kind.NO_MARK, symbol, "it has no price"));
      } else {
        mark(facts, symbol, mark.get(), broken);
      }
    }
  }

  /** What is traded has a fresh price; what else is held one of the session, or of some days. */
  private static void mark(Facts facts, String symbol, OutsideMark mark, List<Broken> broken) {
    GateSettings settings = facts.settings();
    Optional<String> named = mark.calendar().filter(name -> !name.isEmpty());
    TradingCalendar calendar = named.map(settings.calendars()::get).orElse(null);
    boolean traded = symbol.equals(facts.intent().getSymbol());
    long age = facts.age(mark.time());
    Duration oldest = traded ? settings.maxMarkAge() : settings.maxHeldMarkAge();
    if (!traded && named.isPresent()) {
      oldest = settings.maxHeldMarkSessionAge();
    }
    if (!traded && calendar != null) {
      age = OutsideSessions.between(calendar, mark.time(), facts.asOf(), oldest);
    }
    tooOld(Kind.STALE_MARK, symbol, age, oldest.toMillis(), broken);
  }

  /** With a limit on volatility there is a risk model that knows all that is held. */
  static void riskModel(Facts facts, BigDecimal quantity, List<Broken> broken) {
    OrderIntent intent = facts.intent();
    OutsideRisk risk = facts.risk();
    if (facts.state().budget().filter(b -> b.volatility().isPresent()).isEmpty()) {
      return;
    }
    if (!risk.usable()) {
      broken.add(
          Broken.of(Kind.NO_RISK_MODEL, intent.getPortfolioId(), "no market state is usable"));
      return;
    }
    TreeSet<String> symbols = new TreeSet<>();
    facts
        .state()
        .ledger()
        .holdings()
        .ofPortfolio()
        .forEach(
            (symbol, holding) -> {
              if (!holding.isFlat()) {
                symbols.add(symbol);
              }
            });
    symbols.add(intent.getSymbol());
    symbols.removeIf(risk::knows);
    symbols.forEach(s -> broken.add(Broken.of(Kind.NO_RISK_MODEL, s, "it has no volatility")));
    tooOld(
        Kind.NO_RISK_MODEL,
        intent.getPortfolioId(),
        facts.age(risk.asOf()),
        facts.settings().maxRiskModelAge().toMillis(),
        broken);
  }
}
