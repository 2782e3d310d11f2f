package com.alphapulse.riskbudget.domain;

import java.math.BigDecimal;

/** Numbers in words. */
public final class Numbers {

  private Numbers() {}

  /** A number without needless zeros and without an exponent. */
  public static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
