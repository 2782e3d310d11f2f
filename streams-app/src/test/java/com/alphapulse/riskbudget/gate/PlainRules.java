package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.gate.PlainModel.Ask;
import com.alphapulse.riskbudget.gate.PlainModel.Budget;
import com.alphapulse.riskbudget.gate.PlainModel.Command;
import com.alphapulse.riskbudget.gate.PlainModel.Event;
import com.alphapulse.riskbudget.gate.PlainModel.Price;
import com.alphapulse.riskbudget.gate.PlainModel.Rules;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the gate should answer by what {@link PlainModel} knows. */
final class PlainRules {
  private final PlainModel model;
  private final PlainRisk risk;
  private final Settings settings;

  /** Largest notional of an order, and times in milliseconds. */
  record Settings(
      BigDecimal maxOrderNotional, long maxAge, long maxHeldAge, long maxLead, long maxIntentAge) {}

  PlainRules(PlainModel model, PlainRisk risk, Settings settings) {
    this.model = model;
    this.risk = risk;
    this.settings = settings;
  }

  /** Overrides in force that apply to an order. */
  private List<Command> inForce(Ask ask, long now) {
    Map<List<String>, Command> kept = new LinkedHashMap<>();
    for (Event event : model.events()) {
      if (event instanceof Command c && c.action().equals("RESUME")) {
        kept.values()
            .removeIf(
                k ->
                    (k.action().equals("HALT") || k.action().equals("REDUCE_ONLY"))
                        && k.portfolio().equals(c.portfolio())
                        && k.scope().equals(c.scope())
                        && k.scopeId().equals(c.scopeId()));
      } else if (event instanceof Command c && c.action().equals("WITHDRAW")) {
        kept.remove(List.of(c.portfolio(), c.id()));
      } else if (event instanceof Command c) {
        kept.put(List.of(c.portfolio(), c.id()), c);
      }
    }
    return kept.values().stream()
        .filter(c -> c.expiresAt() > now)
        .filter(c -> c.portfolio().equals(PlainModel.ALL) || c.portfolio().equals(ask.portfolio()))
        .toList();
  }

  private static boolean covers(Command command, Ask ask) {
    return switch (command.scope()) {
      case "STRATEGY" -> command.scopeId().equals(ask.strategy());
      case "SYMBOL" -> command.scopeId().equals(ask.symbol());
      default -> true;
    };
  }

  private boolean isInState(String action, Ask ask, long now) {
    return inForce(ask, now).stream().anyMatch(c -> c.action().equals(action) && covers(c, ask));
  }

  private BigDecimal cap(String action, Ask ask, long now) {
    return inForce(ask, now).stream()
        .filter(c -> c.action().equals(action))
        .filter(c -> action.equals("CAP_LEVERAGE") ? c.scopeId().isEmpty() : covers(c, ask))
        .map(Command::value)
        .reduce(BigDecimal::min)
        .orElse(null);
  }

  /** Whether the gate must approve exactly this quantity. */
  boolean accepts(Ask ask, BigDecimal quantity, long submitted, long wall) {
    long now = model.clock(wall);
    boolean cuts = model.cutsRisk(ask, quantity);
    boolean whole =
        model.price(ask.symbol()) == null
            || (cuts && !model.cutsRisk(ask, quantity.add(BigDecimal.ONE.movePointLeft(8))))
            || quantity.remainder(model.instruments().get(ask.symbol()).lot()).signum() == 0;
    if ((!ask.permitted() && !cuts)
        || quantity.signum() <= 0
        || !whole
        || model.orders(ask.portfolio()).containsKey(ask.order())
        || submitted > now + settings.maxLead()
        || submitted < now - settings.maxIntentAge()
        || isInState("HALT", ask, now)
        || isFarFromTheMark(ask, now)) {
      return false;
    }
    return cuts
        || (!ask.reduceOnly()
            && !isInState("REDUCE_ONLY", ask, now)
            && isInformed(ask, now)
            && !risk.lossReached(ask.portfolio())
            && risk.mayCome(ask.portfolio(), ask.strategy(), now)
            && risk.isCalm(model, ask, quantity)
            && isSmallEnough(ask, quantity)
            && isWithinBudget(ask, quantity, now));
  }

  private boolean isFarFromTheMark(Ask ask, long now) {
    Price mark = model.price(ask.symbol());
    if (ask.limitPrice() == null || mark == null || now - mark.time() > settings.maxAge()) {
      return false;
    }
    BigDecimal costs =
        ask.buy()
            ? ask.limitPrice().subtract(mark.price())
            : mark.price().subtract(ask.limitPrice());
    return costs.multiply(BigDecimal.TEN).compareTo(mark.price()) > 0;
  }

  private boolean isInformed(Ask ask, long now) {
    Budget budget = model.budget(ask.portfolio());
    Set<String> symbols = model.heldSymbols(ask.portfolio());
    symbols.add(ask.symbol());
    return budget != null
        && now - budget.asOf() <= settings.maxAge()
        && budget.strategies().containsKey(ask.strategy())
        && budget.positions().containsKey(ask.symbol())
        && symbols.stream()
            .allMatch(
                s -> model.isPriced(s) && now - model.price(s).time() <= settings.maxHeldAge())
        && now - model.price(ask.symbol()).time() <= settings.maxAge()
        && model.equity(ask.portfolio()).signum() > 0;
  }

  private boolean isSmallEnough(Ask ask, BigDecimal quantity) {
    Rules hard = model.rules().get(ask.portfolio());
    BigDecimal mark = model.price(ask.symbol()).price();
    BigDecimal price = ask.limitPrice() == null ? mark : mark.max(ask.limitPrice());
    BigDecimal notional =
        quantity.multiply(price).multiply(model.instruments().get(ask.symbol()).multiplier());
    return within(quantity, hard.maxOrderQuantity())
        && within(notional, hard.maxOrderNotional())
        && within(notional, settings.maxOrderNotional())
        && (hard.maxOpenOrders() == null
            || model.openOrders(ask.portfolio()) + 1 <= hard.maxOpenOrders());
  }

  private boolean isWithinBudget(Ask ask, BigDecimal quantity, long now) {
    Budget budget = model.budget(ask.portfolio());
    Rules hard = model.rules().get(ask.portfolio());
    BigDecimal equity = model.equity(ask.portfolio());
    BigDecimal worst = model.worst(ask.portfolio(), null, ask.symbol(), ask.buy(), quantity);
    BigDecimal gross = model.gross(ask.portfolio(), null, ask, quantity);
    BigDecimal ofStrategy = model.gross(ask.portfolio(), ask.strategy(), ask, quantity);
    // What an order only cuts cannot break a limit, even one that was cut below what is held.
    boolean cutsStrategy =
        quantity.compareTo(
                model.reducible(ask.portfolio(), ask.strategy(), ask.symbol(), ask.buy()))
            <= 0;
    boolean cutsPortfolio =
        quantity.compareTo(model.reducible(ask.portfolio(), null, ask.symbol(), ask.buy())) <= 0;
    boolean portfolioHolds =
        cutsPortfolio
            || (within(worst, budget.positions().get(ask.symbol()))
                && within(worst, hard.positionLimits().get(ask.symbol()))
                && within(worst, cap("CAP_POSITION", ask, now))
                && within(
                    worst.multiply(model.unitValue(ask.symbol())),
                    times(hard.maxSymbolWeight(), equity))
                && within(gross, budget.leverage().multiply(equity))
                && within(gross, times(hard.maxLeverage(), equity))
                && within(gross, times(cap("CAP_LEVERAGE", ask, now), equity)));
    return portfolioHolds
        && (cutsStrategy || within(ofStrategy, budget.strategies().get(ask.strategy())));
  }

  private static boolean within(BigDecimal value, BigDecimal limit) {
    return limit == null || Objects.requireNonNull(value).compareTo(limit) <= 0;
  }

  private static BigDecimal times(BigDecimal factor, BigDecimal equity) {
    return factor == null ? null : factor.multiply(equity);
  }
}
