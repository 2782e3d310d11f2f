package com.alphapulse.riskbudget.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.avro.SymbolBudget;
import com.alphapulse.riskbudget.backtest.replay.Account;
import com.alphapulse.riskbudget.backtest.replay.Backtest;
import com.alphapulse.riskbudget.backtest.replay.BacktestTest;
import com.alphapulse.riskbudget.backtest.replay.DynamicPortfolio;
import com.alphapulse.riskbudget.backtest.replay.MarketFeed;
import com.alphapulse.riskbudget.budget.limits.Budget;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.prices.PriceFile;
import com.alphapulse.riskbudget.prices.PriceSeries;
import com.alphapulse.riskbudget.topology.Stage;
import com.alphapulse.riskbudget.topology.StageDriver;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real topology of the risk-budget application over the prices of a backtest. */
class BacktestTopologyTest {
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "debian_spisector.csv, 2002-01-15, ''",
    "debian_spisector.csv, 2001-11-15, '  risk_shares: {BASI: 2, HLTH: 1, FINA: 1}'",
    "spx_2000_2020_vega.csv, 2001-12-31, ''"
  })
  void shouldIssueTheBudgetsOfTheTopology_whenPricesAndFillsAreTheSame(
      String file, LocalDate to, String more) {
    String yaml =
        "market: {default_currency: USD}%nkafka: {partitions: 1, state_directory: '%s'}%nbacktest:%n  warm_up_years: 1%n%s%n"
            .formatted(directory, more);
    PriceSeries prices = PriceFile.bundled(file);
    Backtest backtest =
        new Backtest(
            file, prices, Configuration.parse("test", yaml), Optional.empty(), Optional.of(to), 10);
    List<DynamicPortfolio.Day> days = new ArrayList<>();
    BacktestTest.walk(backtest, days::add);
    List<Budget> expected = days.stream().flatMap(day -> day.budgets().stream()).toList();
    assertThat(expected).hasSizeGreaterThan(200);
    assertThat(expected.stream().map(Budget::regime).distinct().count()).isGreaterThan(2);
    assertThat(days.stream().filter(day -> !day.trades().isEmpty()).count()).isGreaterThan(3);

    List<BudgetUpdate> issued;
    try (StageDriver stage = new StageDriver(yaml, NOW, EnumSet.of(Stage.MARKET, Stage.BUDGET))) {
      play(stage, prices, backtest.spec(), days);
      issued = stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class);
    }

    List<BudgetUpdate> atBars = firstOfEachBar(issued);
    assertThat(issued).hasSizeGreaterThan(atBars.size());
    assertThat(atBars).hasSameSizeAs(expected);
    for (int i = 0; i < atBars.size(); i++) {
      assertSame(atBars.get(i), expected.get(i));
    }
  }

  /** Between bars budgets are monitored, which must leave those at the bars as they are. */
  private static List<BudgetUpdate> firstOfEachBar(List<BudgetUpdate> issued) {
    List<BudgetUpdate> first = new ArrayList<>();
    for (BudgetUpdate budget : issued) {
      boolean another =
          first.isEmpty()
              || first.get(first.size() - 1).getMarketSequence() != budget.getMarketSequence();
      if (another) {
        first.add(budget);
      }
    }
    return first;
  }

  /** Bit for bit: first what is promised, then everything else on the record. */
  private static void assertSame(BudgetUpdate issued, Budget expected) {
    assertThat(issued.getAsOf().toEpochMilli()).isGreaterThanOrEqualTo(expected.asOf());
    assertThat(issued.getRegime().name()).isEqualTo(expected.regime().regime().name());
    assertThat(issued.getLeverageLimit()).isEqualTo(expected.leverageLimit().value());
    assertThat(issued.getTargetLeverage()).isEqualTo(expected.targetLeverage());
    assertThat(issued.getEquity()).isEqualTo(expected.equity());
    assertThat(issued.getSymbols())
        .extracting(SymbolBudget::getTargetWeight)
        .isEqualTo(expected.symbols().stream().map(Budget.SymbolBudget::targetWeight).toList());
    assertThat(issued.getSymbols())
        .extracting(SymbolBudget::getPositionLimit)
        .isEqualTo(expected.symbols().stream().map(Budget.SymbolBudget::positionLimit).toList());
    // Versions count what was monitored too; a bar closes once later prices have come.
    BudgetUpdate same = StageDriver.record(expected);
    same.setVersion(issued.getVersion());
    same.setAsOf(issued.getAsOf());
    assertThat(issued).isEqualTo(same);
  }

  /** All ticks up to the last day's; the portfolio on its first day, and its trades after each. */
  private static void play(
      StageDriver stage, PriceSeries prices, PortfolioSpec spec, List<DynamicPortfolio.Day> days) {
    List<LocalDate> dates = List.copyOf(prices.closes().keySet());
    int first = days.get(0).day();
    for (int d = 0; d <= days.get(days.size() - 1).day() + 1 && d < dates.size(); d++) {
      Instant noon = dates.get(d).atTime(12, 0).toInstant(ZoneOffset.UTC);
      for (String symbol : prices.symbols()) {
        BigDecimal close = prices.closes().get(dates.get(d)).get(symbol);
        if (close != null) {
          stage.send(Topics.MARKET_DATA, symbol, tick(symbol, close, noon), MarketData.class);
          stage.passWallClock(Duration.ofMillis(60)); // Marks come, and budgets between bars.
        }
      }
      if (d == first + 1) {
        stage.send(Topics.PORTFOLIO, spec.portfolioId(), record(spec), Portfolio.class);
      }
      if (d > first) {
        for (Account.Trade trade : days.get(d - 1 - first).trades()) {
          ExecutionReport report = report(spec, prices.symbols().get(trade.symbol()), trade, noon);
          stage.send(Topics.EXECUTION_REPORT, spec.portfolioId(), report, ExecutionReport.class);
        }
      }
    }
  }

  private static MarketData tick(String symbol, BigDecimal close, Instant time) {
    return MarketData.newBuilder()
        .setSymbol(symbol)
        .setMarket(MarketFeed.MARKET)
        .setAssetClass(AssetClass.EQUITY)
        .setPrice(close)
        .setEventTime(time)
        .build();
  }

  private static Portfolio record(PortfolioSpec spec) {
    return Portfolio.newBuilder()
        .setPortfolioId(spec.portfolioId())
        .setMarket(spec.market())
        .setBaseCurrency(spec.baseCurrency())
        .setCash(spec.cash())
        .setStrategies(spec.strategies().stream().map(BacktestTopologyTest::record).toList())
        .setUpdatedAt(Instant.EPOCH)
        .build();
  }

  private static StrategyDefinition record(StrategySpec strategy) {
    return StrategyDefinition.newBuilder()
        .setStrategyId(strategy.strategyId())
        .setRiskShare(strategy.riskShare())
        .setSymbols(strategy.symbols())
        .build();
  }

  private static ExecutionReport report(
      PortfolioSpec spec, String symbol, Account.Trade trade, Instant time) {
    String strategy =
        spec.strategies().stream()
            .filter(each -> each.symbols().contains(symbol))
            .map(StrategySpec::strategyId)
            .findFirst()
            .orElseThrow();
    String id = time + ":" + symbol;
    return ExecutionReport.newBuilder()
        .setPortfolioId(spec.portfolioId())
        .setOrderId(id)
        .setStrategyId(strategy)
        .setSymbol(symbol)
        .setSide(trade.quantity().signum() > 0 ? Side.BUY : Side.SELL)
        .setStatus(ExecutionStatus.FILLED)
        .setLastQuantity(trade.quantity().abs())
        .setCumulativeQuantity(trade.quantity().abs())
        .setPrice(trade.price())
        .setFee(trade.fee())
        .setExecId(id)
        .setEventTime(time)
        .build();
  }
}
