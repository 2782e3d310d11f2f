package com.alphapulse.riskbudget.domain.account;

import java.math.BigDecimal;
import java.util.Optional;

/** What {@link ReportRule} reads and changes of a portfolio, as a stage keeps it. */
public interface Account {

  /** An order that is remembered. */
  Optional<OrderState> order(String orderId);

  /** Takes in an order that only reports tell of. */
  void remember(OrderState order);

  /** Reports that wait for the contract of their symbol. */
  HeldReports held();

  /**
   * Money that one unit at a price of 1 is worth; empty while the symbol's contract is not known or
   * its currency is not known to be the portfolio's.
   */
  Optional<BigDecimal> multiplier(String symbol);

  /**
   * Books units against cash, and a fee.
   *
   * @param quantity on the event's side, in units; below 0 takes them back, 0 books the fee alone
   * @param fee in base currency
   * @param multiplier of the symbol
   */
  void book(ExecutionEvent event, BigDecimal quantity, BigDecimal fee, BigDecimal multiplier);

  /**
   * Frees what an order had reserved.
   *
   * @param quantity in units; below 0 reserves more
   */
  void release(OrderState order, BigDecimal quantity);

  /** Files an order by whether it may fill, once it has changed. */
  void file(OrderState order);
}
