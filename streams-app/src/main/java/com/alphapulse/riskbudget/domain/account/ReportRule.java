package com.alphapulse.riskbudget.domain.account;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Identifiers;
import com.alphapulse.riskbudget.domain.Numbers;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.domain.account.ReportResult.Outcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one rule for what an execution report means. A fill is a fact: it is booked even when the
 * gate never approved the order, and an alert says so. A report is applied once, by its execution
 * id.
 *
 * <p>Cumulative quantities count. Of a fill no more is booked than its cumulative quantity, or a
 * larger one that was told before, leaves above what is booked already; where that is less than the
 * report says, the two contradict each other and an alert says so. Fills that come in another order
 * than they happened are booked in full without a word.
 *
 * <p>A report whose last quantity is below 0 takes a fill back, at its price. A correction is a
 * fill taken back and the right one booked, each under an execution id of its own. Where the status
 * is not a final one, what was taken back may fill again and is reserved.
 *
 * <p>A fill of a symbol whose contract multiplier or currency is not known waits until it is.
 */
public final class ReportRule {
  private ReportRule() {}

  /**
   * Applies a report.
   *
   * @param receivedAt by the receiver's clock, milliseconds; what is remembered is forgotten by it
   */
  public static ReportResult apply(ExecutionEvent event, Account account, long receivedAt) {
    Optional<String> nonsense = nonsense(event);
    if (nonsense.isPresent()) {
      return refused(event, ReportAlerts.bad(event, nonsense.get()));
    }
    boolean waits = account.held().concerns(event);
    Optional<OrderState> known = account.order(event.orderId());
    if (known.isEmpty() && !event.fills() && !waits) {
      return ReportResult.of(
          Outcome.UNKNOWN_ORDER,
          event,
          List.of(ReportAlerts.bad(event, "the order is not known and the report fills nothing")));
    }
    if (waits) {
      return hold(event, account);
    }
    if (known.isPresent() && known.get().knows(event.execId())) {
      return repeated(event, known.get(), account, receivedAt);
    }
    Optional<BigDecimal> multiplier = account.multiplier(event.symbol());
    if (event.lastQuantity().signum() != 0 && multiplier.isEmpty()) {
      return hold(event, account);
    }
    if (event.takesBack() && !known.orElseThrow().canTakeBack(event)) {
      return refused(
          event,
          ReportAlerts.critical(
              AlertType.FILL_TAKEN_BACK, event, "to give back what it has not filled"));
    }
    OrderState order = known.orElseGet(() -> unsolicited(event, account, receivedAt));
    return new Application(event, order, account, multiplier.orElse(BigDecimal.ONE))
        .run(receivedAt);
  }

  /**
   * Applies the reports that waited for contracts that are known now.
   *
   * @return what came of each, in their order; and under {@code taken} what waits no more
   */
  public static Released release(Account account, long receivedAt) {
    List<String> known =
        account.held().symbols().stream().filter(s -> account.multiplier(s).isPresent()).toList();
    List<HeldReports.Held> taken = known.isEmpty() ? List.of() : account.held().take(known);
    List<ReportResult> results =
        taken.stream().map(held -> apply(held.event(), account, receivedAt)).toList();
    return new Released(taken, results);
  }

  /** Reports that wait no more, and what came of each. */
  public record Released(List<HeldReports.Held> taken, List<ReportResult> results) {}

  private static ReportResult hold(ExecutionEvent event, Account account) {
    if (account.held().isFull()) {
      return refused(
          event,
          ReportAlerts.bad(
              event,
              Severity.CRITICAL,
              "it was not applied: %d reports wait already for contracts that are not known"
                  .formatted(HeldReports.MOST)));
    }
    boolean first = account.held().add(event);
    return ReportResult.of(
        Outcome.HELD, event, first ? List.of(ReportAlerts.held(event)) : List.of());
  }

  /** The fill is not counted again; but a final status ends the order whatever its id is. */
  private static ReportResult repeated(
      ExecutionEvent event, OrderState order, Account account, long receivedAt) {
    if (!event.status().isFinal() || !order.matches(event)) {
      return ReportResult.of(Outcome.KNOWN, event, List.of());
    }
    boolean wasClosed = order.closed();
    boolean grew = order.reach(event.cumulativeQuantity());
    BigDecimal released = order.close();
    if (wasClosed && !grew && released.signum() == 0) {
      return ReportResult.of(Outcome.KNOWN, event, List.of());
    }
    order.seen(event, receivedAt);
    account.release(order, released);
    account.file(order);
    return new ReportResult(Outcome.APPLIED, event, Optional.of(order), BigDecimal.ZERO, List.of());
  }

  private static OrderState unsolicited(ExecutionEvent event, Account account, long receivedAt) {
    OrderState order = OrderState.unsolicited(event, receivedAt);
    account.remember(order);
    return order;
  }

  private static ReportResult refused(ExecutionEvent event, Alert alert) {
    return ReportResult.of(Outcome.REFUSED, event, List.of(alert));
  }

  private static Optional<String> nonsense(ExecutionEvent event) {
    if (!Identifiers.isUsable(event.orderId())
        || !Identifiers.isUsable(event.strategyId())
        || !Identifiers.isUsable(event.symbol())
        || !Identifiers.isUsable(event.execId())) {
      return Optional.of(
          "an identifier is empty, too long or holds a character that does not show");
    }
    if (!Stream.of(event.lastQuantity(), event.cumulativeQuantity(), event.price(), event.fee())
        .allMatch(Bounds::fits)) {
      return Optional.of("a number has more digits than the schema allows");
    }
    if (event.cumulativeQuantity().signum() < 0) {
      return Optional.of("the cumulative quantity is below 0");
    }
    if (event.lastQuantity().signum() != 0 && event.price().signum() <= 0) {
      return Optional.of("a fill needs a price above 0");
    }
    return Optional.empty();
  }

  /** A report that is to be applied to an order. */
  private static final class Application {
    private final ExecutionEvent event;
    private final OrderState order;
    private final Account account;
    private final BigDecimal multiplier;
    private final boolean own;
    private final List<Alert> alerts = new ArrayList<>();

    private Application(
        ExecutionEvent event, OrderState order, Account account, BigDecimal multiplier) {
      this.event = event;
      this.order = order;
      this.account = account;
      this.multiplier = multiplier;
      this.own = order.matches(event);
    }

    private ReportResult run(long receivedAt) {
      if (own && !event.takesBack()) {
        order.reach(event.cumulativeQuantity());
      }
      BigDecimal quantity = own && event.fills() ? due() : event.lastQuantity();
      order.seen(event, receivedAt);
      // What is not booked of a fill was booked before, and its fee with it.
      boolean repeats = event.fills() && quantity.signum() == 0;
      BigDecimal fee = repeats ? BigDecimal.ZERO : event.fee();
      if (quantity.signum() != 0 || fee.signum() != 0) {
        account.book(event, quantity, fee, multiplier);
      }
      if (quantity.signum() > 0 && order.approved().signum() == 0) {
        alerts.add(
            ReportAlerts.critical(
                AlertType.UNKNOWN_ORDER_FILLED, event, "filled without the gate's approval"));
      }
      if (own) {
        change(quantity);
      } else {
        alerts.add(
            ReportAlerts.bad(
                event, "its strategy, symbol or side is not the order's; the fill was booked"));
      }
      account.file(order);
      return new ReportResult(Outcome.APPLIED, event, Optional.of(order), quantity, alerts);
    }

    /** How much of the fill is to be booked. */
    private BigDecimal due() {
      BigDecimal last = event.lastQuantity();
      if (event.cumulativeQuantity().compareTo(last) < 0) {
        alerts.add(
            ReportAlerts.bad(
                event,
                "it fills %s, but %s in all; the %s were booked"
                    .formatted(
                        Numbers.plain(last),
                        Numbers.plain(event.cumulativeQuantity()),
                        Numbers.plain(last))));
        return last;
      }
      BigDecimal due = last.min(order.missing());
      boolean repeatsLastFill = due.signum() == 0 && event.status().endsUnfilled();
      if (due.compareTo(last) < 0 && !repeatsLastFill) {
        alerts.add(
            ReportAlerts.bad(
                event,
                "it fills %s, but by its cumulative quantity of %s only %s more than was booked; %s were booked"
                    .formatted(
                        Numbers.plain(last),
                        Numbers.plain(event.cumulativeQuantity()),
                        Numbers.plain(due),
                        Numbers.plain(due))));
      }
      return due;
    }

    private void change(BigDecimal quantity) {
      if (quantity.signum() > 0) {
        fill(quantity);
      } else if (event.takesBack()) {
        account.release(order, order.takeBack(event));
        alerts.add(
            ReportAlerts.critical(
                AlertType.FILL_TAKEN_BACK, event, "corrected: a fill was taken back"));
      }
      if (event.status().isFinal()) {
        account.release(order, order.close());
        boolean filledUnseen =
            event.status() == ExecutionEvent.Status.FILLED && event.lastQuantity().signum() == 0;
        if (filledUnseen && order.isMissingUntold()) {
          alerts.add(MissingFill.tell(order, event.eventTime()));
        }
      }
    }

    private void fill(BigDecimal quantity) {
      boolean unexpected = order.isSettled();
      account.release(order, order.fill(quantity));
      if (order.approved().signum() == 0) {
        return;
      }
      if (order.filled().compareTo(order.approved()) > 0) {
        alerts.add(
            ReportAlerts.critical(
                AlertType.OVER_FILLED,
                event,
                "filled %s of %s".formatted(order.filled(), order.approved())));
      } else if (unexpected) {
        alerts.add(
            ReportAlerts.critical(AlertType.FILL_AFTER_CLOSE, event, "filled after it was closed"));
      }
    }
  }
}
