package com.alphapulse.riskbudget.market.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.market.PriceRows;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GaussianHmmTest {

  private static GaussianHmm twoStates() {
    return new GaussianHmm(
        new double[] {.05, -.10}, new double[] {.8, 2.5}, new double[][] {{.99, .01}, {.02, .98}});
  }

  @Test
  void shouldGiveTheProbabilitiesOfStatsmodels_whenTheSeriesIsThatOfTwoYears() {
    PriceRows oracle = PriceRows.bundled("/oracles/hamilton_filter_spx_2007_2008.csv");
    GaussianHmm model = twoStates();
    double[] probabilities = {2 / 3.0, 1 / 3.0};
    double logLikelihood = 0;
    for (double[] row : oracle.rows()) {
      logLikelihood += model.step(probabilities, row[0]);
      // The file's returns are rounded to eight decimals, its probabilities are not.
      assertThat(probabilities[0]).isCloseTo(row[1], within(1e-8));
      assertThat(probabilities[1]).isCloseTo(row[2], within(1e-8));
    }

    assertThat(oracle.rows()).hasSize(504);
    assertThat(logLikelihood).isCloseTo(-935.2766449039, within(2e-8));
  }

  @Test
  void shouldStayADistribution_whenAValueIsBeyondAllBelief() {
    GaussianHmm model = twoStates();
    double[] probabilities = {1, 0};
    for (double value : new double[] {0, 1e6, -1e6, 1e-300, 1e100, 0}) {
      assertThat(model.step(probabilities, value)).isFinite();
      assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-12));
      assertThat(Arrays.stream(probabilities).min().orElseThrow()).isNotNegative();
    }
  }

  @Test
  void shouldThrow_whenAParameterMakesNoSense() {
    double[][] chain = {{.9, .1}, {.1, .9}};
    double[] two = {1, 2};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianHmm(new double[0], new double[0], new double[0][]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianHmm(new double[] {1, Double.NaN}, two, chain));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianHmm(two, new double[] {1, 0}, chain));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianHmm(two, two, new double[][] {{.9, .2}, {.1, .9}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianHmm(two, two, new double[][] {{1.1, -.1}, {.1, .9}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianHmm(two, new double[] {1}, chain));
  }

  @Test
  void shouldFindThePlantedModel_whenTheSeriesIsLong() {
    Random random = new Random(11);
    double[] values = new double[6000];
    int state = 0;
    for (int t = 0; t < values.length; t++) {
      state = random.nextDouble() < (state == 0 ? 0.99 : 0.97) ? state : 1 - state;
      values[t] = state == 0 ? 1 + random.nextGaussian() : -2 + 4 * random.nextGaussian();
    }
    GaussianHmm model = BaumWelch.fit(values, 2, Optional.empty()).orElseThrow();

    assertThat(model.mean(0)).isCloseTo(1, within(0.1));
    assertThat(model.mean(1)).isCloseTo(-2, within(0.4));
    assertThat(model.deviation(0)).isCloseTo(1, within(0.15));
    assertThat(model.deviation(1)).isCloseTo(4, within(0.3));
    assertThat(model.transition(0, 0)).isCloseTo(0.99, within(0.005));
    assertThat(model.transition(1, 1)).isCloseTo(0.97, within(0.01));
  }

  @Test
  void shouldHaveNoModel_whenNothingMoves() {
    assertThat(BaumWelch.fit(new double[100], 3, Optional.empty())).isEmpty();
    double[] constant = new double[100];
    Arrays.fill(constant, 0.001);
    assertThat(BaumWelch.fit(constant, 3, Optional.empty())).isEmpty();
  }

  @Property(tries = 40)
  void shouldBeAModelInOrderOfVolatility_whateverTheSeries(
      @ForAll Random random,
      @ForAll @IntRange(min = 2, max = 4) int states,
      @ForAll @IntRange(min = 2, max = 300) int length) {
    double[] values = new double[length];
    for (int t = 0; t < length; t++) {
      values[t] =
          switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> 10 * random.nextGaussian();
            default -> 0.01 * random.nextGaussian();
          };
    }
    values[0] = 1;
    Optional<GaussianHmm> start = BaumWelch.fit(values, states, Optional.empty());
    GaussianHmm model = BaumWelch.fit(values, states, start).orElseThrow();

    for (int k = 0; k < states; k++) {
      assertThat(model.mean(k)).isFinite();
      assertThat(model.deviation(k)).isPositive().isFinite();
      assertThat(k == 0 || model.deviation(k) >= model.deviation(k - 1)).isTrue();
    }
  }

  @Property(tries = 20)
  void shouldNotExplainTheSeriesWorse_whenItWasFitted(@ForAll Random random) {
    double[] values = new double[500];
    for (int t = 0; t < values.length; t++) {
      values[t] = (t / 50 % 2 == 0 ? 1 : 4) * random.nextGaussian();
    }
    GaussianHmm one = BaumWelch.fit(values, 2, Optional.empty()).orElseThrow();
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double logLikelihood = 0;
    double[] probabilities = {0.5, 0.5};
    for (double value : values) {
      logLikelihood += one.step(probabilities, value);
    }
    double normal = -values.length / 2.0 * (Math.log(2 * Math.PI * variance) + 1);

    assertThat(logLikelihood).isGreaterThan(normal + 50);
  }
}
