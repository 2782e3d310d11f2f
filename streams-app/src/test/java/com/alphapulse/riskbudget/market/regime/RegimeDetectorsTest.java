package com.alphapulse.riskbudget.market.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.config.MarketSettings.Detector;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.market.Markets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every detector owes, whatever its method. */
class RegimeDetectorsTest {

  @ParameterizedTest
  @EnumSource
  void shouldReachAllFiveRegimes_whenTheMarketGoesThroughThem(Detector kind) {
    Set<Regime> seen = EnumSet.noneOf(Regime.class);
    RegimeDetector detector = detector(kind);
    for (double each : market(7)) {
      detector.onBar(each, 0);
      seen.add(detector.regime());
    }
    assertThat(seen).containsExactlyInAnyOrder(Regime.values());
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayTheSameOfThePast_whenTheFutureIsAnother(Detector kind) {
    List<Double> market = market(7);
    int present = 2000;
    RegimeDetector one = detector(kind);
    RegimeDetector other = detector(kind);
    for (int bar = 0; bar < present; bar++) {
      assertThat(one.onBar(market.get(bar), bar)).isEqualTo(other.onBar(market.get(bar), bar));
      assertThat(one.probabilities()).isEqualTo(other.probabilities());
      if (bar == present / 2) {
        other = replayed(kind, market.subList(0, bar + 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveProbabilitiesThatSumToOne_whereItHasAny(Detector kind) {
    RegimeDetector detector = detector(kind);
    int with = 0;
    for (double each : market(11)) {
      detector.onBar(each, 0);
      if (!detector.probabilities().isEmpty()) {
        with++;
        assertThat(detector.probabilities().values())
            .allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
        assertThat(detector.probabilities().values().stream().mapToDouble(p -> p).sum())
            .isCloseTo(1, within(1e-9));
      }
    }
    assertThat(with > 0).isEqualTo(kind == Detector.HIDDEN_MARKOV);
  }

  @ParameterizedTest
  @EnumSource
  void shouldStaySideways_whenNothingMoves(Detector kind) {
    RegimeDetector detector = detector(kind);
    for (int bar = 0; bar < 2500; bar++) {
      assertThat(detector.onBar(0, bar)).isEmpty();
    }
    assertThat(detector.regime()).isEqualTo(Regime.SIDEWAYS);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuse_whenAReturnIsNotFinite(Detector kind) {
    assertThatThrownBy(() -> detector(kind).onBar(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RegimeDetector replayed(Detector kind, List<Double> past) {
    RegimeDetector detector = detector(kind);
    for (int bar = 0; bar < past.size(); bar++) {
      detector.onBar(past.get(bar), bar);
    }
    return detector;
  }

  private static RegimeDetector detector(Detector kind) {
    return RegimeDetectors.of(kind, Markets.detecting(kind));
  }

  /** A bull market, a sideways one, a fall, a crash, a rebound and a bull market again. */
  private static List<Double> market(long seed) {
    Random random = new Random(seed);
    List<Double> returns = new ArrayList<>();
    phase(returns, random, 1500, 0.0008, 0.006);
    phase(returns, random, 300, 0, 0.005);
    phase(returns, random, 250, -0.0015, 0.011);
    phase(returns, random, 50, -0.008, 0.035);
    phase(returns, random, 250, 0.0018, 0.008);
    phase(returns, random, 500, 0.0010, 0.006);
    return returns;
  }

  private static void phase(
      List<Double> returns, Random random, int bars, double mean, double deviation) {
    for (int bar = 0; bar < bars; bar++) {
      returns.add(mean + deviation * random.nextGaussian());
    }
  }
}
