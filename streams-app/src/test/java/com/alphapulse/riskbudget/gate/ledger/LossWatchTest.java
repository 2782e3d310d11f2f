package com.alphapulse.riskbudget.gate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.HardLimits;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LossWatchTest {
  private static final long DAY = 86_400_000L;
  private static final int PATIENCE = 3;
  private final LossWatch watch = new LossWatch();
  private HardLimits limits = limits(OptionalDouble.of(0.1), OptionalDouble.of(0.2));

  @Test
  void shouldReachALimit_whenItIsExceededOnConsecutiveMarks() {
    observe("1000", 0);
    observe("899", 1);
    observe("899", 2);
    assertThat(watch.breach()).isEmpty();
    assertThat(watch.marksBeyond()).isEqualTo(2);
    observe("898", 3);

    assertThat(watch.breach())
        .contains(
            new LossWatch.Breach(
                LossWatch.Base.DAY_START, new BigDecimal("0.10200000"), new BigDecimal("0.1")));
  }

  @Test
  void shouldBeginToCountAnew_whenOneMarkIsWithinTheLimit() {
    observe("1000", 0);
    for (int round = 0; round < 5; round++) {
      observe("899", 1);
      observe("899", 2);
      observe("900", 3); // Exactly at the limit.
    }
    assertThat(watch.breach()).isEmpty();
    assertThat(watch.marksBeyond()).isZero();
  }

  @Test
  void shouldStayReached_whenEquityRecovers() {
    breach();
    observe("5000", 10);
    observe("5000", 3 * DAY);

    assertThat(watch.breach()).isPresent();
  }

  @Test
  void shouldMeasureFromThePeak_whenTheFallIsSlow() {
    observe("1000", 0);
    observe("950", DAY);
    observe("900", 2 * DAY);
    observe("850", 3 * DAY);
    observe("799", 4 * DAY);
    observe("799", 4 * DAY + 1);
    assertThat(watch.breach()).isEmpty();
    observe("799", 4 * DAY + 2);

    assertThat(watch.breach().orElseThrow().base()).isEqualTo(LossWatch.Base.PEAK);
  }

  @Test
  void shouldStartTheDayWithTheEquityBefore_whenTheFirstMarkOfADayIsLower() {
    observe("1000", 0);
    for (int i = 0; i < PATIENCE; i++) {
      watch.observe(
          () -> Optional.of(new BigDecimal(1000)),
          new BigDecimal("899"),
          DAY + i,
          limits,
          PATIENCE);
    }

    assertThat(watch.dayStart().orElseThrow()).isEqualByComparingTo("1000");
    assertThat(watch.breach()).isPresent();
  }

  @Test
  void shouldKeepTheDay_whenEventTimeRunsBackwards() {
    observe("1000", DAY);
    observe("950", DAY - 1);

    assertThat(watch.day()).isEqualTo(1);
    assertThat(watch.dayStart().orElseThrow()).isEqualByComparingTo("1000");
  }

  @Test
  void shouldMeasureFromNowOn_whenAnOperatorResumes() {
    breach();
    assertThat(watch.resume(Optional.of(new BigDecimal("899")), 5)).isTrue();
    assertThat(watch.resume(Optional.of(new BigDecimal("500")), 5)).as("nothing to lift").isFalse();
    for (int i = 0; i < 2 * PATIENCE; i++) {
      observe("810", 6 + i);
    }
    assertThat(watch.breach()).isEmpty();
    assertThat(watch.peak().orElseThrow()).isEqualByComparingTo("899");
    for (int i = 0; i < PATIENCE; i++) {
      observe("809", 20 + i);
    }
    assertThat(watch.breach()).isPresent();
  }

  @Test
  void shouldBeginWithTheNextMarks_whenEquityIsNotKnownAtTheResume() {
    breach();
    watch.resume(Optional.empty(), 5);
    observe("100", 6);

    assertThat(watch.dayStart().orElseThrow()).isEqualByComparingTo("100");
    assertThat(watch.peak().orElseThrow()).isEqualByComparingTo("100");
  }

  @Test
  void shouldMoveTheBases_whenCashIsPaidInOrOut() {
    observe("1000", 0);
    watch.deposit(new BigDecimal(-500));
    for (int i = 0; i < 2 * PATIENCE; i++) {
      observe("450", i);
    }
    assertThat(watch.breach()).isEmpty();
    assertThat(watch.peak().orElseThrow()).isEqualByComparingTo("500");
    assertThat(watch.dayStart().orElseThrow()).isEqualByComparingTo("500");
  }

  @Test
  void shouldReachNothing_whenNoLimitIsSetOrTheBaseIsNotAboveZero() {
    limits = HardLimits.NONE;
    observe("1000", 0);
    for (int i = 0; i < PATIENCE; i++) {
      observe("1", i);
    }
    assertThat(watch.breach()).isEmpty();
    limits = limits(OptionalDouble.of(0.1), OptionalDouble.empty());
    watch.begin(Optional.of(BigDecimal.ZERO), 0);
    for (int i = 0; i < PATIENCE; i++) {
      observe("-5", i);
    }
    assertThat(watch.breach()).isEmpty();
  }

  @Test
  void shouldTellWhatToSave_whenSomethingChanges() {
    assertThat(observe("1000", 0)).as("first").isTrue();
    assertThat(observe("1000", 1)).isFalse();
    assertThat(observe("1001", 2)).as("peak").isTrue();
    assertThat(observe("899", 3)).as("counted").isTrue();
    assertThat(observe("1000", 4)).as("count ended").isTrue();
    assertThat(observe("1000", DAY)).as("new day").isTrue();
  }

  private void breach() {
    observe("1000", 0);
    for (int i = 1; i <= PATIENCE; i++) {
      observe("899", i);
    }
    assertThat(watch.breach()).isPresent();
  }

  private boolean observe(String equity, long asOf) {
    return watch.observe(Optional::empty, new BigDecimal(equity), asOf, limits, PATIENCE);
  }

  private static HardLimits limits(OptionalDouble daily, OptionalDouble drawdown) {
    return new HardLimits(
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        daily,
        drawdown,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Map.of());
  }
}
