package com.alphapulse.riskbudget.domain.account;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Numbers;
import com.alphapulse.riskbudget.domain.Severity;

/** What is said about an order whose fills have not all come. */
public final class MissingFill {

  private MissingFill() {}

  /**
   * Tells it, and notes that it was told.
   *
   * @param asOf milliseconds
   */
  public static Alert tell(OrderState order, long asOf) {
    order.tellMissing();
    return Alert.of(
        AlertType.MISSING_FILL,
        Severity.CRITICAL,
        order.orderId(),
        "Order %s (%s, %s) has ended, and fills of %s are missing: its execution engine says that %s were filled, %s were reported. What it reserves is kept until they come; check it with the execution engine, or release it with RELEASE_RESERVATION."
            .formatted(
                order.orderId(),
                order.strategyId(),
                order.symbol(),
                Numbers.plain(order.missing()),
                Numbers.plain(order.filled().add(order.missing())),
                Numbers.plain(order.filled())),
        asOf);
  }
}
