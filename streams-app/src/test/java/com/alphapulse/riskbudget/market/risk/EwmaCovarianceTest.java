package com.alphapulse.riskbudget.market.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.config.MarketSettings.ShrinkageTarget;
import com.alphapulse.riskbudget.market.PlainEwma;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;

class EwmaCovarianceTest {

  private static final double NONE = Double.NaN;

  private static EwmaCovariance covariance(
      double volatilityHalfLife, double correlationHalfLife, double shrinkage, double barsPerYear) {
    return new EwmaCovariance(
        volatilityHalfLife,
        correlationHalfLife,
        ShrinkageTarget.CONSTANT_CORRELATION,
        shrinkage,
        barsPerYear);
  }

  @Test
  void shouldGiveTheTextbookVolatility_whenReturnsAreKnown() {
    EwmaCovariance covariance = covariance(1, 1, 0, 1);
    covariance.add();

    covariance.update(new double[] {0.02});
    assertThat(covariance.volatility(0)).isCloseTo(0.02, within(1e-15));

    covariance.update(new double[] {0.01});
    // Weights 1 and 1/2: (0.0001 + 0.5 · 0.0004) / 1.5.
    assertThat(covariance.volatility(0)).isCloseTo(Math.sqrt(0.0002), within(1e-15));
  }

  @Test
  void shouldAnnualise_whenBarsPerYearAreGiven() {
    EwmaCovariance covariance = covariance(21, 63, 0.1, 252);
    covariance.add();
    covariance.update(new double[] {0.01});
    assertThat(covariance.volatility(0)).isCloseTo(0.01 * Math.sqrt(252), within(1e-15));
  }

  @Test
  void shouldShrinkTowardsTheMean_whenShrinkageIsSet() {
    double[] first = {0.01, 0.01, -0.01};
    double[] second = {0.01, -0.01, -0.01};
    EwmaCovariance plain = covariance(1e9, 1e9, 0, 1);
    EwmaCovariance shrunk = covariance(1e9, 1e9, 0.5, 1);
    for (EwmaCovariance each : List.of(plain, shrunk)) {
      for (int i = 0; i < 3; i++) {
        each.add();
      }
      each.update(first);
      each.update(second);
    }

    assertThat(plain.correlations()[1][0]).isCloseTo(0, within(1e-8));
    assertThat(plain.correlations()[2][0]).isCloseTo(-1, within(1e-8));
    assertThat(shrunk.correlations()[1][0]).isCloseTo(-1 / 6.0, within(1e-8));
    assertThat(shrunk.correlations()[2][0]).isCloseTo(-2 / 3.0, within(1e-8));
    assertThat(shrunk.average(shrunk.correlations())).isCloseTo(-1 / 3.0, within(1e-8));
  }

  @Test
  void shouldShrinkTowardsNothing_whenTheTargetIsTheIdentity() {
    EwmaCovariance plain = covariance(21, 63, 0, 1);
    EwmaCovariance shrunk = new EwmaCovariance(21, 63, ShrinkageTarget.IDENTITY, 0.25, 1);
    for (EwmaCovariance each : List.of(plain, shrunk)) {
      Random random = new Random(2);
      for (int i = 0; i < 4; i++) {
        each.add();
      }
      for (int bar = 0; bar < 50; bar++) {
        each.update(random.doubles(4, -0.02, 0.03).toArray());
      }
    }
    double[][] expected = plain.correlations();
    for (double[] row : expected) {
      Arrays.setAll(row, j -> 0.75 * row[j]);
    }

    assertThat(plain.correlations()[1][0]).isNotZero();
    assertThat(shrunk.correlations()).isDeepEqualTo(expected);
    assertThat(shrunk.volatility(2)).isEqualTo(plain.volatility(2));
  }

  @Test
  void shouldSayZeroAndNeverNaN_whenAPriceIsConstant() {
    EwmaCovariance covariance = covariance(21, 63, 0.1, 252);
    for (int i = 0; i < 3; i++) {
      covariance.add();
    }
    assertThat(covariance.correlations()[2]).containsExactly(0, 0);
    for (int bar = 0; bar < 50; bar++) {
      covariance.update(new double[] {0, bar % 2 == 0 ? 0.01 : -0.02, bar % 2 == 0 ? 0.02 : -0.01});
    }

    assertThat(covariance.volatility(0)).isZero();
    assertThat(covariance.correlations()[1][0]).isZero();
    assertThat(covariance.correlations()[2][0]).isZero();
    assertThat(covariance.correlations()[2][1]).isPositive();
    assertThat(covariance.average(covariance.correlations()))
        .isEqualTo(covariance.correlations()[2][1]);
  }

  @Test
  void shouldCountAsRiskyAndCorrelated_whenAnInstrumentIsNew() {
    EwmaCovariance covariance = covariance(21, 63, 0, 252);
    covariance.add();
    covariance.add();
    Random random = new Random(7);
    for (int bar = 0; bar < 100; bar++) {
      double common = random.nextGaussian();
      covariance.update(
          new double[] {
            0.01 * (common + random.nextGaussian()), 0.03 * (common + random.nextGaussian())
          });
    }
    covariance.add();

    assertThat(covariance.volatility(2)).isEqualTo(covariance.volatility(1), within(1e-12));
    double[][] correlations = covariance.correlations();
    assertThat(correlations[2][0]).isGreaterThan(correlations[1][0]);
    assertThat(correlations[2][1]).isGreaterThan(correlations[1][0]);

    covariance.update(new double[] {0.01, 0.01, 0});
    assertThat(covariance.volatility(2)).isGreaterThan(0.9 * covariance.volatility(1));
  }

  @Test
  void shouldKeepTheVolatility_whenAnInstrumentHasNoObservation() {
    EwmaCovariance covariance = covariance(21, 63, 0, 252);
    covariance.add();
    covariance.add();
    covariance.update(new double[] {0.01, 0.02});
    covariance.update(new double[] {0.05, NONE});
    assertThat(covariance.volatility(1)).isCloseTo(0.02 * Math.sqrt(252), within(1e-15));
  }

  @Test
  void shouldThrow_whenAReturnIsInfinite() {
    EwmaCovariance covariance = covariance(21, 63, 0, 252);
    covariance.add();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> covariance.update(new double[] {Double.POSITIVE_INFINITY}));
  }

  @Property(tries = 60)
  void shouldEqualThePlainModel_whenInstrumentsComeAndGo(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 6) int instruments,
      @ForAll @IntRange(min = 1, max = 60) int bars,
      @ForAll @DoubleRange(min = 0, max = 1) double shrinkage) {
    int[] arrivals = arrivals(random, instruments, bars);
    List<double[]> history = history(random, arrivals, bars);
    EwmaCovariance covariance = covariance(5, 11, shrinkage, 252);
    for (int bar = 0; bar < bars; bar++) {
      join(covariance, arrivals, bar);
      covariance.update(history.get(bar));
    }
    PlainEwma plain = new PlainEwma(5, 11, shrinkage, 252, arrivals, history);

    double[][] correlations = covariance.correlations();
    for (int i = 0; i < covariance.size(); i++) {
      assertThat(covariance.volatility(i)).isCloseTo(plain.volatility(i), within(1e-9));
      for (int j = 0; j < i; j++) {
        assertThat(correlations[i][j]).isCloseTo(plain.correlation(i, j), within(1e-8));
      }
    }
  }

  @Property(tries = 100)
  void shouldGiveAValidCorrelationMatrix_whenAnythingIsMissing(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 12) int instruments,
      @ForAll @IntRange(min = 1, max = 40) int bars,
      @ForAll @DoubleRange(min = 0, max = 1) double shrinkage) {
    int[] arrivals = arrivals(random, instruments, bars);
    List<double[]> history = history(random, arrivals, bars);
    EwmaCovariance covariance = covariance(3, 7, shrinkage, 252);
    for (int bar = 0; bar < bars; bar++) {
      join(covariance, arrivals, bar);
      covariance.update(history.get(bar));
    }

    int size = covariance.size();
    double[][] full = new double[size][size];
    double[][] triangle = covariance.correlations();
    for (int i = 0; i < size; i++) {
      full[i][i] = 1;
      for (int j = 0; j < i; j++) {
        assertThat(triangle[i][j]).isBetween(-1.0, 1.0);
        full[i][j] = triangle[i][j];
        full[j][i] = triangle[i][j];
      }
    }
    double[] eigenvalues =
        new EigenDecomposition(new Array2DRowRealMatrix(full)).getRealEigenvalues();
    assertThat(Arrays.stream(eigenvalues).min().orElseThrow()).isGreaterThan(-1e-9);
  }

  @Test
  void shouldBeAsOneByOne_whenSeveralJoinAtOnce() {
    EwmaCovariance oneByOne = covariance(5, 11, 0.2, 252);
    EwmaCovariance atOnce = covariance(5, 11, 0.2, 252);
    Random random = new Random(7);
    for (int bar = 0; bar < 12; bar++) {
      int more = bar % 4 == 0 ? 5 : 0;
      for (int i = 0; i < more; i++) {
        oneByOne.add();
      }
      atOnce.add(more);
      double[] returns = random.doubles(atOnce.size(), -0.1, 0.1).toArray();
      oneByOne.update(returns);
      atOnce.update(returns);
    }

    for (int i = 0; i < atOnce.size(); i++) {
      assertThat(atOnce.volatility(i)).isCloseTo(oneByOne.volatility(i), within(1e-14));
      assertThat(atOnce.correlations()[i])
          .containsExactly(oneByOne.correlations()[i], within(1e-13));
    }
  }

  @Test
  void shouldGoOnExactly_whenWrittenAndRead() throws IOException {
    EwmaCovariance covariance = covariance(5, 11, 0.2, 252);
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      covariance.add();
      covariance.update(random.doubles(i + 1, -0.1, 0.1).toArray());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    covariance.writeTo(new DataOutputStream(bytes));
    EwmaCovariance copy = covariance(5, 11, 0.2, 252);
    copy.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    for (EwmaCovariance each : List.of(covariance, copy)) {
      each.add();
      each.update(new Random(4).doubles(21, -0.1, 0.1).toArray());
    }

    assertThat(copy.correlations()).isDeepEqualTo(covariance.correlations());
    assertThat(copy.volatility(20)).isEqualTo(covariance.volatility(20));
  }

  /** Bar before which each instrument joins; the first one is there from the start. */
  private static int[] arrivals(Random random, int instruments, int bars) {
    int[] arrivals = new int[instruments];
    for (int i = 1; i < instruments; i++) {
      arrivals[i] = random.nextBoolean() ? 0 : random.nextInt(bars);
    }
    Arrays.sort(arrivals);
    return arrivals;
  }

  private static List<double[]> history(Random random, int[] arrivals, int bars) {
    List<double[]> history = new ArrayList<>();
    for (int bar = 0; bar < bars; bar++) {
      double common = random.nextGaussian();
      double[] row = new double[arrivals.length];
      for (int i = 0; i < row.length; i++) {
        double scale = 0.001 * (1 + i);
        row[i] = scale * ((i % 3 - 1) * common + random.nextGaussian());
        if (i == 4) {
          row[i] = 0;
        }
        if (random.nextInt(5) == 0) {
          row[i] = NONE;
        }
      }
      history.add(row);
    }
    return history;
  }

  private static void join(EwmaCovariance covariance, int[] arrivals, int bar) {
    while (covariance.size() < arrivals.length && arrivals[covariance.size()] <= bar) {
      covariance.add();
    }
  }
}
