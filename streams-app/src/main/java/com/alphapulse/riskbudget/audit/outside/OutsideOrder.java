package com.alphapulse.riskbudget.audit.outside;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Side;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;

/** What has become of an order: an approved one, or one that only execution reports tell of. */
public final class OutsideOrder {
  private final String orderId;
  private final String strategyId;
  private final String symbol;
  private final Side side;
  private final BigDecimal approved;
  private final Set<String> execIds = new LinkedHashSet<>();
  private BigDecimal filled = BigDecimal.ZERO;
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

  /** Takes in a report that changes the ledger. */
  void apply(ExecutionReport report) {
    execIds.add(report.getExecId());
    if (!isToldBy(report)) {
      return; // A fill of something else under this id: it moves the position only.
    }
    BigDecimal quantity = report.getLastQuantity();
    boolean last = ends(report.getStatus());
    filled = filled.add(quantity);
    if (quantity.signum() > 0) {
      reserved = reserved.subtract(quantity).max(BigDecimal.ZERO);
    }
    if (quantity.signum() < 0) {
      ended = last || approved.signum() == 0;
      reserved = ended ? reserved : approved.subtract(filled).max(BigDecimal.ZERO);
    }
    if (last) {
      end(report.getCumulativeQuantity());
    }
  }

  /** Takes note of a report that came within a time, in the market's milliseconds. */
  void heard(long from, long to) {
    heardFrom = Math.max(heardFrom, from);
    heardOf = Math.max(heardOf, to);
  }

  /** Ends the order; what has filled and was not reported yet stays reserved. */
  void end(BigDecimal filledByThen) {
    ended = true;
    reserved = reserved.min(filledByThen.subtract(filled).max(BigDecimal.ZERO));
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
