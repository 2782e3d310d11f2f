package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;

/**
 * A symbol that gets no budget, while those beside it do.
 *
 * @param why in words
 */
record Exclusion(String symbol, Cause cause, String why) {

  /** Where its limit of 0 comes from. */
  LimitSource source() {
    return switch (cause) {
      case NO_PRICE -> Rule.NO_PRICE;
      case CURRENCY -> Rule.CURRENCY;
    };
  }

  /** What is wrong with it. */
  enum Cause {
    /** It has no price above 0. */
    NO_PRICE,
    /** Its currency is not known, or is not the portfolio's: nothing here converts currencies. */
    CURRENCY
  }
}
