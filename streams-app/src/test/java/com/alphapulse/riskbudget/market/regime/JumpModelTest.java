package com.alphapulse.riskbudget.market.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.market.PriceRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JumpModelTest {

  private static final double[] BULL = {
    .154342, -.296901, .157169, .296358, -.318770, .274053, .336652, -.245783, .336974
  };
  private static final double[] BEAR = {
    -.643127, 1.237157, -.654906, -1.234891, 1.328281, -1.141952, -1.402793, 1.024153, -1.404137
  };

  @Test
  void shouldFindThePublishedCentroids_whenTheSeriesIsTheNasdaq() {
    PriceRows prices = PriceRows.shared("ndx_1985_2024.csv");
    double[] returns = prices.returns(0);
    JumpFeatures features = new JumpFeatures();
    List<double[]> rows = new ArrayList<>();
    List<Double> trained = new ArrayList<>();
    for (int t = 0; t < returns.length; t++) {
      features.add(returns[t]);
      String date = prices.dates().get(t + 1);
      if (date.compareTo("2007-01-03") >= 0 && date.compareTo("2021-12-31") <= 0) {
        double[] row = new double[JumpFeatures.COUNT];
        features.read(row);
        rows.add(row);
        trained.add(returns[t]);
      }
    }
    JumpModel model =
        JumpModelFit.fit(
                rows.toArray(new double[0][]),
                trained.stream().mapToDouble(r -> r).toArray(),
                2,
                50)
            .orElseThrow();

    for (int f = 0; f < JumpFeatures.COUNT; f++) {
      assertThat(model.centroids()[0][f]).isCloseTo(BULL[f], within(1e-5));
      assertThat(model.centroids()[1][f]).isCloseTo(BEAR[f], within(1e-5));
    }
  }

  @Test
  void shouldGiveTheFeaturesByHand_whenThereAreThreeReturns() {
    double[] returns = {0.01, -0.02, 0.03};
    JumpFeatures features = new JumpFeatures();
    Arrays.stream(returns).forEach(features::add);
    double[] row = new double[JumpFeatures.COUNT];
    features.read(row);

    int[] halfLives = {5, 20, 60};
    for (int i = 0; i < 3; i++) {
      double decay = Math.pow(0.5, 1.0 / halfLives[i]);
      double weights = decay * decay + decay + 1;
      double mean = (0.01 * decay * decay - 0.02 * decay + 0.03) / weights;
      double downside = Math.sqrt(0.0004 * decay / weights);
      assertThat(row[3 * i]).isCloseTo(mean, within(1e-15));
      assertThat(row[3 * i + 1]).isCloseTo(Math.log(downside), within(1e-12));
      assertThat(row[3 * i + 2]).isCloseTo(mean / downside, within(1e-12));
    }
  }

  @Test
  void shouldHaveFiniteFeatures_whenThereIsNoLoss() {
    JumpFeatures features = new JumpFeatures();
    double[] row = new double[JumpFeatures.COUNT];
    for (int t = 0; t < 100_000; t++) {
      features.add(t == 0 ? -0.01 : 0);
    }
    features.read(row);
    assertThat(finite(row)).isTrue();
  }

  @Test
  void shouldFindThePlantedStates_whenTheSeriesHasTwo() {
    double[] returns = planted(new Random(5), 2400, 400);
    double[][] rows = rows(returns);
    JumpModel model = JumpModelFit.fit(rows, returns, 2, 50).orElseThrow();
    double[] costs = new double[2];
    int wrong = 0;
    for (int t = 0; t < returns.length; t++) {
      model.advance(costs, rows[t], 50);
      int state = costs[0] <= costs[1] ? 0 : 1;
      // Twice the longest half-life of the features is left to follow a change.
      wrong += t % 400 >= 120 && state != t / 400 % 2 ? 1 : 0;
    }

    assertThat(wrong).isZero();
    assertThat(model.volatilities()[0]).isCloseTo(0.006, within(0.002));
    assertThat(model.volatilities()[1]).isCloseTo(0.025, within(0.004));
    assertThat(model.meanVolatility()).isBetween(model.volatilities()[0], model.volatilities()[1]);
  }

  @Test
  void shouldHaveNoModel_whenNothingMoves() {
    double[] returns = new double[100];
    assertThat(JumpModelFit.fit(rows(returns), returns, 2, 50)).isEmpty();
  }

  /** Against all sequences of states, tried one by one. */
  @Property(tries = 60)
  void shouldFollowTheCheapestSequence_whenItIsCountedOut(
      @ForAll Random random,
      @ForAll @IntRange(min = 2, max = 3) int states,
      @ForAll @IntRange(min = 1, max = 7) int length,
      @ForAll @DoubleRange(min = 0.1, max = 3) double jumpPenalty) {
    double[][] centroids = new double[states][];
    double[][] rows = new double[length][];
    Arrays.setAll(centroids, k -> gaussians(random));
    Arrays.setAll(rows, t -> gaussians(random));
    JumpModel model = new JumpModel(Standardisation.of(rows), centroids, new double[states], 1);
    double[] costs = new double[states];
    for (double[] row : rows) {
      model.advance(costs, row, jumpPenalty);
    }

    double[] least = new double[states];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int code = 0; code < Math.pow(states, length); code++) {
      double cost = 0;
      int rest = code;
      int before = -1;
      for (int t = 0; t < length; t++) {
        int state = rest % states;
        rest /= states;
        cost += JumpModel.loss(centroids[state], rows[t]);
        cost += before >= 0 && before != state ? jumpPenalty : 0;
        before = state;
      }
      least[before] = Math.min(least[before], cost);
    }
    double minimum = Arrays.stream(least).min().orElseThrow();
    for (int k = 0; k < states; k++) {
      assertThat(costs[k]).isCloseTo(least[k] - minimum, within(1e-9));
    }
  }

  @Property(tries = 30)
  void shouldBeFiniteAndInOrder_whateverTheSeries(
      @ForAll Random random,
      @ForAll @IntRange(min = 2, max = 4) int states,
      @ForAll @IntRange(min = 2, max = 200) int length) {
    double[] returns = new double[length];
    for (int t = 0; t < length; t++) {
      returns[t] = random.nextInt(3) == 0 ? 0 : 0.02 * random.nextGaussian();
    }
    returns[0] = 0.5;
    JumpModel model = JumpModelFit.fit(rows(returns), returns, states, 20).orElseThrow();

    assertThat(model.volatilities()).isSorted();
    assertThat(finite(model.volatilities())).isTrue();
    assertThat(model.meanVolatility()).isPositive();
    assertThat(Arrays.stream(model.centroids()).allMatch(JumpModelTest::finite)).isTrue();
  }

  private static boolean finite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  private static double[] gaussians(Random random) {
    return random.doubles(JumpFeatures.COUNT, -1, 1).toArray();
  }

  /** Calm and rising, then turbulent and falling, in turns. */
  private static double[] planted(Random random, int length, int turn) {
    double[] returns = new double[length];
    for (int t = 0; t < length; t++) {
      returns[t] =
          t / turn % 2 == 0
              ? 0.001 + 0.006 * random.nextGaussian()
              : -0.003 + 0.025 * random.nextGaussian();
    }
    return returns;
  }

  private static double[][] rows(double[] returns) {
    JumpFeatures features = new JumpFeatures();
    double[][] rows = new double[returns.length][JumpFeatures.COUNT];
    for (int t = 0; t < returns.length; t++) {
      features.add(returns[t]);
      features.read(rows[t]);
    }
    return rows;
  }
}
