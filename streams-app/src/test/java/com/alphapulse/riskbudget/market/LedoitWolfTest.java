package com.alphapulse.riskbudget.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedoitWolfTest {

  @Test
  void shouldGiveThePublishedEstimate_whenTheSampleIsScikitLearns() throws IOException {
    double[][] sample;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                LedoitWolfTest.class.getResourceAsStream("/oracles/lw_sklearn_doc_X50x2.csv"),
                StandardCharsets.UTF_8))) {
      sample =
          reader
              .lines()
              .skip(1)
              .map(
                  line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
              .toArray(double[][]::new);
    }
    LedoitWolf estimate = LedoitWolf.of(sample);

    assertThat(sample).hasDimensions(50, 2);
    assertThat(estimate.shrinkage()).isCloseTo(0.23025406, within(1e-8));
    assertThat(estimate.covariance()[0][0]).isCloseTo(0.440673, within(1e-6));
    assertThat(estimate.covariance()[0][1]).isCloseTo(0.161616, within(1e-6));
    assertThat(estimate.covariance()[1][1]).isCloseTo(0.802263, within(1e-6));
  }

  @Test
  void shouldGiveTheShrinkageOfScikitLearn_whenTheSampleIsTwentyShares() {
    PriceRows prices = PriceRows.shared("sp20stocks_1990_2022.csv");
    List<double[]> sample = new ArrayList<>();
    for (int t = 1; t < prices.rows().size(); t++) {
      String date = prices.dates().get(t);
      if (date.compareTo("2018-01-03") >= 0 && date.compareTo("2022-12-28") <= 0) {
        double[] now = prices.rows().get(t);
        double[] before = prices.rows().get(t - 1);
        double[] row = new double[now.length];
        Arrays.setAll(row, i -> now[i] / before[i] - 1);
        sample.add(row);
      }
    }
    LedoitWolf estimate = LedoitWolf.of(sample.toArray(new double[0][]));
    double trace = 0;
    for (int i = 0; i < 20; i++) {
      trace += estimate.covariance()[i][i];
    }

    assertThat(sample).hasSize(1256);
    assertThat(estimate.shrinkage()).isCloseTo(.0215602808, within(1e-10));
    assertThat(trace).isCloseTo(.00982228, within(5e-9));
    assertThat(LedoitWolf.of(sample.subList(0, 120).toArray(new double[0][])).shrinkage())
        .isCloseTo(.0828150357, within(1e-10));
  }

  @Test
  void shouldNotShrink_whenNothingMoves() {
    LedoitWolf estimate = LedoitWolf.of(new double[][] {{1, 2}, {1, 2}});
    assertThat(estimate.shrinkage()).isZero();
    assertThat(estimate.covariance()).isDeepEqualTo(new double[2][2]);
  }

  @Test
  void shouldThrow_whenObservationsMakeNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> LedoitWolf.of(new double[0][0]));
    assertThatIllegalArgumentException().isThrownBy(() -> LedoitWolf.of(new double[1][0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LedoitWolf.of(new double[][] {{1, 2}, {1}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LedoitWolf.of(new double[][] {{1, Double.NaN}}));
  }
}
