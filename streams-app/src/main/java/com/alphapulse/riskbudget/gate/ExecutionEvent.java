package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.Side;
import java.math.BigDecimal;

/**
 * An execution report as the ledger sees it.
 *
 * @param lastQuantity filled by this report, in units; below 0 where it takes a fill back
 * @param cumulativeQuantity filled so far, in units
 * @param price of this fill, in the instrument's currency
 * @param fee of this fill, in base currency
 * @param eventTime milliseconds
 */
public record ExecutionEvent(
    String orderId,
    String strategyId,
    String symbol,
    Side side,
    Status status,
    BigDecimal lastQuantity,
    BigDecimal cumulativeQuantity,
    BigDecimal price,
    BigDecimal fee,
    String execId,
    long eventTime) {

  /** State of the order at the execution engine. */
  public enum Status {
    NEW,
    PARTIALLY_FILLED,
    FILLED,
    CANCELLED,
    REJECTED,
    EXPIRED;

    /** Whether the order can no longer fill, apart from reports still under way. */
    public boolean isFinal() {
      return this != NEW && this != PARTIALLY_FILLED;
    }
  }
}
