package com.alphapulse.riskbudget.backtest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.backtest.report.Scale;
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

  @Test
  void shouldEarnAndPayInterest_whenEquityIsNotAllInvested() {
    double[] none = new double[3];
    Track track = new Track(new double[] {0.01, 0, 0.02}, none, none, new double[] {0, 1, 1.5});

    assertThat(track.financed(0.002).returns()).containsExactly(0.012, 0, 0.019);
    assertThat(track.financed(0).returns()).containsExactly(0.01, 0, 0.02);
    assertThat(track.scaled(2).invested()).containsExactly(0, 2, 3);
  }

  @Test
  void shouldLowerTheMonthlySharpe_whenReturnsFollowEachOther() {
    double[] trending = new double[2100];
    for (int i = 0; i < trending.length; i++) {
      trending[i] = 0.0005 + (i / 42 % 2 == 0 ? 0.004 : -0.004);
    }
    double[] mixed = new double[2100];
    Arrays.setAll(mixed, i -> 0.0005 + (i % 2 == 0 ? 0.004 : -0.004));
    Figures trend = Figures.of(new Track(trending, trending, trending, trending), 252);
    Figures mix = Figures.of(new Track(mixed, mixed, mixed, mixed), 252);

    assertThat(trend.sharpe()).isCloseTo(mix.sharpe(), within(1e-9));
    assertThat(trend.sharpeMonthly()).isLessThan(trend.sharpe() / 3);
    assertThat(mix.sharpeMonthly()).isGreaterThan(mix.sharpe());
  }

  @Test
  void shouldFindStalePrices_whenAReturnFollowsTheOneBefore() {
    assertThat(SymbolFigures.autocorrelation(new double[] {1, 1, -1, -1, 1, 1, -1, -1}))
        .isCloseTo(1.0 / 8, within(1e-12));
    assertThat(SymbolFigures.autocorrelation(new double[] {1, -1, 1, -1})).isEqualTo(-0.75);
    assertThat(SymbolFigures.autocorrelation(new double[] {2, 2, 2})).isZero();
    assertThat(SymbolFigures.autocorrelation(new double[0])).isZero();
  }

  @Test
  void shouldMarkRoundValues_whenAScaleSpansThem() {
    assertThat(Scale.linear(-0.442, 0).marks().stream().map(mark -> Math.round(mark * 1000)))
        .containsExactly(-500L, -400L, -300L, -200L, -100L, 0L);
    assertThat(Scale.linear(0, 0).marks()).startsWith(0.0);
    assertThat(Scale.linear(3, 97).high()).isEqualTo(100);
    assertThat(Scale.logarithmic(Math.log(0.6), Math.log(2.5)).marks().stream().map(Math::exp))
        .satisfies(
            marks ->
                assertThat(marks.stream().map(m -> Math.round(m * 10) / 10.0))
                    .containsExactly(0.7, 1.0, 1.5, 2.0));
  }
}
