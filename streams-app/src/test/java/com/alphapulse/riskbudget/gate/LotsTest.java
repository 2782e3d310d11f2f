package com.alphapulse.riskbudget.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LotsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1, true",
    "100.00000000, 1, true",
    "1e3, 0.01, true",
    "0.00000001, 1, false",
    "99999999999999.00000001, 0.00000001, true",
    "99999999999999.00000001, 1, false",
    "1e30, 3, false",
    "9e30, 3, true",
    "-2.5, 0.5, true",
    "-2.6, 0.5, false"
  })
  void shouldTellWholeSteps_whenValuesAreLargeOrFine(String value, String step, boolean whole) {
    assertThat(Lots.isWhole(new BigDecimal(value), new BigDecimal(step))).isEqualTo(whole);
  }

  @Property
  void shouldAgreeWithExactDivision_whenScalesDiffer(
      @ForAll long value,
      @ForAll @IntRange(min = -3, max = 12) int scale,
      @ForAll @LongRange(min = 1) long step,
      @ForAll @IntRange(min = -3, max = 12) int stepScale) {
    BigDecimal quantity = BigDecimal.valueOf(value, scale);
    BigDecimal lot = BigDecimal.valueOf(step, stepScale);
    BigInteger[] units = {
      quantity.movePointRight(12).toBigIntegerExact(), lot.movePointRight(12).toBigIntegerExact()
    };

    assertThat(Lots.isWhole(quantity, lot)).isEqualTo(units[0].mod(units[1]).signum() == 0);
    assertThat(Lots.isWhole(quantity.multiply(lot), lot))
        .isEqualTo(quantity.stripTrailingZeros().scale() <= 0);
  }
}
