package com.alphapulse.riskbudget.gate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.domain.Side;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposureTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0",
    "10, 0, 0, 10",
    "-10, 0, 0, 10",
    "0, 7, 5, 7",
    "0, 5, 7, 7",
    "10, 3, 25, 15",
    "-10, 25, 3, 15",
    "10, 0, 20, 10",
    "10, 0, 21, 11",
  })
  void shouldBeTheLargestThatFillsCanLeadTo_whenOrdersPend(
      String position, String buys, String sells, BigDecimal worst) {
    assertThat(exposure(position, buys, sells).worst()).isEqualByComparingTo(worst);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0, 0, SELL, 10", "10, 0, 4, SELL, 6", "10, 0, 10, SELL, 0", "10, 0, 15, SELL, 0",
    "10, 90, 4, SELL, 6", "10, 0, 0, BUY, 0", "-10, 4, 0, BUY, 6", "-10, 0, 0, SELL, 0",
    "0, 0, 0, SELL, 0",
  })
  void shouldReduceWhatIsHeldLessWhatPends_whenAnOrderCutsRisk(
      String position, String buys, String sells, Side side, BigDecimal reducible) {
    Exposure exposure = exposure(position, buys, sells);

    assertThat(exposure.reducible(side)).isEqualByComparingTo(reducible);
    assertThat(exposure.worstWith(side, reducible)).isLessThanOrEqualTo(exposure.worst());
  }

  @ParameterizedTest
  @CsvSource({
    "10, 5, 0, BUY, 40, 25",
    "10, 5, 0, SELL, 40, 50",
    "10, 35, 0, SELL, 40, 0",
    "-10, 0, 5, SELL, 40, 25",
    "0, 0, 0, BUY, 0, 0",
    "50, 0, 20, BUY, 40, 0",
    "30, 0, 0, BUY, 30, 0",
  })
  void shouldFillTheRoomExactly_whenALimitIsGiven(
      String position, String buys, String sells, Side side, BigDecimal limit, BigDecimal room) {
    Exposure exposure = exposure(position, buys, sells);

    assertThat(exposure.roomWithin(limit, side)).isEqualByComparingTo(room);
    if (room.signum() > 0) {
      assertThat(exposure.worstWith(side, room)).isEqualByComparingTo(limit);
    }
  }

  @Test
  void shouldBeFlat_whenNothingIsHeldAndNothingPends() {
    assertThat(exposure("0", "0", "0").isFlat()).isTrue();
    assertThat(exposure("1", "0", "0").isFlat()).isFalse();
    assertThat(exposure("0", "1", "0").isFlat()).isFalse();
    assertThat(exposure("0", "0", "1").isFlat()).isFalse();
  }

  @Test
  void shouldThrow_whenMoreIsReleasedThanIsReserved() {
    Exposure exposure = exposure("0", "1", "1");

    exposure.release(Side.BUY, BigDecimal.ONE);
    assertThatThrownBy(() -> exposure.release(Side.BUY, BigDecimal.ONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pending buys -1");
    Exposure sold = exposure("0", "1", "1");
    assertThatThrownBy(() -> sold.release(Side.SELL, BigDecimal.TEN))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Exposure exposure(String position, String buys, String sells) {
    Exposure exposure = new Exposure();
    exposure.move(new BigDecimal(position));
    exposure.reserve(Side.BUY, new BigDecimal(buys));
    exposure.reserve(Side.SELL, new BigDecimal(sells));
    return exposure;
  }
}
