package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.Side;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What has become of an approved order: how much it has filled and how much it still reserves. Kept
 * after it is closed, so that a repeated or late report is recognised.
 */
public final class OrderState {
  private final String orderId;
  private final String strategyId;
  private final String symbol;
  private final Side side;
  private final BigDecimal approved;
  private BigDecimal filled = BigDecimal.ZERO;

  /** Made with the first report: most orders have none for a while. */
  private Set<String> execIds = Set.of();

  private BigDecimal reserved;
  private boolean closed;
  private long lastEventTime;

  /** An order that was just approved and reserves all of its quantity. */
  public OrderState(
      String orderId,
      String strategyId,
      String symbol,
      Side side,
      BigDecimal approved,
      long approvedAt) {
    this.orderId = orderId;
    this.strategyId = strategyId;
    this.symbol = symbol;
    this.side = side;
    this.approved = approved;
    this.reserved = approved;
    this.lastEventTime = approvedAt;
  }

  /** An order that the gate never approved: it reserves nothing and is closed. */
  static OrderState unsolicited(ExecutionEvent event, long receivedAt) {
    OrderState state =
        new OrderState(
            event.orderId(),
            event.strategyId(),
            event.symbol(),
            event.side(),
            BigDecimal.ZERO,
            receivedAt);
    state.closed = true;
    return state;
  }

  /** Brings back a state that was saved. */
  public static OrderState restored(
      OrderState order,
      BigDecimal filled,
      BigDecimal reserved,
      boolean closed,
      long lastEventTime,
      Set<String> execIds) {
    order.filled = filled;
    order.reserved = reserved;
    order.closed = closed;
    order.lastEventTime = lastEventTime;
    order.execIds = execIds.isEmpty() ? Set.of() : new LinkedHashSet<>(execIds);
    return order;
  }

  public String orderId() {
    return orderId;
  }

  public String strategyId() {
    return strategyId;
  }

  public String symbol() {
    return symbol;
  }

  public Side side() {
    return side;
  }

  /** Quantity that the gate approved, in units. */
  public BigDecimal approved() {
    return approved;
  }

  /** Quantity filled so far, in units. */
  public BigDecimal filled() {
    return filled;
  }

  /** Quantity that may still fill, in units. */
  public BigDecimal reserved() {
    return reserved;
  }

  /** Whether the execution engine or an operator has ended it. */
  public boolean closed() {
    return closed;
  }

  /** Whether it is closed and reserves nothing. */
  public boolean isSettled() {
    return closed && reserved.signum() == 0;
  }

  /** The market's time at the approval or the receipt of the last report, milliseconds. */
  public long lastEventTime() {
    return lastEventTime;
  }

  /** Identifiers of the reports applied. */
  public Set<String> execIds() {
    return execIds;
  }

  /** Whether the report tells of this very order, and not of another one under the same id. */
  boolean matches(ExecutionEvent event) {
    return symbol.equals(event.symbol())
        && strategyId.equals(event.strategyId())
        && side == event.side();
  }

  /**
   * Takes note of a report.
   *
   * @param receivedAt the market's time then, milliseconds
   */
  void seen(ExecutionEvent event, long receivedAt) {
    if (execIds.isEmpty()) {
      execIds = new LinkedHashSet<>();
    }
    execIds.add(event.execId());
    lastEventTime = Math.max(lastEventTime, receivedAt);
  }

  /**
   * Books a fill.
   *
   * @return quantity by which the reservation shrinks
   */
  BigDecimal fill(BigDecimal quantity) {
    filled = filled.add(quantity);
    return shrinkTo(reserved.subtract(quantity).max(BigDecimal.ZERO));
  }

  /** Whether it is this very order and has filled as much as the report takes back. */
  boolean canTakeBack(ExecutionEvent event) {
    return matches(event) && filled.add(event.lastQuantity()).signum() >= 0;
  }

  /**
   * Takes a fill back. Unless the order has ended, what it has not filled now is reserved.
   *
   * @return quantity by which the reservation shrinks, 0 or below
   */
  BigDecimal takeBack(ExecutionEvent event) {
    filled = filled.add(event.lastQuantity());
    closed = event.status().isFinal() || approved.signum() == 0;
    return closed ? BigDecimal.ZERO : shrinkTo(approved.subtract(filled).max(BigDecimal.ZERO));
  }

  /**
   * Ends the order; what the engine says it has filled and was not reported yet stays reserved.
   *
   * @param cumulativeQuantity filled so far, by the engine's account
   * @return quantity by which the reservation shrinks
   */
  BigDecimal close(BigDecimal cumulativeQuantity) {
    closed = true;
    BigDecimal outstanding = cumulativeQuantity.subtract(filled).max(BigDecimal.ZERO);
    return shrinkTo(reserved.min(outstanding));
  }

  private BigDecimal shrinkTo(BigDecimal remaining) {
    BigDecimal released = reserved.subtract(remaining);
    reserved = remaining;
    return released;
  }
}
