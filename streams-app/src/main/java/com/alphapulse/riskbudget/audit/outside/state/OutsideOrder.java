package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.outside.record.Receipt;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Side;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;

/** What has become of an order: an approved one, or one that only execution reports tell of. */
public final class OutsideOrder {
  /** As many executions of an order are remembered. */
  private static final int EXECUTIONS = 2_000;

  private final String orderId;
  private final String strategyId;
  private final String symbol;
  private final Side side;
  private final BigDecimal approved;
  private final Set<String> execIds = new LinkedHashSet<>();
  private BigDecimal filled = BigDecimal.ZERO;

  /** Largest cumulative quantity that was told. */
  private BigDecimal reached = BigDecimal.ZERO;

  private BigDecimal reserved;
  private boolean ended;
  private long heardFrom;
  private long heardOf;

  OutsideOrder(
      String orderId,
      String strategyId,
      String symbol,
      Side side,
      BigDecimal approved,
      long heardOf) {
    this.orderId = orderId;
    this.strategyId = strategyId;
    this.symbol = symbol;
    this.side = side;
    this.approved = approved;
    this.reserved = approved;
    this.ended = approved.signum() == 0;
    this.heardFrom = heardOf;
    this.heardOf = heardOf;
  }

  /**
   * How much of a report's quantity counts: of a fill no more than its cumulative quantity, or a
   * larger one told before, leaves above what has filled; all of it where the two make no sense
   * together or the report is about something else.
   */
  BigDecimal due(ExecutionReport report) {
    BigDecimal quantity = report.getLastQuantity();
    BigDecimal told = report.getCumulativeQuantity();
    if (quantity.signum() <= 0 || !isToldBy(report) || told.compareTo(quantity) < 0) {
      return quantity;
    }
    return quantity.min(told.max(reached).subtract(filled)).max(BigDecimal.ZERO);
  }

  /**
   * Takes in a report that changes the ledger.
   *
   * @param quantity of it that counts
   */
  void apply(ExecutionReport report, BigDecimal quantity, Receipt at) {
    know(report.getExecId());
    heard(at);
    if (!isToldBy(report)) {
      return; // A fill of something else under this id: it moves the position only.
    }
    boolean last = ends(report.getStatus());
    filled = filled.add(quantity);
    if (quantity.signum() < 0) {
      reached = reached.add(quantity);
      ended = last || approved.signum() == 0;
      reserved = ended ? reserved : approved.subtract(filled).max(BigDecimal.ZERO);
    } else {
      reached = reached.max(report.getCumulativeQuantity());
      reserved = reserved.subtract(quantity).max(BigDecimal.ZERO);
    }
    if (last) {
      end();
    }
  }

  /**
   * Takes in a report whose execution is known: its fill does not count again, but it may end the
   * order.
   *
   * @return whether it changed anything
   */
  boolean applyAgain(ExecutionReport report, Receipt at) {
    if (!isToldBy(report) || !ends(report.getStatus())) {
      return false;
    }
    boolean endedBefore = ended;
    BigDecimal reservedBefore = reserved;
    BigDecimal reachedBefore = reached;
    reached = reached.max(report.getCumulativeQuantity());
    end();
    boolean changed =
        !endedBefore
            || reserved.compareTo(reservedBefore) != 0
            || reached.compareTo(reachedBefore) != 0;
    if (changed) {
      heard(at);
    }
    return changed;
  }

  /** Ends the order; what has filled and was not reported yet stays reserved. */
  private void end() {
    ended = true;
    reserved = reserved.min(reached.subtract(filled).max(BigDecimal.ZERO));
  }

  /** Ends the order on an operator's word. */
  void release() {
    ended = true;
    reserved = BigDecimal.ZERO;
  }

  /** Takes note of a report. */
  private void heard(Receipt at) {
    heardFrom = Math.max(heardFrom, at.from());
    heardOf = Math.max(heardOf, at.to());
  }

  private void know(String execId) {
    if (execIds.add(execId) && execIds.size() > EXECUTIONS) {
      execIds.remove(execIds.iterator().next());
    }
  }

  private static boolean ends(ExecutionStatus status) {
    return switch (status) {
      case NEW, PARTIALLY_FILLED -> false;
      case FILLED, CANCELLED, REJECTED, EXPIRED -> true;
    };
  }

  /** Whether the report is about this order, and not another one under the same id. */
  boolean isToldBy(ExecutionReport report) {
    return strategyId.equals(report.getStrategyId())
        && symbol.equals(report.getSymbol())
        && side == report.getSide();
  }

  /** Whether as much has filled as the report takes back. */
  boolean canGiveBack(ExecutionReport report) {
    return isToldBy(report) && filled.add(report.getLastQuantity()).signum() >= 0;
  }

  boolean knows(String execId) {
    return execIds.contains(execId);
  }

  /** Whether it can no longer fill. */
  public boolean isSettled() {
    return ended && reserved.signum() == 0;
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

  public BigDecimal approved() {
    return approved;
  }

  public BigDecimal filled() {
    return filled;
  }

  public BigDecimal reserved() {
    return reserved;
  }

  public boolean ended() {
    return ended;
  }

  /** The market's time at the approval or the last report at the earliest, milliseconds. */
  long heardFrom() {
    return heardFrom;
  }

  /** The market's time at the approval or the last report at the latest, milliseconds. */
  public long heardOf() {
    return heardOf;
  }
}
