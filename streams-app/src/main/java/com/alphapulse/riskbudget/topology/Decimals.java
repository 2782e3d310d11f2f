package com.alphapulse.riskbudget.topology;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/** Decimals of the wire: scale 8, at most 38 digits. */
final class Decimals {
  private static final int SCALE = 8;
  private static final BigDecimal LARGEST =
      new BigDecimal(BigInteger.TEN.pow(38).subtract(BigInteger.ONE), SCALE);

  private Decimals() {}

  /**
   * Fits a value to the wire, rounded towards zero; what is too large becomes the largest there is.
   */
  static BigDecimal down(BigDecimal value) {
    return fit(value, RoundingMode.DOWN);
  }

  /** The same, rounded away from zero: for a value that is shown beside the limit it exceeds. */
  static BigDecimal up(BigDecimal value) {
    return fit(value, RoundingMode.UP);
  }

  static BigDecimal nullableUp(Optional<BigDecimal> value) {
    return value.map(Decimals::up).orElse(null);
  }

  static BigDecimal nullableDown(Optional<BigDecimal> value) {
    return value.map(Decimals::down).orElse(null);
  }

  /**
   * The same value with the smallest scale from 0 on: numbers and their products then fit a machine
   * word, where arithmetic takes a fraction of the time.
   */
  static BigDecimal compact(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** Whether a value that was read can be written again. */
  static boolean fits(BigDecimal value) {
    return value.abs().compareTo(LARGEST) <= 0;
  }

  private static BigDecimal fit(BigDecimal value, RoundingMode rounding) {
    if (value.scale() == SCALE && value.precision() <= 38) {
      return value;
    }
    if (!fits(value)) {
      return value.signum() > 0 ? LARGEST : LARGEST.negate();
    }
    return value.setScale(SCALE, rounding);
  }
}
