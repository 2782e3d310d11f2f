package com.alphapulse.riskbudget.market;

import static com.alphapulse.riskbudget.market.Markets.DAY;
import static com.alphapulse.riskbudget.market.Markets.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prices that freeze, are pegged, die or jump. */
class QuietPricesTest {
  private static final int LIVELY = 500;

  private final MarketModel model = new MarketModel("M", DEFAULTS);
  private final List<Alert> alerts = new ArrayList<>();
  private final Random random = new Random(7);
  private MarketSnapshot last;
  private double a = 100;
  private double b = 100;

  @ParameterizedTest
  @ValueSource(ints = {20, 252, 2520})
  void shouldKeepHalfTheVolatilityOfBefore_whenAPriceFreezes(int bars) {
    play(LIVELY, 1);
    double before = last.symbols().get(1).volatility();
    play(bars, 0);

    double frozen = last.symbols().get(1).volatility();
    assertThat(frozen).isBetween(0.35 * before, before);
    assertThat(last.symbols().get(0).volatility()).isBetween(0.1, 0.25);
  }

  @Test
  void shouldNotFallBelowHalfTheSlowVolatility_whenAPriceIsPegged() {
    play(LIVELY, 1);
    double before = last.symbols().get(1).volatility();
    play(252, 0.001);

    // After one half-life half of the variance is left, and of that a quarter counts.
    assertThat(last.symbols().get(1).volatility()).isBetween(0.25 * before, 0.5 * before);
  }

  @Test
  void shouldLeaveTheVolatilityAlone_whenItChangesAsUsual() {
    play(LIVELY, 1);
    MarketSnapshot lively = last;
    assertThat(lively.symbols().get(1).volatility()).isBetween(0.1, 0.25);
    assertThat(alerts).isEmpty();
  }

  @Test
  void shouldWarnAtTheFirstAndWhenItHasDoubled_whenAPriceFreezes() {
    play(50, 1);
    play(100, 0);

    assertThat(alerts)
        .extracting(Alert::type, alert -> alert.scopeId().orElseThrow())
        .containsOnly(org.assertj.core.groups.Tuple.tuple(AlertType.FROZEN_PRICE, "B"));
    assertThat(
            alerts.stream().map(alert -> alert.message().replaceAll(".* for (\\d+) bars.*", "$1")))
        .containsExactly("10", "20", "40", "80");
  }

  @Test
  void shouldWarnAtTheFirstAndWhenItHasDoubled_whenAPriceDies() {
    play(50, 1);
    for (int i = 0; i < 60; i++) {
      a *= Math.exp(0.01 * random.nextGaussian());
      send("A", a, 50 + i);
    }

    assertThat(alerts).extracting(Alert::type).containsOnly(AlertType.DEAD_PRICE);
    assertThat(
            alerts.stream().map(alert -> alert.message().replaceAll(".* for (\\d+) bars.*", "$1")))
        .containsExactly("5", "10", "20", "40");
  }

  /** What was known at the close of a bar: a jump that nobody had confirmed was not believed. */
  @Test
  void shouldCloseABarWithoutAJump_whenOnlyTheNextBarConfirmsIt() {
    play(5, 1);
    double before = b;
    send("A", a, 5);
    send("B", 2 * before, 5);
    send("A", a, 6);
    send("B", 2.02 * before, 6);
    assertThat(last.asOf()).isEqualTo(6 * DAY);
    assertThat(price("B")).isEqualTo(before);

    send("A", a, 7);
    send("B", 2.02 * before, 7);
    assertThat(price("B")).isEqualTo(2.02 * before);
  }

  private double price(String symbol) {
    return last.symbols().stream()
        .filter(s -> s.instrument().symbol().equals(symbol))
        .findFirst()
        .orElseThrow()
        .price()
        .doubleValue();
  }

  private int bar;

  /** Bars in which A moves by 1 % and B by that times a factor. */
  private void play(int bars, double factor) {
    for (int i = 0; i < bars; i++) {
      a *= Math.exp(0.01 * random.nextGaussian());
      b *= Math.exp(factor * 0.01 * random.nextGaussian());
      send("A", a, bar);
      send("B", b, bar);
      bar++;
    }
  }

  private void send(String symbol, double price, int day) {
    for (MarketEvent event :
        model.onTick(Markets.tick(symbol, Double.toString(price), day * DAY + DAY / 2))) {
      if (event instanceof MarketEvent.SnapshotPublished published) {
        last = published.snapshot();
      } else if (event instanceof MarketEvent.AlertRaised raised
          && raised.alert().type() != AlertType.BAD_MARKET_DATA) {
        alerts.add(raised.alert());
      }
    }
  }
}
