package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.trades.TradeLine;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.account.HeldReports;
import com.alphapulse.riskbudget.domain.account.HeldReports.Held;
import com.alphapulse.riskbudget.domain.account.OrderState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Orders of one portfolio, as approvals and execution reports tell of them, and what pends: what
 * was approved and has neither filled nor ended.
 */
public final class BookOrders implements TradeLine.Pending {
  private record Line(String strategyId, String symbol, Side side) {
    private static Line of(OrderState order) {
      return new Line(order.strategyId(), order.symbol(), order.side());
    }
  }

  private final Map<String, OrderState> byId = new HashMap<>();
  private final Map<String, OrderState> settled = new LinkedHashMap<>();
  private final Map<Line, BigDecimal> pending = new HashMap<>();
  private final EarlyReports early = new EarlyReports();
  private final HeldReports held = new HeldReports();

  Optional<OrderState> order(String orderId) {
    return Optional.ofNullable(byId.get(orderId));
  }

  /** Reports that wait for the contract of their symbol. */
  public HeldReports held() {
    return held;
  }

  /** Reports that wait for the approval of their order. */
  public EarlyReports early() {
    return early;
  }

  /**
   * Takes in an order that the gate has approved.
   *
   * @return reports of it that were kept, to be applied now; empty without any
   */
  public List<Held> approve(OrderState order) {
    order(order.orderId())
        .ifPresent(
            known -> {
              BigDecimal open = order.approved().subtract(known.filled()).max(BigDecimal.ZERO);
              OrderState.restored(
                  order,
                  new OrderState.Progress(
                      known.filled(),
                      known.missing().add(known.filled()),
                      open,
                      open.signum() == 0,
                      false,
                      order.heardAt()));
              known.execIds().forEach(id -> order.adoptExecId(id.execId()));
            });
    put(order);
    return early.take(order.orderId());
  }

  /** Frees what an order reserves, on an operator's word; empty where it reserves nothing. */
  public Optional<OrderState> release(String orderId) {
    Optional<OrderState> order = order(orderId).filter(o -> !o.isSettled());
    order.ifPresent(
        o -> {
          free(o, o.release());
          file(o);
        });
    return order;
  }

  /** Takes in an order with what it reserves, in the place of what was known of it. */
  public void put(OrderState order) {
    OrderState before = byId.put(order.orderId(), order);
    if (before != null) {
      change(before, before.reserved().negate());
    }
    change(order, order.reserved());
    file(order);
  }

  /** Files an order by whether it may fill. */
  void file(OrderState order) {
    settled.remove(order.orderId());
    if (order.isSettled()) {
      settled.put(order.orderId(), order);
    }
  }

  /** Frees what an order had reserved, in units. */
  void free(OrderState order, BigDecimal quantity) {
    change(order, quantity.negate());
  }

  private void change(OrderState order, BigDecimal quantity) {
    if (quantity.signum() != 0) {
      BigDecimal now = pending.merge(Line.of(order), quantity, BigDecimal::add);
      if (now.signum() == 0) {
        pending.remove(Line.of(order));
      }
    }
  }

  @Override
  public BigDecimal pending(String strategyId, String symbol, Side side) {
    return pending.getOrDefault(new Line(strategyId, symbol, side), BigDecimal.ZERO);
  }

  /** What pends on a side of a symbol in all strategies, in units. */
  public BigDecimal pending(String symbol, Side side) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<Line, BigDecimal> line : pending.entrySet()) {
      if (line.getKey().symbol().equals(symbol) && line.getKey().side() == side) {
        sum = sum.add(line.getValue());
      }
    }
    return sum;
  }

  boolean isEmpty() {
    return byId.isEmpty() && held.isEmpty();
  }

  /** Symbols of which something pends, sorted. */
  SortedSet<String> pendingSymbols() {
    return sorted(Line::symbol);
  }

  @Override
  public SortedSet<String> pendingStrategies() {
    return sorted(Line::strategyId);
  }

  private SortedSet<String> sorted(Function<Line, String> part) {
    return pending.keySet().stream().map(part).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Forgets settled orders of which nothing was received since {@code before}, in milliseconds. */
  public List<OrderState> forgetSettled(long before) {
    List<OrderState> forgotten = new ArrayList<>();
    Iterator<OrderState> oldest = settled.values().iterator();
    while (oldest.hasNext()) {
      OrderState order = oldest.next();
      if (order.heardAt() >= before) {
        break;
      }
      oldest.remove();
      byId.remove(order.orderId());
      forgotten.add(order);
    }
    return forgotten;
  }
}
