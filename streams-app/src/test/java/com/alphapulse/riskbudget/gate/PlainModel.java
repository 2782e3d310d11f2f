package com.alphapulse.riskbudget.gate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the gate should know and answer, worked out from the whole list of events each time it is
 * asked, in the plainest way there is. Shares no code with the gate. A strategy of null stands for
 * the whole portfolio.
 */
public final class PlainModel {
  static final String ALL = "*";
  static final long NEVER = Long.MAX_VALUE;

  record Instrument(BigDecimal lot, BigDecimal multiplier) {}

  record Rules(
      BigDecimal maxLeverage,
      BigDecimal maxOrderNotional,
      BigDecimal maxOrderQuantity,
      BigDecimal maxSymbolWeight,
      Integer maxOpenOrders,
      Map<String, BigDecimal> positionLimits) {
    static final Rules NONE = new Rules(null, null, null, null, null, Map.of());
  }

  sealed interface Event {}

  /** A price of a time, as it came at a wall clock's time; in another currency or in the base. */
  record Price(String symbol, BigDecimal price, boolean foreign, long time, long came)
      implements Event {}

  record Budget(
      String portfolio,
      long asOf,
      BigDecimal leverage,
      Map<String, BigDecimal> strategies,
      Map<String, BigDecimal> positions)
      implements Event {}

  record Approval(
      String portfolio,
      String order,
      String strategy,
      String symbol,
      boolean buy,
      BigDecimal quantity)
      implements Event {}

  record Report(
      String portfolio,
      String order,
      String strategy,
      String symbol,
      boolean buy,
      boolean ends,
      BigDecimal last,
      BigDecimal cumulative,
      BigDecimal price,
      BigDecimal fee,
      String exec)
      implements Event {

    Report counting(BigDecimal quantity) {
      return new Report(
          portfolio, order, strategy, symbol, buy, ends, quantity, cumulative, price, fee, exec);
    }
  }

  record Release(String portfolio, String order) implements Event {}

  /** Action HALT, REDUCE_ONLY, RESUME, CAP_LEVERAGE, CAP_POSITION or WITHDRAW. */
  record Command(
      String portfolio,
      String id,
      String action,
      String scope,
      String scopeId,
      BigDecimal value,
      long expiresAt)
      implements Event {}

  public record Ask(
      String portfolio,
      String order,
      String strategy,
      String symbol,
      boolean buy,
      boolean reduceOnly,
      boolean permitted,
      BigDecimal limitPrice) {

    /** A market order. */
    public Ask(
        String portfolio,
        String order,
        String strategy,
        String symbol,
        boolean buy,
        boolean reduceOnly,
        boolean permitted) {
      this(portfolio, order, strategy, symbol, buy, reduceOnly, permitted, null);
    }
  }

  /** An order as its events leave it. */
  static final class Working {
    String strategy;
    String symbol;
    boolean buy;
    BigDecimal approved = BigDecimal.ZERO;
    BigDecimal filled = BigDecimal.ZERO;
    BigDecimal told = BigDecimal.ZERO;
    BigDecimal reserved = BigDecimal.ZERO;
    boolean closed;
    final Set<String> execs = new HashSet<>();
  }

  private final Map<String, BigDecimal> capital;
  private final Map<String, Rules> rules;
  private final Map<String, Instrument> instruments;
  private final BigDecimal maxOrderNotional;
  private final long maxAge;
  private final long maxHeldAge;
  private final long maxLead;
  private final long maxIntentAge;
  private final PlainRisk risk;
  private final List<Event> events = new ArrayList<>();

  PlainModel(
      Map<String, BigDecimal> capital,
      Map<String, Rules> rules,
      Map<String, Instrument> instruments,
      BigDecimal maxOrderNotional,
      long maxAge,
      long maxHeldAge,
      long maxLead,
      long maxIntentAge,
      PlainRisk risk) {
    this.capital = capital;
    this.rules = rules;
    this.instruments = instruments;
    this.maxOrderNotional = maxOrderNotional;
    this.maxAge = maxAge;
    this.maxHeldAge = maxHeldAge;
    this.maxLead = maxLead;
    this.maxIntentAge = maxIntentAge;
    this.risk = risk;
  }

  void add(Event event) {
    events.add(event);
    if (event instanceof Price) {
      capital.keySet().forEach(portfolio -> risk.equity(portfolio, equity(portfolio)));
    } else if (event instanceof Command c
        && c.action.equals("RESUME")
        && c.scope.equals("PORTFOLIO")) {
      capital.keySet().stream()
          .filter(portfolio -> c.portfolio.equals(ALL) || c.portfolio.equals(portfolio))
          .forEach(portfolio -> risk.resume(portfolio, equity(portfolio)));
    }
  }

  /** An order that was decided, whatever the answer. */
  void asked(Ask ask, long wall) {
    risk.asked(ask.portfolio, ask.strategy, clock(wall));
  }

  /**
   * The market's time: each price after which the latest time, as far as the wall clock had come,
   * was later than before began a stretch, in which time went on as on the wall; the farthest that
   * any stretch came to.
   */
  long clock(long wall) {
    List<long[]> stretches = new ArrayList<>();
    long latest = Long.MIN_VALUE;
    long begun = Long.MIN_VALUE;
    for (Event event : events) {
      if (event instanceof Price p) {
        latest = Math.max(latest, p.time);
        if (Math.min(latest, p.came) > begun) {
          begun = Math.min(latest, p.came);
          stretches.add(new long[] {begun, p.came});
        }
      }
    }
    long farthest = Long.MIN_VALUE;
    for (int i = 0; i < stretches.size(); i++) {
      long end = i + 1 < stretches.size() ? stretches.get(i + 1)[1] : wall;
      farthest = Math.max(farthest, stretches.get(i)[0] + end - stretches.get(i)[1]);
    }
    return stretches.isEmpty() ? wall : farthest;
  }

  Map<String, Working> orders(String portfolio) {
    Map<String, Working> orders = new LinkedHashMap<>();
    for (Event event : events) {
      if (event instanceof Approval a && a.portfolio.equals(portfolio)) {
        orders.put(a.order, working(a));
      } else if (event instanceof Report r && r.portfolio.equals(portfolio)) {
        report(r, orders);
      } else if (event instanceof Release r
          && r.portfolio.equals(portfolio)
          && orders.containsKey(r.order)) {
        orders.get(r.order).reserved = BigDecimal.ZERO;
        orders.get(r.order).closed = true;
      }
    }
    return orders;
  }

  private static Working working(Approval approval) {
    Working order = new Working();
    order.strategy = approval.strategy;
    order.symbol = approval.symbol;
    order.buy = approval.buy;
    order.approved = approval.quantity;
    order.reserved = approval.quantity;
    return order;
  }

  /** What of a report counts, as a report of that much; null where nothing does. */
  private static Report report(Report report, Map<String, Working> orders) {
    if (!makesSense(report, orders)) {
      return null;
    }
    Working order = orders.get(report.order);
    if (order == null) {
      order = new Working();
      order.strategy = report.strategy;
      order.symbol = report.symbol;
      order.buy = report.buy;
      order.closed = true;
      orders.put(report.order, order);
    }
    boolean same =
        order.strategy.equals(report.strategy)
            && order.symbol.equals(report.symbol)
            && order.buy == report.buy;
    boolean first = order.execs.add(report.exec);
    if (!same) {
      return first ? report : null;
    }
    BigDecimal counts = BigDecimal.ZERO;
    if (first) {
      counts = report.last;
      if (report.last.signum() > 0 && report.cumulative.compareTo(report.last) >= 0) {
        BigDecimal all = report.cumulative.max(order.told);
        counts = report.last.min(all.subtract(order.filled).max(BigDecimal.ZERO));
      }
    }
    if (counts.signum() >= 0 && (first || report.ends)) {
      order.told = order.told.max(report.cumulative);
    } else {
      order.told = order.told.add(counts);
    }
    order.filled = order.filled.add(counts);
    if (counts.signum() >= 0) {
      order.reserved = order.reserved.subtract(counts).max(BigDecimal.ZERO);
    } else if (!report.ends && order.approved.signum() > 0) {
      order.closed = false;
      order.reserved = order.approved.subtract(order.filled).max(BigDecimal.ZERO);
    }
    if (report.ends) {
      BigDecimal missing = order.told.subtract(order.filled).max(BigDecimal.ZERO);
      order.reserved = order.reserved.min(missing);
      order.closed = true;
    }
    boolean nothing = report.last.signum() > 0 && counts.signum() == 0;
    return first && !nothing ? report.counting(counts) : null;
  }

  private static boolean makesSense(Report report, Map<String, Working> orders) {
    Working order = orders.get(report.order);
    return report.cumulative.signum() >= 0
        && (report.last.signum() == 0 || report.price.signum() > 0)
        && (report.last.signum() > 0 || order != null)
        && (report.last.signum() >= 0 || canTakeBack(report, order));
  }

  /** A fill that is taken back must have been one of this very order. */
  static boolean canTakeBack(Report report, Working order) {
    return order.strategy.equals(report.strategy)
        && order.symbol.equals(report.symbol)
        && order.buy == report.buy
        && order.filled.compareTo(report.last.negate()) >= 0;
  }

  /** Reports that count, as far as they do. */
  private List<Report> booked(String portfolio) {
    List<Report> booked = new ArrayList<>();
    Map<String, Working> orders = new LinkedHashMap<>();
    for (Event event : events) {
      if (event instanceof Approval a && a.portfolio.equals(portfolio)) {
        orders.put(a.order, working(a));
      } else if (event instanceof Report r && r.portfolio.equals(portfolio)) {
        Report counts = report(r, orders);
        if (counts != null) {
          booked.add(counts);
        }
      }
    }
    return booked;
  }

  BigDecimal position(String portfolio, String strategy, String symbol) {
    BigDecimal position = BigDecimal.ZERO;
    for (Report r : booked(portfolio)) {
      if (r.symbol.equals(symbol) && (strategy == null || r.strategy.equals(strategy))) {
        position = r.buy ? position.add(r.last) : position.subtract(r.last);
      }
    }
    return position;
  }

  BigDecimal pending(String portfolio, String strategy, String symbol, boolean buy) {
    BigDecimal pending = BigDecimal.ZERO;
    for (Working order : orders(portfolio).values()) {
      if (order.symbol.equals(symbol)
          && order.buy == buy
          && (strategy == null || order.strategy.equals(strategy))) {
        pending = pending.add(order.reserved);
      }
    }
    return pending;
  }

  BigDecimal cash(String portfolio) {
    BigDecimal cash = capital.get(portfolio);
    for (Report r : booked(portfolio)) {
      BigDecimal value = r.last.multiply(r.price).multiply(instruments.get(r.symbol).multiplier());
      cash = (r.buy ? cash.subtract(value) : cash.add(value)).subtract(r.fee);
    }
    return cash;
  }

  BigDecimal fees(String portfolio) {
    return booked(portfolio).stream().map(Report::fee).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Orders that may still fill. */
  int openOrders(String portfolio) {
    return (int)
        orders(portfolio).values().stream()
            .filter(o -> !o.closed || o.reserved.signum() > 0)
            .count();
  }

  BigDecimal worst(String portfolio, String strategy, String symbol, boolean buy, BigDecimal more) {
    BigDecimal position = position(portfolio, strategy, symbol);
    BigDecimal buys = pending(portfolio, strategy, symbol, true);
    BigDecimal sells = pending(portfolio, strategy, symbol, false);
    BigDecimal up = position.add(buys).add(buy ? more : BigDecimal.ZERO);
    BigDecimal down = position.subtract(sells).subtract(buy ? BigDecimal.ZERO : more);
    return up.abs().max(down.abs());
  }

  /** Quantity that cuts risk: not more than what is held against it, less what pends already. */
  BigDecimal reducible(String portfolio, String strategy, String symbol, boolean buy) {
    BigDecimal held = position(portfolio, strategy, symbol);
    BigDecimal against = buy ? held.negate() : held;
    return against.subtract(pending(portfolio, strategy, symbol, buy)).max(BigDecimal.ZERO);
  }

  boolean cutsRisk(Ask ask, BigDecimal quantity) {
    return quantity.signum() > 0
        && quantity.compareTo(reducible(ask.portfolio, null, ask.symbol, ask.buy)) <= 0
        && quantity.compareTo(reducible(ask.portfolio, ask.strategy, ask.symbol, ask.buy)) <= 0;
  }

  private Set<List<String>> held(String portfolio) {
    Set<List<String>> all = new HashSet<>();
    booked(portfolio).forEach(r -> all.add(List.of(r.strategy, r.symbol)));
    orders(portfolio).values().forEach(o -> all.add(List.of(o.strategy, o.symbol)));
    all.removeIf(
        pair ->
            position(portfolio, pair.get(0), pair.get(1)).signum() == 0
                && pending(portfolio, pair.get(0), pair.get(1), true).signum() == 0
                && pending(portfolio, pair.get(0), pair.get(1), false).signum() == 0);
    return all;
  }

  /** Symbols that any strategy holds or has pending. */
  Set<String> heldSymbols(String portfolio) {
    Set<String> symbols = new TreeSet<>();
    held(portfolio).forEach(pair -> symbols.add(pair.get(1)));
    return symbols;
  }

  private boolean unpriced(String portfolio) {
    return heldSymbols(portfolio).stream().anyMatch(symbol -> !isPriced(symbol));
  }

  private boolean isPriced(String symbol) {
    return price(symbol) != null && !price(symbol).foreign;
  }

  /** Null while a held symbol has no price in the base currency. */
  BigDecimal equity(String portfolio) {
    if (unpriced(portfolio)) {
      return null;
    }
    BigDecimal equity = cash(portfolio);
    for (String symbol : heldSymbols(portfolio)) {
      equity = equity.add(position(portfolio, null, symbol).multiply(unitValue(symbol)));
    }
    return equity;
  }

  /** Worst-case gross exposure with an order more; null while a held symbol has no price in it. */
  BigDecimal gross(String portfolio, String strategy, Ask ask, BigDecimal more) {
    if (unpriced(portfolio)) {
      return null;
    }
    Set<String> symbols = heldSymbols(portfolio);
    if (more.signum() > 0) {
      symbols.add(ask.symbol);
    }
    BigDecimal gross = BigDecimal.ZERO;
    for (String symbol : symbols) {
      BigDecimal extra = symbol.equals(ask.symbol) ? more : BigDecimal.ZERO;
      BigDecimal worst = worst(portfolio, strategy, symbol, ask.buy, extra);
      gross = gross.add(worst.multiply(unitValue(symbol)));
    }
    return gross;
  }

  Price price(String symbol) {
    return last(Price.class, p -> p.symbol.equals(symbol));
  }

  Budget budget(String portfolio) {
    return last(Budget.class, b -> b.portfolio.equals(portfolio));
  }

  BigDecimal unitValue(String symbol) {
    return price(symbol).price.multiply(instruments.get(symbol).multiplier());
  }

  private <T> T last(Class<T> type, java.util.function.Predicate<T> wanted) {
    return events.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(wanted)
        .reduce((first, second) -> second)
        .orElse(null);
  }

  /** Overrides in force that apply to an order. */
  private List<Command> inForce(Ask ask, long now) {
    Map<List<String>, Command> kept = new LinkedHashMap<>();
    for (Event event : events) {
      if (event instanceof Command c && c.action.equals("RESUME")) {
        kept.values()
            .removeIf(
                k ->
                    (k.action.equals("HALT") || k.action.equals("REDUCE_ONLY"))
                        && k.portfolio.equals(c.portfolio)
                        && k.scope.equals(c.scope)
                        && k.scopeId.equals(c.scopeId));
      } else if (event instanceof Command c && c.action.equals("WITHDRAW")) {
        kept.remove(List.of(c.portfolio, c.id));
      } else if (event instanceof Command c) {
        kept.put(List.of(c.portfolio, c.id), c);
      }
    }
    return kept.values().stream()
        .filter(c -> c.expiresAt > now)
        .filter(c -> c.portfolio.equals(ALL) || c.portfolio.equals(ask.portfolio))
        .toList();
  }

  private static boolean covers(Command command, Ask ask) {
    return switch (command.scope) {
      case "STRATEGY" -> command.scopeId.equals(ask.strategy);
      case "SYMBOL" -> command.scopeId.equals(ask.symbol);
      default -> true;
    };
  }

  private boolean isInState(String action, Ask ask, long now) {
    return inForce(ask, now).stream().anyMatch(c -> c.action.equals(action) && covers(c, ask));
  }

  private BigDecimal cap(String action, Ask ask, long now) {
    return inForce(ask, now).stream()
        .filter(c -> c.action.equals(action))
        .filter(c -> action.equals("CAP_LEVERAGE") ? c.scopeId.isEmpty() : covers(c, ask))
        .map(Command::value)
        .reduce(BigDecimal::min)
        .orElse(null);
  }

  /** Whether the gate must approve exactly this quantity. */
  boolean accepts(Ask ask, BigDecimal quantity, long submitted, long wall) {
    long now = clock(wall);
    boolean cuts = cutsRisk(ask, quantity);
    boolean whole =
        price(ask.symbol) == null
            || (cuts && !cutsRisk(ask, quantity.add(BigDecimal.ONE.movePointLeft(8))))
            || quantity.remainder(instruments.get(ask.symbol).lot()).signum() == 0;
    if ((!ask.permitted && !cuts)
        || quantity.signum() <= 0
        || !whole
        || orders(ask.portfolio).containsKey(ask.order)
        || submitted > now + maxLead
        || submitted < now - maxIntentAge
        || isInState("HALT", ask, now)
        || isFarFromTheMark(ask, now)) {
      return false;
    }
    return cuts
        || (!ask.reduceOnly
            && !isInState("REDUCE_ONLY", ask, now)
            && isInformed(ask, now)
            && !risk.lossReached(ask.portfolio)
            && risk.mayCome(ask.portfolio, ask.strategy, now)
            && risk.isCalm(this, ask, quantity)
            && isSmallEnough(ask, quantity)
            && isWithinBudget(ask, quantity, now));
  }

  private boolean isFarFromTheMark(Ask ask, long now) {
    Price mark = price(ask.symbol);
    if (ask.limitPrice == null || mark == null || now - mark.time > maxAge) {
      return false;
    }
    BigDecimal costs =
        ask.buy ? ask.limitPrice.subtract(mark.price) : mark.price.subtract(ask.limitPrice);
    return costs.multiply(BigDecimal.TEN).compareTo(mark.price) > 0;
  }

  private boolean isInformed(Ask ask, long now) {
    Budget budget = budget(ask.portfolio);
    Set<String> symbols = heldSymbols(ask.portfolio);
    symbols.add(ask.symbol);
    return budget != null
        && now - budget.asOf <= maxAge
        && budget.strategies.containsKey(ask.strategy)
        && budget.positions.containsKey(ask.symbol)
        && symbols.stream().allMatch(s -> isPriced(s) && now - price(s).time <= maxHeldAge)
        && now - price(ask.symbol).time <= maxAge
        && equity(ask.portfolio).signum() > 0;
  }

  private boolean isSmallEnough(Ask ask, BigDecimal quantity) {
    Rules hard = rules.get(ask.portfolio);
    BigDecimal mark = price(ask.symbol).price;
    BigDecimal price = ask.limitPrice == null ? mark : mark.max(ask.limitPrice);
    BigDecimal notional =
        quantity.multiply(price).multiply(instruments.get(ask.symbol).multiplier());
    return within(quantity, hard.maxOrderQuantity)
        && within(notional, hard.maxOrderNotional)
        && within(notional, maxOrderNotional)
        && (hard.maxOpenOrders == null || openOrders(ask.portfolio) + 1 <= hard.maxOpenOrders);
  }

  private boolean isWithinBudget(Ask ask, BigDecimal quantity, long now) {
    Budget budget = budget(ask.portfolio);
    Rules hard = rules.get(ask.portfolio);
    BigDecimal equity = equity(ask.portfolio);
    BigDecimal worst = worst(ask.portfolio, null, ask.symbol, ask.buy, quantity);
    BigDecimal gross = gross(ask.portfolio, null, ask, quantity);
    BigDecimal ofStrategy = gross(ask.portfolio, ask.strategy, ask, quantity);
    // What an order only cuts cannot break a limit, even one that was cut below what is held.
    boolean cutsStrategy =
        quantity.compareTo(reducible(ask.portfolio, ask.strategy, ask.symbol, ask.buy)) <= 0;
    boolean cutsPortfolio =
        quantity.compareTo(reducible(ask.portfolio, null, ask.symbol, ask.buy)) <= 0;
    boolean portfolioHolds =
        cutsPortfolio
            || (within(worst, budget.positions.get(ask.symbol))
                && within(worst, hard.positionLimits.get(ask.symbol))
                && within(worst, cap("CAP_POSITION", ask, now))
                && within(
                    worst.multiply(unitValue(ask.symbol)), times(hard.maxSymbolWeight, equity))
                && within(gross, budget.leverage.multiply(equity))
                && within(gross, times(hard.maxLeverage, equity))
                && within(gross, times(cap("CAP_LEVERAGE", ask, now), equity)));
    return portfolioHolds
        && (cutsStrategy || within(ofStrategy, budget.strategies.get(ask.strategy)));
  }

  private static boolean within(BigDecimal value, BigDecimal limit) {
    return limit == null || Objects.requireNonNull(value).compareTo(limit) <= 0;
  }

  private static BigDecimal times(BigDecimal factor, BigDecimal equity) {
    return factor == null ? null : factor.multiply(equity);
  }
}
