package com.alphapulse.riskbudget.market.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.market.Markets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RuleBasedDetectorTest {

  private final RuleBasedDetector detector = new RuleBasedDetector(Markets.DEFAULTS);
  private final List<RegimeSignal> signals = new ArrayList<>();
  private long bar;

  /** Bars with returns that alternate around a drift; the mean of two bars is the drift. */
  private void run(int bars, double drift, double swing) {
    for (int i = 0; i < bars; i++) {
      detector.onBar(drift + (i % 2 == 0 ? swing : -swing), ++bar).ifPresent(signals::add);
    }
  }

  private Regime last() {
    return signals.get(signals.size() - 1).regime();
  }

  @Test
  void shouldSaySideways_untilTheTrendWindowIsFull() {
    run(99, 0.01, 0.001);
    assertThat(signals).isEmpty();
    assertThat(detector.regime()).isEqualTo(Regime.SIDEWAYS);
    run(10, 0.01, 0.001);
    assertThat(last()).isEqualTo(Regime.BULL);
  }

  @Test
  void shouldReachAllRegimes_whenTheMarketGoesThroughACycle() {
    run(300, 0.001, 0.008);
    assertThat(last()).isEqualTo(Regime.BULL);
    run(200, 0, 0.008);
    assertThat(last()).isEqualTo(Regime.SIDEWAYS);
    run(60, -0.002, 0.008);
    assertThat(last()).isEqualTo(Regime.BEAR);
    run(30, -0.005, 0.03);
    assertThat(last()).isEqualTo(Regime.CRISIS);
    run(150, 0.001, 0.008);
    assertThat(last()).isEqualTo(Regime.RECOVERY);
    run(250, 0.001, 0.008);
    assertThat(last()).isEqualTo(Regime.BULL);
    assertThat(signals).allSatisfy(s -> assertThat(s.confidence()).isBetween(0.0, 1.0));
  }

  @Test
  void shouldDeclareACrisisAtOnce_whenVolatilityExplodes() {
    run(300, 0.001, 0.005);
    assertThat(detector.onBar(-0.12, ++bar))
        .hasValueSatisfying(s -> assertThat(s.regime()).isEqualTo(Regime.CRISIS));
  }

  @Test
  void shouldWaitForConfirmation_whenTheMarketCalmsDown() {
    run(300, 0.001, 0.005);
    detector.onBar(-0.12, ++bar);
    long crisis = bar;
    run(400, 0.001, 0.005);
    assertThat(signals.get(signals.size() - 1).regime()).isEqualTo(Regime.BULL);
    long left =
        signals.stream()
            .mapToLong(RegimeSignal::detectedAt)
            .filter(t -> t > crisis)
            .min()
            .orElseThrow();
    assertThat(left).isGreaterThanOrEqualTo(crisis + 10);
  }

  @Test
  void shouldStaySideways_whenNothingMoves() {
    run(400, 0, 0);
    assertThat(signals).isEmpty();
    assertThat(detector.onBar(-0.01, ++bar))
        .as("any move is infinitely many times the usual volatility")
        .hasValueSatisfying(s -> assertThat(s.regime()).isEqualTo(Regime.CRISIS));
  }

  @Test
  void shouldThrow_whenTheReturnIsNotFinite() {
    assertThatIllegalArgumentException().isThrownBy(() -> detector.onBar(Double.NaN, 1));
  }

  @Test
  void shouldSurvive_whenTheIndexLosesEverything() {
    run(150, 0.001, 0.005);
    assertThat(detector.onBar(-1, ++bar))
        .hasValueSatisfying(s -> assertThat(s.confidence()).isEqualTo(1));
    run(300, 0.001, 0.005);
    assertThat(detector.regime()).isNotNull();
  }

  @Property(tries = 30)
  void shouldSayTheSame_whateverComesLater(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 400) int cut) {
    RuleBasedDetector one = new RuleBasedDetector(Markets.DEFAULTS);
    RuleBasedDetector two = new RuleBasedDetector(Markets.DEFAULTS);
    double[] returns = new double[400];
    for (int i = 0; i < returns.length; i++) {
      returns[i] = 0.01 * (1 + 2 * Math.sin(i / 50.0)) * random.nextGaussian();
    }
    for (int i = 0; i < cut; i++) {
      Optional<RegimeSignal> signal = one.onBar(returns[i], i);
      assertThat(two.onBar(returns[i], i)).isEqualTo(signal);
    }
    for (int i = cut; i < returns.length; i++) {
      one.onBar(returns[i], i);
    }
    RuleBasedDetector again = new RuleBasedDetector(Markets.DEFAULTS);
    for (int i = 0; i < cut; i++) {
      again.onBar(returns[i], i);
    }
    assertThat(again.regime()).isEqualTo(two.regime());
  }

  @Property(tries = 50)
  void shouldKeepMedianAndMaximum_whenTheWindowRolls(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 20) int capacity) {
    RollingWindow window = new RollingWindow(capacity);
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double value = random.nextInt(10);
      window.add(value);
      all.add(value);
      List<Double> kept = all.subList(Math.max(0, all.size() - capacity), all.size());
      List<Double> sorted = kept.stream().sorted().toList();
      assertThat(window.size()).isEqualTo(kept.size());
      assertThat(window.get(0)).isEqualTo(value);
      assertThat(window.get(kept.size() - 1)).isEqualTo(kept.get(0));
      assertThat(window.median()).isEqualTo(sorted.get(sorted.size() / 2));
      assertThat(window.max()).isEqualTo(sorted.get(sorted.size() - 1));
    }
  }
}
