package com.alphapulse.riskbudget.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MarketClockTest {
  private final MarketClock clock = new MarketClock();

  @Test
  void shouldTellTheWallClocksTime_whenThereWereNoMarks() {
    assertThat(clock.now(5_000)).isEqualTo(5_000);
    assertThat(clock.received(5_000)).isEqualTo(5_000);
  }

  @Test
  void shouldGoOnWithTheWallClock_whenTheFeedIsDead() {
    clock.advance(1_000, 5_000);

    assertThat(clock.now(5_000)).isEqualTo(1_000);
    assertThat(clock.now(65_000)).isEqualTo(61_000);
    assertThat(clock.received(65_000)).isEqualTo(1_000);
  }

  @Test
  void shouldCountAsNow_whenMarksAreAheadOfTheWallClock() {
    clock.advance(Long.MAX_VALUE, 5_000);

    assertThat(clock.now(5_000)).isEqualTo(5_000);
    assertThat(clock.advance(Long.MAX_VALUE, 6_000)).isTrue();
    assertThat(clock.now(6_000)).isEqualTo(6_000);
  }

  @Test
  void shouldNotGoBack_whenMarksComeLateOrOld() {
    clock.advance(1_000, 1_000);
    assertThat(clock.advance(900, 2_000)).isFalse();
    assertThat(clock.now(3_000)).isEqualTo(3_000);
    assertThat(clock.advance(1_500, 3_000)).isTrue();

    assertThat(clock.now(3_000)).isEqualTo(3_000);
    assertThat(clock.now(4_000)).isEqualTo(3_000);
    assertThat(clock.now(4_600)).isEqualTo(3_100);
  }

  @Test
  void shouldNeverGoBackNorRunAhead_whateverComes() {
    Random random = new Random(11);
    for (int run = 0; run < 200; run++) {
      MarketClock any = new MarketClock();
      long wall = 1_000_000;
      long before = Long.MIN_VALUE;
      any.advance(wall - random.nextInt(5_000), wall);
      for (int i = 0; i < 100; i++) {
        wall += random.nextInt(3_000);
        if (random.nextBoolean()) {
          any.advance(wall - random.nextInt(20_000) + random.nextInt(10_000), wall);
        }
        if (random.nextInt(10) == 0) {
          MarketClock restored = new MarketClock();
          restored.restore(any.saved());
          any = restored;
        }
        assertThat(any.now(wall)).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(wall);
        before = any.now(wall);
      }
    }
  }

  @Test
  void shouldBeginAtTheFirstLook_whenMarksWereSavedWithoutAClock() {
    clock.restore(1_000);

    assertThat(clock.now(50_000)).isEqualTo(1_000);
    assertThat(clock.now(51_000)).isEqualTo(2_000);
  }
}
