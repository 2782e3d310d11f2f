package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.gate.PlainOrders.Working;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the gate should know, worked out from the whole list of events each time it is asked, in the
 * plainest way there is. Shares no code with the gate. A strategy of null stands for the whole
 * portfolio.
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

  private final Map<String, BigDecimal> capital;
  private final Map<String, Rules> rules;
  private final Map<String, Instrument> instruments;
  private final PlainRisk risk;
  private final List<Event> events = new ArrayList<>();

  PlainModel(
      Map<String, BigDecimal> capital,
      Map<String, Rules> rules,
      Map<String, Instrument> instruments,
      PlainRisk risk) {
    this.capital = capital;
    this.rules = rules;
    this.instruments = instruments;
    this.risk = risk;
  }

  List<Event> events() {
    return events;
  }

  Map<String, Rules> rules() {
    return rules;
  }

  Map<String, Instrument> instruments() {
    return instruments;
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
    return PlainOrders.of(events, portfolio);
  }

  BigDecimal position(String portfolio, String strategy, String symbol) {
    BigDecimal position = BigDecimal.ZERO;
    for (Report r : PlainOrders.booked(events, portfolio)) {
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
    for (Report r : PlainOrders.booked(events, portfolio)) {
      BigDecimal value = r.last.multiply(r.price).multiply(instruments.get(r.symbol).multiplier());
      cash = (r.buy ? cash.subtract(value) : cash.add(value)).subtract(r.fee);
    }
    return cash;
  }

  BigDecimal fees(String portfolio) {
    return PlainOrders.booked(events, portfolio).stream()
        .map(Report::fee)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
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
    PlainOrders.booked(events, portfolio).forEach(r -> all.add(List.of(r.strategy, r.symbol)));
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

  boolean isPriced(String symbol) {
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
}
