package com.alphapulse.riskbudget.demo.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StrategiesTest {
  private static final List<String> SYMBOLS = List.of("UP", "DOWN");

  private static PriceHistory trending(int bars) {
    PriceHistory history = new PriceHistory();
    for (int i = 0; i < bars; i++) {
      history.add(
          Map.of(
              "UP", BigDecimal.valueOf(100 * Math.pow(1.01, i)),
              "DOWN", BigDecimal.valueOf(100 * Math.pow(0.99, i))));
    }
    return history;
  }

  @Test
  void shouldFollowTheTrend_whenPricesMoveOneWay() {
    Map<String, Double> weights = new TrendFollowing().targetWeights(trending(80), SYMBOLS);

    assertThat(weights).containsEntry("UP", 0.5).containsEntry("DOWN", -0.25);
  }

  @Test
  void shouldTradeAgainstTheMove_whenPricesAreFarFromTheirMean() {
    Map<String, Double> weights = new MeanReversion().targetWeights(trending(80), SYMBOLS);

    assertThat(weights.get("UP")).isNegative();
    assertThat(weights.get("DOWN")).isPositive();
  }

  @Test
  void shouldHoldTheCalmSymbol_whenOneMovesMore() {
    PriceHistory history = new PriceHistory();
    for (int i = 0; i < 80; i++) {
      history.add(
          Map.of(
              "CALM", BigDecimal.valueOf(100 + (i % 2) * 0.5),
              "WILD", BigDecimal.valueOf(100 + (i % 2) * 20)));
    }

    Map<String, Double> weights =
        new LowVolatility().targetWeights(history, List.of("CALM", "WILD"));

    assertThat(weights.get("CALM")).isCloseTo(1, Offset.offset(1e-9));
    assertThat(weights.get("WILD")).isZero();
  }

  @Test
  void shouldWantNothing_whenTooFewPricesAreKnown() {
    for (Strategy strategy :
        List.of(new TrendFollowing(), new MeanReversion(), new LowVolatility())) {
      assertThat(strategy.targetWeights(trending(5), SYMBOLS)).isEmpty();
    }
  }

  @Test
  void shouldRefuse_whenMoreClosesAreAskedThanKnown() {
    assertThatThrownBy(() -> trending(5).last("UP", 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fewer than 6 closes of UP");
  }

  @Property(tries = 50)
  void shouldStayWithinItsCapital_whateverThePrices(@ForAll @LongRange long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PriceHistory history = new PriceHistory();
    double up = 100;
    double down = 100;
    for (int i = 0; i < 200; i++) {
      up *= Math.exp(0.1 * (random.nextDouble() - 0.5));
      down *= random.nextInt(4) == 0 ? 1 : Math.exp(0.02 * (random.nextDouble() - 0.5));
      history.add(Map.of("UP", BigDecimal.valueOf(up), "DOWN", BigDecimal.valueOf(down)));
      for (Strategy strategy :
          List.of(new TrendFollowing(), new MeanReversion(), new LowVolatility())) {
        double used =
            strategy.targetWeights(history, SYMBOLS).values().stream().mapToDouble(Math::abs).sum();
        assertThat(used).isBetween(0.0, 1 + 1e-9);
      }
    }
  }
}
