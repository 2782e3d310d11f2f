package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.gate.PlainModel.Approval;
import com.alphapulse.riskbudget.gate.PlainModel.Event;
import com.alphapulse.riskbudget.gate.PlainModel.Release;
import com.alphapulse.riskbudget.gate.PlainModel.Report;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What approvals and execution reports make of orders, in the plainest way there is. */
final class PlainOrders {
  private PlainOrders() {}

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

  /** The orders of a portfolio. */
  static Map<String, Working> of(List<Event> events, String portfolio) {
    Map<String, Working> orders = new LinkedHashMap<>();
    for (Event event : events) {
      if (event instanceof Approval a && a.portfolio().equals(portfolio)) {
        orders.put(a.order(), working(a));
      } else if (event instanceof Report r && r.portfolio().equals(portfolio)) {
        report(r, orders);
      } else if (event instanceof Release r
          && r.portfolio().equals(portfolio)
          && orders.containsKey(r.order())) {
        orders.get(r.order()).reserved = BigDecimal.ZERO;
        orders.get(r.order()).closed = true;
      }
    }
    return orders;
  }

  private static Working working(Approval approval) {
    Working order = new Working();
    order.strategy = approval.strategy();
    order.symbol = approval.symbol();
    order.buy = approval.buy();
    order.approved = approval.quantity();
    order.reserved = approval.quantity();
    return order;
  }

  /** What of a report counts, as a report of that much; null where nothing does. */
  private static Report report(Report report, Map<String, Working> orders) {
    if (!makesSense(report, orders)) {
      return null;
    }
    Working order = orders.get(report.order());
    if (order == null) {
      order = new Working();
      order.strategy = report.strategy();
      order.symbol = report.symbol();
      order.buy = report.buy();
      order.closed = true;
      orders.put(report.order(), order);
    }
    boolean same =
        order.strategy.equals(report.strategy())
            && order.symbol.equals(report.symbol())
            && order.buy == report.buy();
    boolean first = order.execs.add(report.exec());
    if (!same) {
      return first ? report : null;
    }
    BigDecimal counts = BigDecimal.ZERO;
    if (first) {
      counts = report.last();
      if (report.last().signum() > 0 && report.cumulative().compareTo(report.last()) >= 0) {
        BigDecimal all = report.cumulative().max(order.told);
        counts = report.last().min(all.subtract(order.filled).max(BigDecimal.ZERO));
      }
    }
    if (counts.signum() >= 0 && (first || report.ends())) {
      order.told = order.told.max(report.cumulative());
    } else {
      order.told = order.told.add(counts);
    }
    order.filled = order.filled.add(counts);
    if (counts.signum() >= 0) {
      order.reserved = order.reserved.subtract(counts).max(BigDecimal.ZERO);
    } else if (!report.ends() && order.approved.signum() > 0) {
      order.closed = false;
      order.reserved = order.approved.subtract(order.filled).max(BigDecimal.ZERO);
    }
    if (report.ends()) {
      BigDecimal missing = order.told.subtract(order.filled).max(BigDecimal.ZERO);
      order.reserved = order.reserved.min(missing);
      order.closed = true;
    }
    boolean nothing = report.last().signum() > 0 && counts.signum() == 0;
    return first && !nothing ? report.counting(counts) : null;
  }

  private static boolean makesSense(Report report, Map<String, Working> orders) {
    Working order = orders.get(report.order());
    return report.cumulative().signum() >= 0
        && (report.last().signum() == 0 || report.price().signum() > 0)
        && (report.last().signum() > 0 || order != null)
        && (report.last().signum() >= 0 || canTakeBack(report, order));
  }

  /** A fill that is taken back must have been one of this very order. */
  static boolean canTakeBack(Report report, Working order) {
    return order.strategy.equals(report.strategy())
        && order.symbol.equals(report.symbol())
        && order.buy == report.buy()
        && order.filled.compareTo(report.last().negate()) >= 0;
  }

  /** Reports that count, as far as they do. */
  static List<Report> booked(List<Event> events, String portfolio) {
    List<Report> booked = new ArrayList<>();
    Map<String, Working> orders = new LinkedHashMap<>();
    for (Event event : events) {
      if (event instanceof Approval a && a.portfolio().equals(portfolio)) {
        orders.put(a.order(), working(a));
      } else if (event instanceof Report r && r.portfolio().equals(portfolio)) {
        Report counts = report(r, orders);
        if (counts != null) {
          booked.add(counts);
        }
      }
    }
    return booked;
  }
}
