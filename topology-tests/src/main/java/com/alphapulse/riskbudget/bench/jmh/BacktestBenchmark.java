package com.alphapulse.riskbudget.bench.jmh;

import com.alphapulse.riskbudget.backtest.replay.Backtest;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.prices.PriceSeries;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A backtest of ten measured years of daily prices of ten symbols, after its years of warm-up. */
@State(Scope.Thread)
public class BacktestBenchmark {
  private static final int SYMBOLS = 10;
  private static final int BARS_PER_YEAR = 252;
  private static final int YEARS = 10;
  private static final long SEED = 20_240_607L;
  private static final double COST_BPS = 10;

  private Configuration configuration;
  private PriceSeries prices;

  /** Makes prices that follow a market with a volatility that itself moves. */
  @Setup
  public void prepare() {
    configuration = Configuration.defaults();
    int years = YEARS + configuration.backtest().warmUpYears();
    Random random = new Random(SEED);
    List<String> symbols = IntStream.range(0, SYMBOLS).mapToObj(i -> "S" + i).toList();
    TreeMap<LocalDate, Map<String, BigDecimal>> closes = new TreeMap<>();
    double[] levels = new double[SYMBOLS];
    java.util.Arrays.fill(levels, 100);
    LocalDate date = LocalDate.of(2000, 1, 3);
    LocalDate end = date.plusYears(years);
    double volatility = 0.01;
    while (date.isBefore(end)) {
      volatility = Math.max(0.004, 0.98 * volatility + 0.02 * 0.01 * (1 + random.nextGaussian()));
      double market = random.nextGaussian();
      Map<String, BigDecimal> row = new LinkedHashMap<>();
      for (int i = 0; i < SYMBOLS; i++) {
        levels[i] *= Math.exp(volatility * (0.7 * market + 0.7 * random.nextGaussian()));
        row.put(symbols.get(i), BigDecimal.valueOf(levels[i]).setScale(8, RoundingMode.HALF_EVEN));
      }
      closes.put(date, row);
      // 252 days a year, evenly: weekends would only make the calendar longer.
      date = date.plusDays(closes.size() % BARS_PER_YEAR < 365 - BARS_PER_YEAR ? 2 : 1);
    }
    prices = new PriceSeries(symbols, closes);
  }

  /** Both portfolios, the bootstrap, and everything that the reports show. */
  @Benchmark
  public Object decade() {
    return new Backtest(
            "benchmark", prices, configuration, Optional.empty(), Optional.empty(), COST_BPS)
        .run((share, what) -> {});
  }
}
