package com.alphapulse.riskbudget.gate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole number of 192 bits against {@link BigInteger}. */
class Int192Test {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
  private static final double RELATIVE = 1e-15;

  /** Fifty products of a number below 2^124 and one below 2^61 stay below 2^191. */
  private static final int UPPER_BITS = 60;

  private static final int FACTOR_BITS = 61;

  /** A product: of {@code lower} and {@code factor}, or of 128 bits and {@code factor}. */
  record Product(boolean wide, long upper, long lower, long factor) {
    void addTo(Int192 sum) {
      if (wide) {
        sum.addProduct(upper, lower, factor);
      } else {
        sum.addProduct(lower, factor);
      }
    }

    void takeFrom(Int192 sum) {
      if (wide) {
        sum.addProduct(upper, lower, -factor);
      } else {
        sum.addProduct(lower, -factor);
      }
    }

    BigInteger value() {
      BigInteger other = wide ? join(upper, lower) : BigInteger.valueOf(lower);
      return other.multiply(BigInteger.valueOf(factor));
    }
  }

  @Provide
  Arbitrary<Product> products() {
    return Combinators.combine(
            Arbitraries.of(true, false), sized(UPPER_BITS), sized(64), sized(FACTOR_BITS))
        .as(Product::new);
  }

  @Provide
  Arbitrary<Long> anyLongs() {
    return sized(64);
  }

  @Property
  void shouldEqualTheSum_whenProductsAreAdded(
      @ForAll @Size(max = 50) List<@From("products") Product> products) {
    Int192 sum = new Int192();
    BigInteger total = BigInteger.ZERO;
    for (Product product : products) {
      product.addTo(sum);
      total = total.add(product.value());

      assertEqual(sum, total);
    }
  }

  @Property
  void shouldEqualTheProduct_whenTheFactorsHaveAnySize(
      @ForAll("anyLongs") long a, @ForAll("anyLongs") long b, @ForAll("anyLongs") long c) {
    Int192 narrow = new Int192();
    narrow.addProduct(a, b);
    Int192 wide = new Int192();
    wide.addProduct(a, b, c);

    assertEqual(narrow, BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
    assertEqual(wide, join(a, b).multiply(BigInteger.valueOf(c)));
  }

  @Property
  void shouldBeNothing_whenAllThatWasAddedIsTakenAwayInAnotherOrder(
      @ForAll @Size(max = 25) List<@From("products") Product> products) {
    Int192 sum = new Int192();
    products.forEach(product -> product.addTo(sum));
    for (int i = products.size() - 1; i >= 0; i--) {
      products.get(i).takeFrom(sum);
    }

    assertNothing(sum);
  }

  @Property
  void shouldStartFromNothing_whenCleared(
      @ForAll("products") Product before, @ForAll("products") Product after) {
    Int192 sum = new Int192();
    before.addTo(sum);
    sum.clear();
    assertNothing(sum);
    after.addTo(sum);

    assertEqual(sum, after.value());
  }

  /** A total of a few bits under a sign of many: the sign must not drown them. */
  @ParameterizedTest
  @CsvSource({
    "-1, 0", "-5, 0", "-5, 1", "-1, 62", "-1, 63", "-1, 64", "-3, 64", "-1, 70", "-1, 126",
    "-1, 127", "-1, 128", "-1, 130", "-7, 130", "-1, 180", "1, 0", "1, 53", "1, 63", "1, 64",
    "1, 127", "1, 128", "3, 180",
  })
  void shouldBeExact_whenTheTotalHasFewSignificantBits(long significant, int shift) {
    Int192 sum = sumOf(significant, shift);
    BigInteger total = BigInteger.valueOf(significant).shiftLeft(shift);

    assertThat(sum.doubleValue()).isEqualTo(total.doubleValue());
    sum.addProduct(1, -1);
    assertEqual(sum, total.subtract(BigInteger.ONE));
    sum.addProduct(2, 1);
    assertEqual(sum, total.add(BigInteger.ONE));
  }

  @Test
  void shouldCarryThroughAllWords_whenOneIsAddedToMinusOne() {
    Int192 sum = new Int192();
    sum.addProduct(-1, 1);
    assertThat(sum.low()).isEqualTo(-1);
    assertThat(sum.middle()).isEqualTo(-1);
    assertThat(sum.doubleValue()).isEqualTo(-1);
    sum.addProduct(1, 1);

    assertNothing(sum);
  }

  private static Int192 sumOf(long significant, int shift) {
    Int192 sum = new Int192();
    int first = Math.min(shift, 60);
    int second = Math.min(shift - first, 60);
    int third = shift - first - second;
    BigInteger wide = BigInteger.ONE.shiftLeft(second + third);
    sum.addProduct(
        wide.shiftRight(64).longValueExact(), wide.longValue(), significant * (1L << first));
    return sum;
  }

  private static void assertEqual(Int192 sum, BigInteger total) {
    double exact = total.doubleValue();

    assertThat(sum.low()).isEqualTo(total.longValue());
    assertThat(sum.middle()).isEqualTo(total.shiftRight(64).longValue());
    assertThat(sum.doubleValue()).isCloseTo(exact, within(Math.abs(exact) * RELATIVE));
  }

  private static void assertNothing(Int192 sum) {
    assertThat(sum.low()).isZero();
    assertThat(sum.middle()).isZero();
    assertThat(sum.doubleValue()).isZero();
  }

  private static BigInteger join(long upper, long lower) {
    BigInteger unsigned = BigInteger.valueOf(lower).mod(TWO_TO_64);
    return BigInteger.valueOf(upper).multiply(TWO_TO_64).add(unsigned);
  }

  /** Numbers of up to so many bits, small ones as often as large ones, and the edges. */
  private static Arbitrary<Long> sized(int bits) {
    long largest = -1L >>> (65 - bits);
    Arbitrary<Long> any =
        Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(64 - bits, 63))
            .as((value, shift) -> value >> shift);
    Arbitrary<Long> edges =
        Arbitraries.of(0L, 1L, -1L, largest, -largest, -largest - 1, largest >> 1, 1L << 32);
    return Arbitraries.frequencyOf(Tuple.of(4, any), Tuple.of(1, edges));
  }
}
