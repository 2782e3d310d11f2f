package com.alphapulse.riskbudget.audit;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Side;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Positions, reservations and cash of one portfolio, rebuilt from decisions and execution reports.
 *
 * <p>An approved order reserves its approved quantity. Each fill moves its quantity from the
 * reservation to the position. When the order ends, the rest is released, except what the last
 * report says has been filled and whose fills have not arrived yet.
 */
final class OutsideLedger {
  private final Map<String, Order> orders = new HashMap<>();
  private final Set<String> executions = new HashSet<>();

  /** By strategy, then symbol. */
  private final Map<String, Map<String, Holding>> holdings = new TreeMap<>();

  /** Money from trades by symbol, in units times price, before the contract multiplier. */
  private final Map<String, BigDecimal> proceeds = new HashMap<>();

  private BigDecimal fees = BigDecimal.ZERO;

  /** Position and reservations in units. */
  record Holding(BigDecimal position, BigDecimal buys, BigDecimal sells) {
    static final Holding NONE = new Holding(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    Holding plus(Holding other) {
      return new Holding(
          position.add(other.position), buys.add(other.buys), sells.add(other.sells));
    }

    Holding plusPending(Side side, BigDecimal quantity) {
      return side == Side.BUY
          ? new Holding(position, buys.add(quantity), sells)
          : new Holding(position, buys, sells.add(quantity));
    }

    Holding plusPosition(BigDecimal quantity) {
      return new Holding(position.add(quantity), buys, sells);
    }

    /**
     * Whether a quantity on a side brings it nearer to zero and not beyond, whatever else fills.
     */
    boolean isCutBy(Side side, BigDecimal quantity) {
      return side == Side.BUY
          ? position.add(buys).add(quantity).signum() <= 0
          : position.subtract(sells).subtract(quantity).signum() >= 0;
    }

    /** Largest absolute position that can come of it. */
    BigDecimal worst() {
      return position.add(buys).abs().max(position.subtract(sells).abs());
    }
  }

  private static final class Order {
    final String strategyId;
    final String symbol;
    final Side side;
    final BigDecimal approved;
    BigDecimal filled = BigDecimal.ZERO;
    BigDecimal reserved;
    boolean ended;
    BigDecimal filledAtEnd = BigDecimal.ZERO;

    Order(OrderIntent intent, BigDecimal approved) {
      this.strategyId = intent.getStrategyId();
      this.symbol = intent.getSymbol();
      this.side = intent.getSide();
      this.approved = approved;
      this.reserved = approved;
    }

    BigDecimal due() {
      BigDecimal expected = ended ? filledAtEnd.min(approved) : approved;
      return expected.subtract(filled).max(BigDecimal.ZERO);
    }
  }

  /** Takes in an approval that is not a repeat. */
  void approve(OrderDecision decision) {
    OrderIntent intent = decision.getIntent();
    Order order = new Order(intent, decision.getApprovedQuantity());
    if (orders.putIfAbsent(intent.getOrderId(), order) == null) {
      change(
          intent.getStrategyId(),
          intent.getSymbol(),
          Holding.NONE.plusPending(order.side, order.approved));
    }
  }

  /** Takes in an execution report; one whose execution id is known changes nothing. */
  void apply(ExecutionReport report) {
    if (!executions.add(report.getOrderId() + "\n" + report.getExecId())) {
      return;
    }
    Order order = orders.get(report.getOrderId());
    BigDecimal filled = report.getLastQuantity();
    if (filled.signum() != 0) {
      book(report, filled);
    }
    if (order == null) {
      return;
    }
    order.filled = order.filled.add(filled);
    switch (report.getStatus()) {
      case NEW, PARTIALLY_FILLED -> order.ended &= filled.signum() >= 0;
      case FILLED, CANCELLED, REJECTED, EXPIRED -> {
        order.ended = true;
        order.filledAtEnd = order.filledAtEnd.max(report.getCumulativeQuantity());
      }
    }
    BigDecimal released = order.reserved.subtract(order.due());
    order.reserved = order.due();
    change(order.strategyId, order.symbol, Holding.NONE.plusPending(order.side, released.negate()));
  }

  private void book(ExecutionReport report, BigDecimal filled) {
    BigDecimal signed = report.getSide() == Side.BUY ? filled : filled.negate();
    change(report.getStrategyId(), report.getSymbol(), Holding.NONE.plusPosition(signed));
    proceeds.merge(
        report.getSymbol(), signed.multiply(report.getPrice()).negate(), BigDecimal::add);
    fees = fees.add(report.getFee());
  }

  private void change(String strategyId, String symbol, Holding by) {
    holdings.computeIfAbsent(strategyId, s -> new TreeMap<>()).merge(symbol, by, Holding::plus);
  }

  /** What a strategy holds of a symbol. */
  Holding holding(String strategyId, String symbol) {
    return holdings.getOrDefault(strategyId, Map.of()).getOrDefault(symbol, Holding.NONE);
  }

  /** What a strategy holds, by symbol. */
  Map<String, Holding> ofStrategy(String strategyId) {
    return new TreeMap<>(holdings.getOrDefault(strategyId, Map.of()));
  }

  /** What the portfolio holds, by symbol; opposite positions of strategies offset each other. */
  Map<String, Holding> ofPortfolio() {
    Map<String, Holding> all = new TreeMap<>();
    holdings
        .values()
        .forEach(bySymbol -> bySymbol.forEach((s, h) -> all.merge(s, h, Holding::plus)));
    return all;
  }

  /** Money from trades by symbol, in units times price, before the contract multiplier. */
  Map<String, BigDecimal> proceeds() {
    return Map.copyOf(proceeds);
  }

  /** Fees paid, in base currency. */
  BigDecimal fees() {
    return fees;
  }
}
