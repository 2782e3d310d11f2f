package com.alphapulse.riskbudget.domain.account;

import com.alphapulse.riskbudget.domain.Side;
import java.math.BigDecimal;
import java.util.List;

/**
 * What has become of an order: how much it has filled, how much its execution engine says it has,
 * and how much it still reserves. Kept after it is closed, so that a repeated or late report is
 * recognised.
 */
public final class OrderState {
  private final String orderId;
  private final String strategyId;
  private final String symbol;
  private final Side side;
  private final BigDecimal approved;
  private BigDecimal filled = BigDecimal.ZERO;
  private BigDecimal reached = BigDecimal.ZERO;

  /** Made with the first report: most orders have none for a while. */
  private ExecutionIds execIds;

  private BigDecimal reserved;
  private boolean closed;
  private boolean missingTold;
  private long heardAt;

  /**
   * An order that was just approved and reserves all of its quantity.
   *
   * @param approvedAt time of the approval, milliseconds
   */
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
    this.heardAt = approvedAt;
  }

  /** An order that nobody approved: it reserves nothing and is closed. */
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

  /**
   * What changes of an order, as it is saved.
   *
   * @param missingTold whether it was told that fills are missing
   * @param heardAt time of the approval or of the receipt of the last report, milliseconds
   */
  public record Progress(
      BigDecimal filled,
      BigDecimal reached,
      BigDecimal reserved,
      boolean closed,
      boolean missingTold,
      long heardAt) {}

  /** Brings back a state that was saved. */
  public static OrderState restored(OrderState order, Progress saved) {
    order.filled = saved.filled();
    order.reached = saved.reached();
    order.reserved = saved.reserved();
    order.closed = saved.closed();
    order.missingTold = saved.missingTold();
    order.heardAt = saved.heardAt();
    return order;
  }

  /** What is to be saved of it, apart from what it was approved as. */
  public Progress progress() {
    return new Progress(filled, reached, reserved, closed, missingTold, heardAt);
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

  /** Quantity booked as filled so far, in units. */
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

  /** Time of the approval or of the receipt of the last report, milliseconds. */
  public long heardAt() {
    return heardAt;
  }

  /** Quantity that its execution engine has told of and whose fills have not come, in units. */
  public BigDecimal missing() {
    return reached.subtract(filled).max(BigDecimal.ZERO);
  }

  /** Whether it has ended, fills are missing and nobody was told. */
  public boolean isMissingUntold() {
    return closed && !missingTold && missing().signum() > 0;
  }

  /** Notes that it was told that fills are missing. */
  public void tellMissing() {
    missingTold = true;
  }

  /** Whether an execution is known. */
  public boolean knows(String execId) {
    return execIds != null && execIds.contains(execId);
  }

  /** Identifiers of the executions applied, oldest first. */
  public List<ExecutionIds.Numbered> execIds() {
    return execIds == null ? List.of() : execIds.all();
  }

  /** Identifiers that were added since the last call. */
  public List<ExecutionIds.Numbered> takeUnsavedExecIds() {
    return execIds == null ? List.of() : execIds.takeUnsaved();
  }

  /** Places in which identifiers of it are saved. */
  public int execIdPlaces() {
    return execIds == null ? 0 : execIds.places();
  }

  /** Brings back an identifier that was saved; in the order of their numbers. */
  public void restoreExecId(ExecutionIds.Numbered saved) {
    ids().restore(saved);
  }

  /** Adds an identifier that was saved in an older form, so that it will be saved anew. */
  public void adoptExecId(String execId) {
    ids().add(execId);
  }

  /** Whether the report tells of this very order, and not of another one under the same id. */
  public boolean matches(ExecutionEvent event) {
    return symbol.equals(event.symbol())
        && strategyId.equals(event.strategyId())
        && side == event.side();
  }

  void seen(ExecutionEvent event, long receivedAt) {
    ids().add(event.execId());
    heardAt = Math.max(heardAt, receivedAt);
  }

  private ExecutionIds ids() {
    if (execIds == null) {
      execIds = new ExecutionIds();
    }
    return execIds;
  }

  /** Raises the largest cumulative quantity told; false if as much was told before. */
  boolean reach(BigDecimal cumulativeQuantity) {
    boolean grows = cumulativeQuantity.compareTo(reached) > 0;
    if (grows) {
      reached = cumulativeQuantity;
    }
    return grows;
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
    reached = reached.add(event.lastQuantity());
    closed = event.status().isFinal() || approved.signum() == 0;
    return closed ? BigDecimal.ZERO : shrinkTo(approved.subtract(filled).max(BigDecimal.ZERO));
  }

  /**
   * Ends the order; what the engine says it has filled and was not reported yet stays reserved.
   *
   * @return quantity by which the reservation shrinks
   */
  BigDecimal close() {
    closed = true;
    return shrinkTo(reserved.min(missing()));
  }

  /**
   * Ends the order on an operator's word: nothing stays reserved, and nothing is missing.
   *
   * @return quantity by which the reservation shrinks
   */
  public BigDecimal release() {
    closed = true;
    missingTold = true;
    return shrinkTo(BigDecimal.ZERO);
  }

  private BigDecimal shrinkTo(BigDecimal remaining) {
    BigDecimal released = reserved.subtract(remaining);
    reserved = remaining;
    return released;
  }
}
