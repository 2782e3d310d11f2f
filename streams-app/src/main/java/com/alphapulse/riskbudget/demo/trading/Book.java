package com.alphapulse.riskbudget.demo.trading;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Side;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a desk believes that its strategies hold and have on the way, from its own orders and the
 * answers to them. An order counts in full from when it is sent, so that a slow answer does not
 * make the desk send it again.
 */
final class Book {
  private final Map<Position, BigDecimal> held = new HashMap<>();
  private final Map<Position, BigDecimal> onTheWay = new HashMap<>();
  private final Map<String, Open> open = new HashMap<>();
  private final Set<String> seenExecutions = new HashSet<>();

  private record Position(String strategyId, String symbol) {}

  private record Open(Position position, Side side, BigDecimal remaining) {}

  void sent(OrderIntent intent) {
    expect(
        intent.getOrderId(),
        new Open(
            new Position(intent.getStrategyId(), intent.getSymbol()),
            intent.getSide(),
            intent.getQuantity()));
  }

  void decided(OrderDecision decision) {
    Open order = open.get(decision.getIntent().getOrderId());
    if (order == null || decision.getRepeat()) {
      return;
    }
    BigDecimal quantity =
        decision.getOutcome() == Outcome.APPROVED
            ? decision.getApprovedQuantity()
            : BigDecimal.ZERO;
    expect(decision.getIntent().getOrderId(), new Open(order.position(), order.side(), quantity));
  }

  void executed(ExecutionReport report) {
    if (!seenExecutions.add(report.getOrderId() + " " + report.getExecId())) {
      return;
    }
    Position position = new Position(report.getStrategyId(), report.getSymbol());
    BigDecimal filled = report.getLastQuantity();
    held.merge(position, signed(report.getSide(), filled), BigDecimal::add);
    Open order = open.get(report.getOrderId());
    if (order == null) {
      return;
    }
    BigDecimal remaining =
        switch (report.getStatus()) {
          case NEW, PARTIALLY_FILLED -> order.remaining().subtract(filled);
          case FILLED, CANCELLED, REJECTED, EXPIRED -> BigDecimal.ZERO;
        };
    expect(report.getOrderId(), new Open(position, report.getSide(), remaining));
  }

  /** Position in units, negative when short, as if everything on the way were filled. */
  BigDecimal expected(String strategyId, String symbol) {
    Position position = new Position(strategyId, symbol);
    return held.getOrDefault(position, BigDecimal.ZERO)
        .add(onTheWay.getOrDefault(position, BigDecimal.ZERO));
  }

  /** Position in units that is held now, negative when short. */
  BigDecimal held(String strategyId, String symbol) {
    return held.getOrDefault(new Position(strategyId, symbol), BigDecimal.ZERO);
  }

  private void expect(String orderId, Open order) {
    Open before = order.remaining().signum() > 0 ? open.put(orderId, order) : open.remove(orderId);
    if (before != null) {
      onTheWay.merge(
          before.position(), signed(before.side(), before.remaining()).negate(), BigDecimal::add);
    }
    if (order.remaining().signum() > 0) {
      onTheWay.merge(order.position(), signed(order.side(), order.remaining()), BigDecimal::add);
    }
  }

  private static BigDecimal signed(Side side, BigDecimal quantity) {
    return side == Side.BUY ? quantity : quantity.negate();
  }
}
