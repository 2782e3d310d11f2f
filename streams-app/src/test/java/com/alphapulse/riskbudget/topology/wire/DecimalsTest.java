package com.alphapulse.riskbudget.topology.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  private static final BigDecimal LARGEST =
      new BigDecimal("999999999999999999999999999999.99999999");
  private static final BigDecimal STEP = new BigDecimal("0.00000001");
  private static final BigDecimal TINY = new BigDecimal("1E-12");

  /** Decimals of -5 to 20 places and up to 40 digits, with zeros at the end or without. */
  @Provide
  Arbitrary<BigDecimal> decimals() {
    return Combinators.combine(
            unscaled(40), Arbitraries.integers().between(0, 25), Arbitraries.integers())
        .as(
            (unscaled, zeros, seed) -> {
              BigInteger digits = unscaled.multiply(BigInteger.TEN.pow(zeros));
              BigInteger kept = digits.remainder(BigInteger.TEN.pow(40));
              return new BigDecimal(kept, Math.floorMod(seed, 26) - 5);
            });
  }

  /** Decimals of 0 to 8 places that have at most 18 digits with 8 places, up to the edges. */
  @Provide
  Arbitrary<BigDecimal> shortOnWire() {
    BigInteger most = BigInteger.TEN.pow(18).subtract(BigInteger.ONE);
    Arbitrary<BigInteger> onWire =
        Arbitraries.frequencyOf(
            Tuple.of(9, unscaled(18)), Tuple.of(1, Arbitraries.of(most, most.negate())));
    return Combinators.combine(onWire, Arbitraries.integers().between(0, 8))
        .as(
            (unscaled, scale) ->
                new BigDecimal(unscaled.divide(BigInteger.TEN.pow(8 - scale)), scale));
  }

  @Property
  void shouldStripAllZeros_whenCompacted(@ForAll("decimals") BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    BigDecimal expected = stripped.scale() < 0 ? stripped.setScale(0) : stripped;

    assertThat(Decimals.compact(value)).isEqualTo(expected);
    assertThat(Decimals.compact(value.negate())).isEqualTo(expected.negate());
  }

  @ParameterizedTest
  @ValueSource(ints = {-5, -1, 0, 1, 7, 8, 9, 20})
  void shouldBeThePlainZero_whenAZeroOfAnyScaleIsCompacted(int scale) {
    assertThat(Decimals.compact(BigDecimal.ZERO.setScale(scale))).isEqualTo(BigDecimal.ZERO);
  }

  @Property
  void shouldBeTheUnscaledValueOrNothing_whenAskedForItOnTheWire(
      @ForAll("decimals") BigDecimal value) {
    boolean rounded = value.remainder(STEP).signum() != 0;
    BigInteger unscaled = value.setScale(8, RoundingMode.DOWN).unscaledValue();
    boolean overflows = unscaled.bitLength() > 63;

    if (rounded || overflows) {
      assertThat(Decimals.unscaledOnWire(value)).isEmpty();
    } else if (Decimals.unscaledOnWire(value).isPresent()) {
      assertThat(Decimals.unscaledOnWire(value)).hasValue(unscaled.longValueExact());
    }
  }

  @Property
  void shouldBePresent_whenTheWireNeedsAtMostEighteenDigits(
      @ForAll("shortOnWire") BigDecimal value) {
    assertThat(Decimals.unscaledOnWire(value))
        .hasValue(value.setScale(8).unscaledValue().longValueExact());
  }

  @ParameterizedTest
  @CsvSource({
    "92233720368, 9223372036800000000",
    "92233720369, ",
    "-92233720368, -9223372036800000000",
    "-92233720369, ",
    "92233720368.5477580, 9223372036854775800",
    "92233720368.5477581, ",
    "9999999999.99999999, 999999999999999999",
    "0.000000001, ",
    "-0.000000009, ",
    "1E+1, ",
    "1E-2000000000, ",
    "1E+2000000000, ",
    "1E+2147483647, ",
    "1E-2147483647, ",
  })
  void shouldBePresentUpToTheEdgeOnly_whenTheResultMayNotFitALong(BigDecimal value, Long unscaled) {
    if (unscaled != null) {
      assertThat(Decimals.unscaledOnWire(value)).hasValue(unscaled);
    } else {
      assertThat(Decimals.unscaledOnWire(value)).isEmpty();
    }
  }

  @Property
  void shouldTellWhetherItFits_whenValuesAreNearTheLargest(@ForAll("decimals") BigDecimal value) {
    BigDecimal near = (value.signum() < 0 ? LARGEST.negate() : LARGEST).add(value);

    assertThat(Decimals.fits(near)).isEqualTo(near.abs().compareTo(LARGEST) <= 0);
    assertThat(Decimals.fits(value)).isEqualTo(value.abs().compareTo(LARGEST) <= 0);
  }

  @ParameterizedTest
  @CsvSource({
    "999999999999999999999999999999.99999999, true",
    "999999999999999999999999999999.999999990000, true",
    "999999999999999999999999999999.999999990001, false",
    "1000000000000000000000000000000, false",
    "1E+30, false",
    "9E+29, true",
    "1E+29, true",
    "99999999999999999999999999999.99999999, true",
    "0E+100, true",
    "0E-100, true",
  })
  void shouldFitUpToTheLargest_whenTheSignIsEither(BigDecimal value, boolean fits) {
    assertThat(Decimals.fits(value)).isEqualTo(fits);
    assertThat(Decimals.fits(value.negate())).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "1E-2000000000, true",
    "1E+2000000000, false",
    "1E+2147483647, false",
    "1E-2147483647, true",
    "12345E-2147483647, true",
    "0E+2147483647, true",
    "0E-2147483647, true",
  })
  void shouldTellAtOnce_whenTheScaleIsHuge(String text, boolean fits) {
    BigDecimal value = new BigDecimal(text);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(Decimals.fits(value)).isEqualTo(fits);
          assertThat(Decimals.fits(value.negate())).isEqualTo(fits);
          assertThat(Decimals.fitsLong(value)).isTrue();
        });
  }

  @Property
  void shouldBeTheNearestOfTheWire_whenFitted(@ForAll("decimals") BigDecimal value) {
    BigDecimal down = Decimals.down(value);
    BigDecimal up = Decimals.up(value);

    if (value.abs().compareTo(LARGEST) > 0) {
      assertThat(down).isEqualTo(value.signum() > 0 ? LARGEST : LARGEST.negate());
      assertThat(up).isEqualTo(down);
      return;
    }
    assertThat(down.scale()).isEqualTo(8);
    assertThat(up.scale()).isEqualTo(8);
    assertThat(down.abs()).isLessThanOrEqualTo(value.abs());
    assertThat(up.abs()).isGreaterThanOrEqualTo(value.abs());
    assertThat(value.subtract(down).abs()).isLessThan(STEP);
    assertThat(up.subtract(value).abs()).isLessThan(STEP);
    assertThat(down.signum() * value.signum()).isNotNegative();
  }

  @ParameterizedTest
  @CsvSource({
    "0.000000019, 0.00000001, 0.00000002",
    "-0.000000019, -0.00000001, -0.00000002",
    "0.000000001, 0.00000000, 0.00000001",
    "-0.000000001, 0.00000000, -0.00000001",
    "7, 7.00000000, 7.00000000",
    "7.000000000, 7.00000000, 7.00000000",
    "-12E+2, -1200.00000000, -1200.00000000",
    "0E+5, 0.00000000, 0.00000000",
  })
  void shouldRoundTowardsOrAwayFromZero_whenThereAreMorePlaces(
      BigDecimal value, BigDecimal down, BigDecimal up) {
    assertThat(Decimals.down(value)).isEqualTo(down);
    assertThat(Decimals.up(value)).isEqualTo(up);
    assertThat(Decimals.nullableDown(Optional.of(value))).isEqualTo(down);
    assertThat(Decimals.nullableDown(Optional.empty())).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void shouldBeTheLargest_whenAValueIsBeyondIt(int sign) {
    BigDecimal largest = LARGEST.multiply(BigDecimal.valueOf(sign));
    BigDecimal inside = largest.subtract(TINY.multiply(BigDecimal.valueOf(sign)));
    BigDecimal outside = largest.add(TINY.multiply(BigDecimal.valueOf(sign)));

    assertThat(Decimals.down(largest)).isEqualTo(largest);
    assertThat(Decimals.up(inside)).isEqualTo(largest);
    assertThat(Decimals.down(inside).abs()).isEqualTo(LARGEST.subtract(STEP));
    assertThat(Decimals.up(outside)).isEqualTo(largest);
    assertThat(Decimals.down(outside)).isEqualTo(largest);
    // Of the wire's scale already, and one step too large.
    assertThat(Decimals.down(largest.add(STEP.multiply(BigDecimal.valueOf(sign)))))
        .isEqualTo(largest);
    assertThat(Decimals.fit(new BigDecimal(sign + "E+2000000000"), RoundingMode.UP))
        .isEqualTo(largest);
  }

  @ParameterizedTest
  @CsvSource({"0.000000001", "-1.123456789"})
  void shouldRefuse_whenItIsNotToBeRounded(BigDecimal value) {
    assertThatThrownBy(() -> Decimals.fit(value, RoundingMode.UNNECESSARY))
        .isInstanceOf(ArithmeticException.class);
  }

  @Property
  void shouldBeTheDigits_whenTheUnscaledValueFitsALong(@ForAll("decimals") BigDecimal value) {
    BigDecimal small = value.scale() < 0 ? value.setScale(0) : value;
    assertThat(Decimals.fitsLong(small))
        .isEqualTo(small.unscaledValue().abs().toString().length() <= 18);
    if (Decimals.fitsLong(small)) {
      assertThat(Decimals.unscaled(small)).isEqualTo(small.unscaledValue().longValueExact());
    }
  }

  /** Whole numbers of up to so many digits, short ones as often as long ones. */
  private static Arbitrary<BigInteger> unscaled(int digits) {
    BigInteger most = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
    return Combinators.combine(
            Arbitraries.bigIntegers().between(most.negate(), most),
            Arbitraries.integers().between(0, digits))
        .as((value, shorter) -> value.divide(BigInteger.TEN.pow(shorter)));
  }
}
