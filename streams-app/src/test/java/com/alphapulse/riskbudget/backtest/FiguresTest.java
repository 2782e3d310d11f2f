package com.alphapulse.riskbudget.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.domain.AssetClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void shouldMeasureFallFromThePeak_whenReturnsRiseAndFall() {
    assertThat(Figures.maxDrawdown(new double[] {0.25, -0.2, -0.5, 1}))
        .isCloseTo(0.6, within(1e-12));
    assertThat(Figures.maxDrawdown(new double[] {-0.1})).isCloseTo(0.1, within(1e-12));
    assertThat(Figures.maxDrawdown(new double[] {0.1, 0.2})).isZero();
  }

  @Test
  void shouldUseSampleDeviation_whenVolatilityIsMeasured() {
    Track track =
        new Track(new double[] {0.01, -0.01, 0.03}, new double[3], new double[3], new double[3]);

    assertThat(Figures.of(track, 4).volatility()).isCloseTo(0.04, within(1e-12));
    assertThat(Figures.of(track, 4).sharpe()).isCloseTo(0.01 / 0.02 * 2, within(1e-12));
  }

  @Test
  void shouldInterpolateQuantiles_whenLevelLiesBetween() {
    double[] sorted = {0, 1, 2, 3, 4};

    assertThat(Figures.quantile(sorted, 0.5)).isEqualTo(2);
    assertThat(Figures.quantile(sorted, 0.95)).isCloseTo(3.8, within(1e-12));
  }

  @Test
  void shouldUseRiskFully_whenVolatilityIsConstant() {
    double[] returns = new double[210];
    Arrays.setAll(returns, i -> i % 21 == 0 ? 0.02 : 0.001);
    double[] uneven = returns.clone();
    for (int i = 105; i < uneven.length; i++) {
      uneven[i] *= 10;
    }

    assertThat(Figures.of(new Track(returns, returns, returns, returns), 252).utilization())
        .isCloseTo(1, within(1e-9));
    assertThat(Figures.of(new Track(uneven, returns, returns, returns), 252).utilization())
        .isLessThan(0.7);
  }

  @Test
  void shouldSplitSharesAndTheRest_whenThereAreBoth() {
    Map<String, AssetClass> classes =
        Map.of("A", AssetClass.EQUITY, "B", AssetClass.BOND, "C", AssetClass.CREDIT);
    List<String> symbols = List.of("A", "B", "C");

    assertThat(StaticPortfolio.weights(symbols, symbols, classes, 0.6))
        .containsExactly(0.6, 0.2, 0.2);
    assertThat(StaticPortfolio.weights(symbols, List.of("B", "C"), classes, 0.6))
        .containsExactly(0, 0.5, 0.5);
  }
}
