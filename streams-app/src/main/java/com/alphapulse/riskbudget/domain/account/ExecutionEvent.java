package com.alphapulse.riskbudget.domain.account;

import com.alphapulse.riskbudget.domain.Side;
import java.math.BigDecimal;

/**
 * An execution report as the account sees it.
 *
 * @param lastQuantity filled by this report, in units; below 0 where it takes a fill back
 * @param cumulativeQuantity filled so far, in units
 * @param price of this fill, in the instrument's currency
 * @param fee of this fill, in base currency
 * @param eventTime milliseconds, by the sender's clock: for display, never a clock
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

    /** Whether the order ended without having filled whole. */
    public boolean endsUnfilled() {
      return isFinal() && this != FILLED;
    }
  }

  /** Whether it says that something was filled. */
  public boolean fills() {
    return lastQuantity.signum() > 0;
  }

  /** Whether it takes a fill back. */
  public boolean takesBack() {
    return lastQuantity.signum() < 0;
  }
}
