package com.alphapulse.riskbudget.topology.wire;

import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.serde.BoundedDecoder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalLong;

/** Decimals of the wire: scale 8, at most 38 digits. */
public final class Decimals {
  private static final int SCALE = Bounds.SCALE;

  /** Bits of an unscaled value from which on it is refused unseen. */
  private static final int MAX_BITS = Byte.SIZE * BoundedDecoder.MAX_DECIMAL_BYTES;

  /** Digits that surely fit a long. */
  private static final int LONG_DIGITS = 18;

  private static final long[] POWERS_OF_TEN = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private Decimals() {}

  /**
   * Fits a value to the wire, rounded towards zero; what is too large becomes the largest there is.
   */
  public static BigDecimal down(BigDecimal value) {
    return fit(value, RoundingMode.DOWN);
  }

  /** The same, rounded away from zero: for a value that is shown beside the limit it exceeds. */
  public static BigDecimal up(BigDecimal value) {
    return fit(value, RoundingMode.UP);
  }

  public static BigDecimal nullableDown(Optional<BigDecimal> value) {
    return value.map(Decimals::down).orElse(null);
  }

  /**
   * The same value with the smallest scale from 0 on: numbers and their products then fit a machine
   * word, where arithmetic takes a fraction of the time.
   */
  public static BigDecimal compact(BigDecimal value) {
    if (isOversized(value)) {
      return value;
    }
    if (value.scale() < 0 || !fitsLong(value)) {
      BigDecimal stripped = value.stripTrailingZeros();
      return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
    long unscaled = unscaled(value);
    int scale = value.scale();
    // Several zeros at a time: BigDecimal strips one by one, with two divisions for each.
    for (int zeros = 8; zeros > 0; zeros /= 2) {
      while (scale >= zeros && unscaled % POWERS_OF_TEN[zeros] == 0) {
        unscaled /= POWERS_OF_TEN[zeros];
        scale -= zeros;
      }
    }
    return BigDecimal.valueOf(unscaled, scale);
  }

  /** Whether the unscaled value surely fits a long. */
  static boolean fitsLong(BigDecimal value) {
    return value.precision() <= LONG_DIGITS;
  }

  /** The unscaled value of a decimal that {@link #fitsLong}. */
  static long unscaled(BigDecimal value) {
    return value.scaleByPowerOfTen(value.scale()).longValue();
  }

  /**
   * Whether a value that was read can be written again. Costs nothing however many digits it has.
   */
  public static boolean fits(BigDecimal value) {
    return !isOversized(value) && Bounds.fits(value);
  }

  /** Whether arithmetic with a value may take long. */
  private static boolean isOversized(BigDecimal value) {
    return value.unscaledValue().bitLength() > MAX_BITS;
  }

  /**
   * Unscaled value at the wire's scale; empty where it would be rounded or does not surely fit a
   * long.
   */
  public static OptionalLong unscaledOnWire(BigDecimal value) {
    int zeros = SCALE - value.scale();
    if (zeros < 0 || zeros > SCALE || !fitsLong(value)) {
      return OptionalLong.empty();
    }
    long unscaled = unscaled(value);
    long shifted = unscaled * POWERS_OF_TEN[zeros];
    boolean overflow = Math.multiplyHigh(unscaled, POWERS_OF_TEN[zeros]) != shifted >> 63;
    return overflow ? OptionalLong.empty() : OptionalLong.of(shifted);
  }

  /** Fits a value to the wire. */
  public static BigDecimal fit(BigDecimal value, RoundingMode rounding) {
    if (value.scale() == SCALE && value.precision() <= Bounds.DIGITS) {
      return value;
    }
    if (!Bounds.fits(value)) {
      return value.signum() > 0 ? Bounds.LARGEST : Bounds.LARGEST.negate();
    }
    return value.setScale(SCALE, rounding);
  }
}
