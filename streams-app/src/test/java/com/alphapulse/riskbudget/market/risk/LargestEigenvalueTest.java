package com.alphapulse.riskbudget.market.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.config.MarketSettings.ShrinkageTarget;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;

class LargestEigenvalueTest {

  private final LargestEigenvalue eigenvalue = new LargestEigenvalue();

  private static double[][] constant(int size, double correlation) {
    double[][] triangle = new double[size][];
    for (int i = 0; i < size; i++) {
      triangle[i] = new double[i];
      Arrays.fill(triangle[i], correlation);
    }
    return triangle;
  }

  @Test
  void shouldBeOne_whenThereIsOneInstrument() {
    assertThat(eigenvalue.share(constant(1, 0))).isEqualTo(1);
  }

  @Test
  void shouldBeZero_whenThereIsNoInstrument() {
    assertThat(eigenvalue.share(new double[0][])).isZero();
  }

  @Test
  void shouldFollowTheFormula_whenAllCorrelationsAreEqual() {
    for (double correlation : new double[] {0, 0.01, 0.3, 0.99, 1}) {
      for (int size : new int[] {2, 5, 40}) {
        assertThat(eigenvalue.share(constant(size, correlation)))
            .as("%s instruments, correlation %s", size, correlation)
            .isCloseTo((1 + (size - 1) * correlation) / size, within(1e-9));
      }
      eigenvalue.share(new double[0][]);
    }
  }

  @Test
  void shouldNotStayWithTheOldVector_whenTwoInstrumentsTurnAgainstEachOther() {
    assertThat(eigenvalue.share(constant(2, 0.9))).isCloseTo(0.95, within(1e-9));
    assertThat(eigenvalue.share(constant(2, -0.9))).isCloseTo(0.95, within(1e-9));
    assertThat(eigenvalue.share(constant(2, -1))).isCloseTo(1, within(1e-9));
  }

  @Property(tries = 60)
  void shouldAgreeWithADecomposition_whenInstrumentsComeAndTheMarketMoves(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 15) int instruments) {
    EwmaCovariance covariance = new EwmaCovariance(5, 11, ShrinkageTarget.IDENTITY, 0, 1);
    for (int bar = 0; bar < 60; bar++) {
      if (covariance.size() < instruments && bar % 3 == 0) {
        covariance.add();
      }
      double common = random.nextGaussian();
      double[] returns = new double[covariance.size()];
      Arrays.setAll(returns, i -> (i % 3 - 1) * common + random.nextGaussian());
      covariance.update(returns);
      double[][] triangle = covariance.correlations();
      double[] expected = decomposed(triangle);
      double largest = expected[expected.length - 1] / expected.length;
      boolean apart =
          expected.length == 1
              || expected[expected.length - 2] <= 0.95 * expected[expected.length - 1];

      assertThat(eigenvalue.share(triangle))
          .isBetween(largest * (apart ? 1 - 1e-9 : 0.99), largest + 1e-9);
    }
  }

  /** Eigenvalues, ascending. */
  private static double[] decomposed(double[][] triangle) {
    double[][] full = new double[triangle.length][triangle.length];
    for (int i = 0; i < full.length; i++) {
      full[i][i] = 1;
      for (int j = 0; j < i; j++) {
        full[i][j] = triangle[i][j];
        full[j][i] = triangle[i][j];
      }
    }
    return Arrays.stream(
            new EigenDecomposition(new Array2DRowRealMatrix(full)).getRealEigenvalues())
        .sorted()
        .toArray();
  }
}
