package com.alphapulse.riskbudget.audit.outside.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** How decimals are written to the topics: 8 places, 38 digits. */
public final class Rounding {
  private static final int PLACES = 8;
  private static final BigDecimal LARGEST =
      new BigDecimal(BigInteger.TEN.pow(38).subtract(BigInteger.ONE), PLACES);

  private Rounding() {}

  /** Whether a number is not too large to be written. */
  public static boolean fits(BigDecimal value) {
    return value.abs().compareTo(LARGEST) <= 0;
  }

  /** Towards zero: quantities and limits. */
  public static BigDecimal down(BigDecimal value) {
    return rounded(value, RoundingMode.DOWN);
  }

  /** Away from zero: values that are held against a limit. */
  public static BigDecimal up(BigDecimal value) {
    return rounded(value, RoundingMode.UP);
  }

  private static BigDecimal rounded(BigDecimal value, RoundingMode mode) {
    return fits(value)
        ? value.setScale(PLACES, mode)
        : value.signum() > 0 ? LARGEST : LARGEST.negate();
  }
}
