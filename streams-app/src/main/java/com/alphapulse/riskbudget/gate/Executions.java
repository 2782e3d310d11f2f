package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.Severity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies execution reports to a ledger. A fill is a fact: it is booked even when the gate never
 * approved the order, and an alert says so. A report is applied once, by its execution id.
 *
 * <p>A report whose last quantity is below 0 takes a fill back, at its price. A correction is a
 * fill taken back and the right one booked, each under an execution id of its own. Where the status
 * is not a final one, what was taken back may fill again and is reserved.
 */
public final class Executions {

  /**
   * What a report changed.
   *
   * @param applied whether it changed the ledger; false for a repeated or senseless report
   * @param order the order's state afterwards; empty where nothing is known of it
   */
  public record Result(boolean applied, Optional<OrderState> order, List<Alert> alerts) {
    static Result ignored(List<Alert> alerts) {
      return new Result(false, Optional.empty(), alerts);
    }
  }

  private Executions() {}

  /**
   * Applies one report.
   *
   * @param receivedAt the market's time, milliseconds; the report's own is for show only
   */
  public static Result apply(
      ExecutionEvent event, PortfolioLedger ledger, Marks marks, long receivedAt) {
    Optional<String> nonsense = nonsense(event);
    if (nonsense.isPresent()) {
      return Result.ignored(List.of(bad(event, nonsense.get())));
    }
    Optional<OrderState> known = ledger.order(event.orderId());
    if (known.isPresent() && known.get().execIds().contains(event.execId())) {
      return Result.ignored(List.of());
    }
    boolean fills = event.lastQuantity().signum() > 0;
    boolean takesBack = event.lastQuantity().signum() < 0;
    if (known.isEmpty() && !fills) {
      return Result.ignored(
          List.of(bad(event, "the order is not known and the report fills nothing")));
    }
    if (takesBack && !known.get().canTakeBack(event)) {
      return Result.ignored(
          List.of(
              critical(AlertType.FILL_TAKEN_BACK, event, "to give back what it has not filled")));
    }
    List<Alert> alerts = new ArrayList<>();
    OrderState order = known.orElseGet(() -> unsolicited(event, ledger, receivedAt));
    if (fills && order.approved().signum() == 0) {
      alerts.add(
          critical(AlertType.UNKNOWN_ORDER_FILLED, event, "filled without the gate's approval"));
    }
    order.seen(event, receivedAt);
    if (fills || takesBack || event.fee().signum() != 0) {
      ledger.book(event, multiplier(event, marks), marks);
    }
    if (order.matches(event)) {
      update(event, order, ledger, marks, alerts);
    } else {
      alerts.add(
          bad(event, "its strategy, symbol or side is not the order's; the fill was booked"));
    }
    ledger.settle(order);
    ledger.advance();
    return new Result(true, Optional.of(order), alerts);
  }

  /**
   * Frees what an order reserves, on an operator's word.
   *
   * @return the order; empty where it reserves nothing
   */
  public static Optional<OrderState> release(String orderId, PortfolioLedger ledger, Marks marks) {
    Optional<OrderState> order = ledger.order(orderId).filter(o -> !o.isSettled());
    order.ifPresent(
        o -> {
          close(o, BigDecimal.ZERO, ledger, marks);
          ledger.settle(o);
          ledger.advance();
        });
    return order;
  }

  private static void update(
      ExecutionEvent event,
      OrderState order,
      PortfolioLedger ledger,
      Marks marks,
      List<Alert> alerts) {
    if (event.lastQuantity().signum() > 0) {
      boolean unexpected = order.closed() && order.reserved().signum() == 0;
      ledger.release(order, order.fill(event.lastQuantity()), marks);
      if (order.approved().signum() > 0 && order.filled().compareTo(order.approved()) > 0) {
        alerts.add(
            critical(
                AlertType.OVER_FILLED,
                event,
                "filled %s of %s".formatted(order.filled(), order.approved())));
      } else if (unexpected && order.approved().signum() > 0) {
        alerts.add(critical(AlertType.FILL_AFTER_CLOSE, event, "filled after it was closed"));
      }
    }
    if (event.lastQuantity().signum() < 0) {
      ledger.release(order, order.takeBack(event), marks);
      ledger.reopen(order);
      alerts.add(critical(AlertType.FILL_TAKEN_BACK, event, "corrected: a fill was taken back"));
    }
    if (event.status().isFinal()) {
      close(order, event.cumulativeQuantity(), ledger, marks);
    }
  }

  private static void close(
      OrderState order, BigDecimal cumulativeQuantity, PortfolioLedger ledger, Marks marks) {
    ledger.release(order, order.close(cumulativeQuantity), marks);
  }

  private static OrderState unsolicited(
      ExecutionEvent event, PortfolioLedger ledger, long receivedAt) {
    OrderState order = OrderState.unsolicited(event, receivedAt);
    ledger.remember(order);
    return order;
  }

  private static Optional<String> nonsense(ExecutionEvent event) {
    if (!Identifiers.isUsable(event.orderId())
        || !Identifiers.isUsable(event.strategyId())
        || !Identifiers.isUsable(event.symbol())
        || !Identifiers.isUsable(event.execId())) {
      return Optional.of("an identifier is empty, too long or holds a control character");
    }
    if (event.cumulativeQuantity().signum() < 0) {
      return Optional.of("the cumulative quantity is below 0");
    }
    if (event.lastQuantity().signum() != 0 && event.price().signum() <= 0) {
      return Optional.of("a fill needs a price above 0");
    }
    return Optional.empty();
  }

  private static BigDecimal multiplier(ExecutionEvent event, Marks marks) {
    return marks
        .of(event.symbol())
        .map(mark -> mark.instrument().contractMultiplier())
        .orElse(InstrumentSpec.DEFAULT_CONTRACT_MULTIPLIER);
  }

  private static Alert bad(ExecutionEvent event, String message) {
    return Alert.of(
        AlertType.BAD_EXECUTION_REPORT,
        Severity.WARNING,
        event.orderId(),
        "Execution report %s of order %s: %s.".formatted(event.execId(), event.orderId(), message),
        event.eventTime());
  }

  private static Alert critical(AlertType type, ExecutionEvent event, String message) {
    return Alert.of(
        type,
        Severity.CRITICAL,
        event.orderId(),
        "Order %s (%s, %s) was %s; check it with the execution engine."
            .formatted(event.orderId(), event.strategyId(), event.symbol(), message),
        event.eventTime());
  }
}
