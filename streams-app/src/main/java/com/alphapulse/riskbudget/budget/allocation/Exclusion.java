package com.alphapulse.riskbudget.budget.allocation;

import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A symbol that gets no budget, while those beside it do.
 *
 * @param why in words
 * @param unitNotional what one unit that is held is worth, in base currency; empty where nobody
 *     knows
 */
public record Exclusion(String symbol, Cause cause, String why, Optional<BigDecimal> unitNotional) {

  /** Where its limit of 0 comes from. */
  public LimitSource source() {
    return switch (cause) {
      case NO_PRICE -> Rule.NO_PRICE;
      case CURRENCY -> Rule.CURRENCY;
      case NO_BAR -> Rule.NO_BAR;
    };
  }

  /** What is wrong with it. */
  public enum Cause {
    /** It has no price above 0. */
    NO_PRICE,
    /** Its currency is not known, or is not the portfolio's: nothing here converts currencies. */
    CURRENCY,
    /** It has a price, but no bar of it has closed yet, so that its risk is not known. */
    NO_BAR
  }
}
