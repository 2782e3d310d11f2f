package com.alphapulse.riskbudget.domain;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Best bid and ask beside a price: what a seller gets and a buyer pays at once. Either may be
 * missing.
 *
 * @param bid in the instrument's currency, above 0
 * @param ask in the instrument's currency, above 0, at least the bid
 */
public record Touch(Optional<BigDecimal> bid, Optional<BigDecimal> ask) {

  /** No quote on either side. */
  public static final Touch NONE = new Touch(Optional.empty(), Optional.empty());

  /**
   * Largest factor, up or down, between a price and a quote that is believed: that of a price which
   * needs a second one to confirm it. In an empty book stub quotes stand at any distance; taken at
   * their word, they would let a slip of the finger through.
   */
  private static final BigDecimal MAX_FACTOR = new BigDecimal("1.5");

  /**
   * The sensible part of what a feed says: both sides fall away if they cross, and one that is not
   * above 0 or too far from the price falls away alone.
   *
   * @param price above 0
   * @param bid null where there is none
   * @param ask null where there is none
   */
  public static Touch of(BigDecimal price, BigDecimal bid, BigDecimal ask) {
    if ((bid == null && ask == null) || (bid != null && ask != null && bid.compareTo(ask) > 0)) {
      return NONE;
    }
    return new Touch(near(price, bid), near(price, ask));
  }

  private static Optional<BigDecimal> near(BigDecimal price, BigDecimal quote) {
    boolean near =
        quote != null
            && quote.compareTo(price.multiply(MAX_FACTOR)) <= 0
            && price.compareTo(quote.multiply(MAX_FACTOR)) <= 0;
    return near ? Optional.of(quote) : Optional.empty();
  }
}
