package com.alphapulse.riskbudget.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.backtest.replay.Backtest;
import com.alphapulse.riskbudget.backtest.replay.BacktestResult;
import com.alphapulse.riskbudget.backtest.replay.BacktestTest;
import com.alphapulse.riskbudget.backtest.replay.DynamicPortfolio;
import com.alphapulse.riskbudget.backtest.replay.Track;
import com.alphapulse.riskbudget.backtest.report.BacktestReport;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.prices.PriceFile;
import com.alphapulse.riskbudget.prices.PriceSeries;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Files with a slip, a real jump, a price that freezes: real prices with one thing changed. */
class OddPricesTest {
  private static final PriceSeries SWISS = PriceFile.bundled("debian_spisector.csv");
  private static final String SYMBOL = "BASI";
  private static final LocalDate END = LocalDate.of(2006, 3, 1);

  @Test
  void shouldSayAWord_andEarnNothingOfIt_whenALevelSlipsByAHundred() {
    LocalDate slip = day(1000);
    BacktestResult clean = run(SWISS);
    BacktestResult odd = run(changed(slip, slip, 100));

    for (Track track : List.of(odd.fixed(), odd.dynamic(), odd.volatilityTargeting())) {
      assertThat(odd.of(track).volatility()).isLessThan(0.4);
    }
    assertThat(odd.of(odd.fixed()).annualReturn())
        .isCloseTo(clean.of(clean.fixed()).annualReturn(), within(0.01));
    assertThat(odd.priceWarnings()).singleElement().asString().contains(SYMBOL, slip.toString());
    assertThat(new BacktestReport(odd, Optional.empty()).warnings())
        .containsAll(odd.priceWarnings());
  }

  /** Up to the day of the jump, nothing is known of what comes after it. */
  @Test
  void shouldDecideAndEarnTheSame_whetherOrNotTheNextDayConfirmsAJump() {
    LocalDate jump = day(1000);
    List<DynamicPortfolio.Day> confirmed = days(changed(jump, END, 2));
    List<DynamicPortfolio.Day> slip = days(changed(jump, jump, 2));

    int same = 0;
    for (int i = 0; i < confirmed.size() && !date(confirmed.get(i)).isAfter(jump); i++) {
      assertThat(confirmed.get(i).budgets()).isEqualTo(slip.get(i).budgets());
      assertThat(confirmed.get(i).trades()).isEqualTo(slip.get(i).trades());
      assertThat(confirmed.get(i).equity()).isEqualTo(slip.get(i).equity());
      same++;
    }
    assertThat(same).isGreaterThan(200);
    DynamicPortfolio.Day after = confirmed.get(same);
    assertThat(after.equity()).isNotEqualTo(slip.get(same).equity());
  }

  @Test
  void shouldHoldNoMoreThanASaneShare_whenAPriceFreezesForYears() {
    LocalDate from = day(1000);
    BigDecimal level = SWISS.closes().get(from).get(SYMBOL);
    PriceSeries frozen = replaced(from, LocalDate.MAX, price -> level);
    BacktestResult odd = run(frozen);

    double largest =
        Arrays.stream(odd.diary().weights())
            .mapToDouble(day -> day[frozen.symbols().indexOf(SYMBOL)])
            .max()
            .orElseThrow();
    double usual =
        Arrays.stream(run(SWISS).diary().weights())
            .mapToDouble(day -> DoubleStream.of(day).max().orElse(0))
            .max()
            .orElseThrow();
    // Without a floor it is over 0.9 of equity after two years.
    assertThat(largest).isLessThan(0.45);
    assertThat(usual).isLessThan(0.45);
    assertThat(odd.priceWarnings()).anyMatch(line -> line.contains(SYMBOL + " freezes"));
  }

  private static LocalDate date(DynamicPortfolio.Day day) {
    return new ArrayList<>(SWISS.closes().keySet()).get(day.day());
  }

  private static LocalDate day(int number) {
    return new ArrayList<>(SWISS.closes().keySet()).get(number);
  }

  private static PriceSeries changed(LocalDate from, LocalDate to, int factor) {
    return replaced(from, to, price -> price.multiply(BigDecimal.valueOf(factor)));
  }

  private static PriceSeries replaced(
      LocalDate from, LocalDate to, java.util.function.UnaryOperator<BigDecimal> change) {
    TreeMap<LocalDate, Map<String, BigDecimal>> closes = new TreeMap<>(SWISS.closes());
    closes
        .subMap(from, true, to, true)
        .replaceAll(
            (date, levels) -> {
              Map<String, BigDecimal> odd = new HashMap<>(levels);
              odd.computeIfPresent(SYMBOL, (symbol, price) -> change.apply(price));
              return odd;
            });
    return new PriceSeries(SWISS.symbols(), closes);
  }

  private static Backtest backtest(PriceSeries prices) {
    return new Backtest(
        "p.csv", prices, Configuration.defaults(), Optional.empty(), Optional.of(END), 10);
  }

  private static BacktestResult run(PriceSeries prices) {
    return backtest(prices).run((share, what) -> {});
  }

  private static List<DynamicPortfolio.Day> days(PriceSeries prices) {
    List<DynamicPortfolio.Day> days = new ArrayList<>();
    BacktestTest.walk(backtest(prices), days::add);
    return days;
  }
}
