package com.alphapulse.riskbudget.gate;

/**
 * Every reason for which the gate rejects an order: the only list. The documentation table and the
 * metric tags are made from it.
 */
public enum RejectReason {
  UNROUTABLE(
      "The record's key is not the portfolio of the intent, or the record is not in the partition of"
          + " its key.",
      "Write the intent with the portfolio id as its key, by Kafka's own partitioner: librdkafka"
          + " needs partitioner=murmur2_random. What else the decision tells follows from it."),
  BAD_IDENTIFIER(
      "An identifier is empty, longer than 128 characters or holds a character that does not show.",
      "Send a usable order, portfolio, strategy and symbol identifier."),
  UNKNOWN_PORTFOLIO(
      "No definition of the portfolio is known.", "Publish it on `portfolio`, or mend the id."),
  PORTFOLIO_CLOSED(
      "The portfolio's definition was withdrawn by a record without a value.",
      "Only orders that cut risk are accepted until the portfolio is defined again."),
  UNKNOWN_STRATEGY(
      "The portfolio has no such strategy, and the order does not only cut what it holds.",
      "Add it to the portfolio's definition, or mend the id."),
  UNKNOWN_SYMBOL(
      "The strategy may not trade the symbol, and the order does not only cut what it holds.",
      "Add the symbol to the strategy's definition, or mend it."),
  RESTRICTED_SYMBOL(
      "The symbol is on the portfolio's restricted list, and the order does not only cut what is"
          + " held.",
      "Wait until compliance takes it off the list; a position can be closed."),
  CURRENCY_MISMATCH(
      "The currency of the instrument, or of another that the portfolio holds or has pending, is"
          + " not the portfolio's base currency.",
      "Trade it in a portfolio of that base currency, or correct it on `instrument`; a position can"
          + " be closed, and its fills wait until its currency is the portfolio's."),
  CURRENCY_UNKNOWN(
      "The currency of the instrument, or of another that the portfolio holds or has pending, is"
          + " not known, so that nobody can say what it is worth to the portfolio.",
      "Publish it on `instrument`, or set `market.default_currency`; a position can be closed, and"
          + " its fills wait until its currency is known."),
  BAD_QUANTITY(
      "The quantity is not above 0 or beyond what the wire format can hold.",
      "Send a quantity above 0."),
  NOT_A_LOT(
      "The quantity is neither a whole number of lots nor all that is left of the position.",
      "Round it down to the lot size, or ask for REDUCE_TO_FIT."),
  BAD_PRICE(
      "A limit order without a limit price above 0, or a market order with one.",
      "Send a limit price above 0 with limit orders only."),
  NOT_A_TICK("The limit price is not a whole number of ticks.", "Round it to the tick size."),
  DUPLICATE_ORDER(
      "An order of the same id is known already, from an earlier intent or from execution reports.",
      "Give every order an id of its own."),
  STALE_INTENT(
      "The intent was submitted too long ago to be decided now.",
      "Submit it anew, with a new order id."),
  CLOCK_AHEAD(
      "The intent's time is ahead of the market's clock by more than `gate.max_clock_lead`.",
      "Set the sender's clock right, or check `market-data`; then submit it anew, with a new order"
          + " id."),
  HALTED(
      "Trading is halted for the portfolio, the strategy, the symbol or everything.",
      "Wait for an operator to resume."),
  REDUCE_ONLY(
      "Only orders that cut risk are accepted for the portfolio, the strategy, the symbol or"
          + " everything.",
      "Send an order that reduces the position, or wait for an operator to resume."),
  NOT_REDUCING(
      "The order is marked reduce-only and would open or flip a position, pending orders counted.",
      "Cut it to the position that is left, or ask for REDUCE_TO_FIT."),
  NO_BUDGET(
      "No usable budget covers the portfolio, the strategy or the symbol.",
      "Check the budget stage and the market's state; budgets are on `budget-update`."),
  STALE_BUDGET(
      "The budget in force is too old.", "Check the budget stage and the market data behind it."),
  NO_MARK(
      "No price is known for the symbol, or for another one that the portfolio holds.",
      "Check `market-data` for that symbol."),
  STALE_MARK(
      "The price of the symbol, or of another one that the portfolio holds, is too old.",
      "Check `market-data` for that symbol."),
  NO_EQUITY("The portfolio's equity is not above 0.", "Only orders that cut risk are accepted."),
  PRICE_COLLAR(
      "The limit price is too far from the mark, or from the ask or bid beyond it, on the side that"
          + " costs money: a buy above it or a sell below it.",
      "Check the limit price; send it nearer to the mark."),
  ORDER_RATE(
      "The portfolio or the strategy sends orders faster than it may.",
      "Send fewer; orders that cut risk are not held up."),
  ORDER_QUANTITY("The quantity is above the largest that one order may have.", "Split the order."),
  ORDER_NOTIONAL("The notional is above the largest that one order may have.", "Split the order."),
  OPEN_ORDERS(
      "The portfolio has as many open orders as it may have.",
      "Cancel some, or wait until they fill."),
  POSITION_LIMIT(
      "The worst-case position of the symbol would exceed its limit.",
      "Send at most the largest quantity that passes."),
  CONCENTRATION(
      "The worst-case exposure of the symbol would exceed its share of equity.",
      "Send at most the largest quantity that passes."),
  STRATEGY_BUDGET(
      "The worst-case exposure of the strategy would exceed its budget.",
      "Send at most the largest quantity that passes."),
  PORTFOLIO_LEVERAGE(
      "The worst-case gross exposure of the portfolio would exceed its leverage limit.",
      "Send at most the largest quantity that passes."),
  NO_RISK_MODEL(
      "A limit on volatility is in force, and the volatility with this order cannot be computed:"
          + " the market's state is unknown, too old or still warming up, or does not cover a"
          + " symbol.",
      "Check the market stage; states are on `market-state`."),
  VOLATILITY_LIMIT(
      "The ex-ante volatility of the portfolio would exceed its limit.",
      "Send at most the largest quantity that passes."),
  LOSS_LIMIT(
      "The portfolio had lost more in a day, or fallen further from its peak, than its hard limits"
          + " allow, and nobody has resumed it since.",
      "Only orders that cut risk are accepted until an operator sends RESUME for the portfolio.");

  private final String meaning;
  private final String remedy;

  RejectReason(String meaning, String remedy) {
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** What is wrong with the order or its circumstances, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** What the sender or the operator can do about it, in one sentence. */
  public String remedy() {
    return remedy;
  }
}
