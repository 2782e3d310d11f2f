package com.alphapulse.riskbudget.backtest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.backtest.report.BacktestReport;
import com.alphapulse.riskbudget.backtest.report.HtmlReport;
import com.alphapulse.riskbudget.budget.PortfolioBook;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.Fill;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.market.MarketEvent;
import com.alphapulse.riskbudget.market.MarketModel;
import com.alphapulse.riskbudget.market.bars.Tick;
import com.alphapulse.riskbudget.prices.PriceFile;
import com.alphapulse.riskbudget.prices.PriceSeries;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

public class BacktestTest {
  private static final PriceSeries SWISS = PriceFile.bundled("debian_spisector.csv");
  private static final LocalDate CUT = LocalDate.of(2004, 3, 1);

  private static Backtest backtest(PriceSeries prices, LocalDate to) {
    return new Backtest(
        "p.csv", prices, Configuration.defaults(), Optional.empty(), Optional.of(to), 10);
  }

  private static List<DynamicPortfolio.Day> days(Backtest backtest) {
    List<DynamicPortfolio.Day> days = new ArrayList<>();
    walk(backtest, days::add);
    return days;
  }

  public static void walk(Backtest backtest, Consumer<DynamicPortfolio.Day> observer) {
    DynamicPortfolio portfolio =
        backtest.portfolio(
            backtest.settings(p -> p), DynamicPortfolio.Execution.SAME_CLOSE, observer);
    backtest.walk(List.of(portfolio), (share, what) -> {});
  }

  @Test
  void shouldDecideTheSame_whenLaterPricesDiffer() {
    TreeMap<LocalDate, Map<String, BigDecimal>> changed = new TreeMap<>(SWISS.closes());
    changed
        .tailMap(CUT, false)
        .replaceAll(
            (date, levels) -> {
              Map<String, BigDecimal> moved = new HashMap<>();
              BigDecimal factor =
                  date.getDayOfMonth() % 2 == 0 ? new BigDecimal("1.3") : BigDecimal.ONE;
              levels.forEach(
                  (symbol, level) ->
                      moved.put(
                          symbol, level.multiply(factor).setScale(8, RoundingMode.HALF_EVEN)));
              return moved;
            });
    LocalDate end = CUT.plusMonths(3);
    List<DynamicPortfolio.Day> before = days(backtest(SWISS, end));
    List<DynamicPortfolio.Day> after =
        days(backtest(new PriceSeries(SWISS.symbols(), changed), end));
    int cut = SWISS.closes().headMap(CUT, true).size() - 1;

    assertThat(before.stream().filter(day -> day.day() <= cut && !day.trades().isEmpty()).count())
        .isGreaterThan(5);
    for (int i = 0; i < before.size() && before.get(i).day() <= cut; i++) {
      assertThat(after.get(i).budgets()).isEqualTo(before.get(i).budgets());
      assertThat(after.get(i).trades()).isEqualTo(before.get(i).trades());
      assertThat(after.get(i).equity()).isEqualTo(before.get(i).equity());
    }
    assertThat(after.get(after.size() - 1).budgets())
        .isNotEqualTo(before.get(before.size() - 1).budgets());
  }

  /** The stages' own classes, driven here without any of the backtest's. */
  @Test
  void shouldIssueTheBudgetsOfTheBudgetStage_whenPricesAndFillsAreTheSame() {
    Backtest backtest = backtest(SWISS, CUT);
    List<DynamicPortfolio.Day> days = days(backtest);
    RiskBudgeting settings = backtest.settings(p -> p);
    PortfolioBook book = new PortfolioBook(DynamicPortfolio.PORTFOLIO);
    book.define(backtest.spec(), 0);
    MarketModel market =
        new MarketModel("PRICES", Configuration.defaults().market().withDefaultCurrency("USD"));
    List<LocalDate> dates = List.copyOf(SWISS.closes().keySet());
    List<Budget> issued = new ArrayList<>();
    List<Budget> expected = new ArrayList<>();
    days.forEach(day -> expected.addAll(day.budgets()));
    int first = days.get(0).day();

    for (int d = 0; d <= days.get(days.size() - 1).day() + 1; d++) {
      for (MarketSnapshot snapshot : ticks(market, dates.get(d))) {
        if (d > first) {
          book.evaluate(snapshot, snapshot.asOf(), settings).budget().ifPresent(issued::add);
        }
      }
      if (d > first) {
        for (Account.Trade trade : days.get(d - 1 - first).trades()) {
          book.apply(fill(trade, d), BigDecimal.ONE);
        }
      }
    }

    assertThat(issued).hasSizeGreaterThan(200).isEqualTo(expected);
  }

  @Test
  void shouldKeepTheEquityOfTheBudgets_whenItTrades() {
    List<DynamicPortfolio.Day> days = days(backtest(SWISS, CUT));

    for (DynamicPortfolio.Day day : days) {
      BigDecimal fees =
          day.trades().stream().map(Account.Trade::fee).reduce(BigDecimal.ZERO, BigDecimal::add);
      // A level that is not available reaches the budget stage a day later.
      if (day.budgets().size() == 1) {
        assertThat(day.budgets().get(0).equity())
            .isEqualTo(day.equity().add(fees).setScale(8, RoundingMode.HALF_EVEN));
      }
    }
  }

  @Test
  void shouldReportTheSame_whenRunTwice() {
    BacktestResult result = backtest(SWISS, CUT).run((share, what) -> {});
    String first = new BacktestReport(result, Optional.empty()).toJson().toString();

    assertThat(
            new BacktestReport(backtest(SWISS, CUT).run((share, what) -> {}), Optional.empty())
                .toJson())
        .hasToString(first);
    assertThat(result.of(result.equalVolatility()).volatility())
        .isCloseTo(result.of(result.dynamic()).volatility(), within(1e-12));
    assertThat(result.dates().get(0)).isEqualTo("2002-12-30");
    assertThat(result.dates().get(result.dates().size() - 1)).isEqualTo(CUT);
  }

  @Test
  void shouldNeedNothingFromOutside_whenReportIsOnePage() throws Exception {
    BacktestResult result = backtest(SWISS, CUT).run((share, what) -> {});
    String page = new HtmlReport(result, new BacktestReport(result, Optional.empty())).page();

    assertThat(page).contains("<svg", "Claims", "Bootstrap").doesNotContain("http", "src=", "NaN");
    for (BacktestResult.Claim claim : result.claims()) {
      assertThat(page).contains(claim.text());
    }
  }

  @Test
  void shouldRefuse_whenTooLittleIsLeftToMeasure() {
    assertThatThrownBy(() -> backtest(SWISS, LocalDate.of(2002, 1, 1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("leave too little to measure after 3 years of warm-up");
  }

  private static List<MarketSnapshot> ticks(MarketModel market, LocalDate date) {
    List<MarketSnapshot> snapshots = new ArrayList<>();
    for (String symbol : SWISS.symbols()) {
      BigDecimal close = SWISS.closes().get(date).get(symbol);
      if (close != null) {
        long noon = date.toEpochDay() * 86_400_000L + 43_200_000L;
        for (MarketEvent event : market.onTick(new Tick(symbol, AssetClass.EQUITY, close, noon))) {
          if (event instanceof MarketEvent.SnapshotPublished published) {
            snapshots.add(published.snapshot());
          }
        }
      }
    }
    return snapshots;
  }

  private static Fill fill(Account.Trade trade, int day) {
    return new Fill(
        "o" + day,
        "all",
        SWISS.symbols().get(trade.symbol()),
        trade.quantity().signum() > 0 ? Side.BUY : Side.SELL,
        trade.quantity().abs(),
        trade.price(),
        trade.fee(),
        "e" + day,
        0);
  }
}
