package com.alphapulse.riskbudget.budget;

/**
 * A symbol that gets no budget, while those beside it do.
 *
 * @param why in words
 */
record Exclusion(String symbol, Cause cause, String why) {

  /** What is wrong with it; the name is the source of its limit of 0. */
  enum Cause {
    /** It has no price above 0. */
    NO_PRICE,
    /** Its currency is not known, or is not the portfolio's: nothing here converts currencies. */
    CURRENCY
  }
}
