package com.alphapulse.riskbudget.domain;

/** Kinds of alert, with their meaning for the operator. */
public enum AlertType {
  BAD_MARKET_DATA(
      "A price makes no sense (not above 0, or not of a known market); it was ignored."),
  LATE_MARKET_DATA("A price belongs to a bar that has closed; it was ignored."),
  FROZEN_PRICE(
      "The price of an instrument has not moved for many bars; it may be wrong or pegged."),
  DEAD_PRICE("No price of an instrument has come for several bars."),
  BAD_REFERENCE_DATA("An instrument record makes no sense; the last good one stays in force."),
  BAD_REGIME_CHANGE("A regime change makes no sense or is not accepted; the regime stays."),
  BAD_PORTFOLIO("A portfolio definition makes no sense; the last good one stays in force."),
  BAD_OVERRIDE("An override makes no sense; it was not applied."),
  OVERRIDE_APPLIED("An override came into force."),
  REBALANCE_WAITS(
      "A rebalance was asked for before the risk model is warm; the recommendation comes once it"
          + " is."),
  OVERRIDE_ENDED("An override expired or was withdrawn."),
  CORRELATION_SPIKE("The average correlation of the market is above its threshold."),
  VOLATILITY_BREACH(
      "The realised volatility is above the target by the breach factor; leverage was cut."),
  RISK_BUDGET_BREACH("A strategy takes more of the risk than its share allows."),
  BUDGET_FAILED("A budget could not be computed; the last one stays in force until it is stale."),
  SYMBOL_EXCLUDED(
      "A symbol has no price, or its currency is unknown or not the portfolio's; it got no budget,"
          + " the others did."),
  UNKNOWN_ORDER_FILLED("A fill for an order that the gate never approved; it was booked."),
  FILL_AFTER_CLOSE(
      "A fill for an order that had been cancelled, expired or released; it was booked."),
  OVER_FILLED("An order was filled beyond its approved quantity; the fill was booked."),
  FILL_TAKEN_BACK(
      "The execution engine took a fill back; it was booked unless the order had not filled as"
          + " much."),
  BAD_EXECUTION_REPORT(
      "An execution report makes no sense or contradicts those before it; the message says what was"
          + " booked of it."),
  BAD_APPROVAL(
      "A record on `approved-order` cannot be the gate's; nothing pends for it in budgets and"
          + " proposals."),
  MISSING_FILL(
      "An order has ended and fills that its execution engine has counted have not come; what it"
          + " reserves is kept."),
  FILL_HELD(
      "Fills of a symbol whose contract multiplier or currency is not known wait until it is; cash"
          + " and positions lack them."),
  PORTFOLIO_CLOSED(
      "A portfolio's definition was withdrawn; only orders that cut risk are accepted until a new"
          + " one comes."),
  LOSS_LIMIT_REACHED(
      "A loss limit was exceeded on several consecutive marks; only orders that cut risk are"
          + " accepted until RESUME."),
  RECORD_SET_ASIDE(
      "A record failed twice and was set aside without any effect on the stage that it names; it is on"
          + " dead-letter, and the stage went on."),
  OUTPUT_LEFT_OUT(
      "What follows from a record was too large to be written and was left out; the record is on"
          + " dead-letter, and the stage went on."),
  STALE_RESERVATION(
      "An open order has reserved for too long; check it with the execution engine or release it.");

  private final String meaning;

  AlertType(String meaning) {
    this.meaning = meaning;
  }

  /** What happened and what was done about it, in one sentence. */
  public String meaning() {
    return meaning;
  }
}
