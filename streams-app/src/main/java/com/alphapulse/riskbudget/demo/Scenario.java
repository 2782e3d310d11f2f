package com.alphapulse.riskbudget.demo;

import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.HardLimits;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.demo.strategy.LowVolatility;
import com.alphapulse.riskbudget.demo.strategy.MeanReversion;
import com.alphapulse.riskbudget.demo.strategy.Strategy;
import com.alphapulse.riskbudget.demo.strategy.TrendFollowing;
import com.alphapulse.riskbudget.prices.PriceFile;
import com.alphapulse.riskbudget.prices.PriceSeries;
import com.alphapulse.riskbudget.serde.TrustedRecords;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who trades what in the demonstration.
 *
 * @param instruments by symbol
 * @param strategies by strategy id, the same for every portfolio
 * @param overrides that the operators will decide on, in the order of their times
 */
record Scenario(
    Replay replay,
    Map<String, Instrument> instruments,
    List<Portfolio> portfolios,
    Map<String, Strategy> strategies,
    List<RiskOverride> overrides) {

  static {
    // Builders copy defaults through Avro, which refuses classes that nobody has trusted yet.
    TrustedRecords.trust();
  }

  /** Seed of every random choice in the demonstration. */
  static final long SEED = 20_001_017L;

  private static final BigDecimal CASH = new BigDecimal("10000000.00000000");
  private static final BigDecimal CENT = new BigDecimal("0.01000000");
  private static final BigDecimal ONE = new BigDecimal("1.00000000");

  /** From this level on an instrument trades in whole units, below in hundredths. */
  private static final BigDecimal WHOLE_UNITS_FROM = new BigDecimal("700");

  private record Market(String name, String currency, PriceSeries prices) {}

  private record Book(String portfolioId, Market market) {}

  /**
   * The bundled scenario, or the same with a file of prices that two portfolios trade.
   *
   * @throws com.alphapulse.riskbudget.config.ConfigurationException if the prices cannot be used
   */
  static Scenario of(Optional<Path> file) {
    if (file.isPresent()) {
      Market market = new Market("PRICES", "USD", PriceFile.read(file.get()));
      return of(List.of(new Book("portfolio-a", market), new Book("portfolio-b", market)));
    }
    Market swiss = new Market("SWISS", "CHF", PriceFile.bundled("debian_spisector.csv"));
    Market us = new Market("US", "USD", PriceFile.bundled("spx_2000_2020_vega.csv"));
    return of(List.of(new Book("swiss-sectors", swiss), new Book("us-index", us)));
  }

  private static Scenario of(List<Book> books) {
    Map<String, PriceSeries> prices = new LinkedHashMap<>();
    Map<String, Instrument> instruments = new LinkedHashMap<>();
    for (Book book : books) {
      prices.put(book.market().name(), book.market().prices());
      instruments.putAll(instruments(book.market()));
    }
    Replay replay = Replay.of(prices);
    Instant start = Instant.ofEpochMilli(replay.bars().get(0).time());
    List<Portfolio> portfolios = new ArrayList<>();
    for (Book book : books) {
      portfolios.add(portfolio(book, start.minus(Duration.ofHours(1))));
    }
    Map<String, Strategy> strategies = new LinkedHashMap<>();
    strategies.put("trend", new TrendFollowing());
    strategies.put("reversion", new MeanReversion());
    strategies.put("low-volatility", new LowVolatility());
    return new Scenario(replay, instruments, portfolios, strategies, overrides(replay, portfolios));
  }

  private static Map<String, Instrument> instruments(Market market) {
    Map<String, Instrument> instruments = new LinkedHashMap<>();
    Map<String, BigDecimal> first = market.prices().closes().firstEntry().getValue();
    Map<String, BigDecimal> last = market.prices().closes().lastEntry().getValue();
    for (String symbol : market.prices().symbols()) {
      BigDecimal level = last.getOrDefault(symbol, first.getOrDefault(symbol, ONE));
      instruments.put(
          symbol,
          Instrument.newBuilder()
              .setSymbol(symbol)
              .setMarket(market.name())
              .setAssetClass(AssetClass.EQUITY)
              .setCurrency(market.currency())
              .setLotSize(level.compareTo(WHOLE_UNITS_FROM) >= 0 ? ONE : CENT)
              .setTickSize(CENT)
              .setContractMultiplier(ONE)
              .build());
    }
    return instruments;
  }

  /** A portfolio whose last symbol is restricted, where it has at least three. */
  private static Portfolio portfolio(Book book, Instant updatedAt) {
    List<String> symbols = book.market().prices().symbols();
    boolean restricts = symbols.size() >= 3;
    List<String> traded = restricts ? symbols.subList(0, symbols.size() - 1) : symbols;
    return Portfolio.newBuilder()
        .setPortfolioId(book.portfolioId())
        .setMarket(book.market().name())
        .setBaseCurrency(book.market().currency())
        .setCash(CASH)
        .setStrategies(
            List.of(
                strategy("trend", 0.4, symbols),
                strategy("reversion", 0.3, symbols),
                strategy("low-volatility", 0.3, traded)))
        .setHardLimits(
            HardLimits.newBuilder()
                .setMaxLeverage(1.2)
                .setMaxOrderNotional(CASH.multiply(new BigDecimal("0.4")).setScale(8))
                .setMaxOpenOrders(200)
                .build())
        .setRestrictedSymbols(restricts ? List.of(symbols.get(symbols.size() - 1)) : List.of())
        .setUpdatedAt(updatedAt)
        .build();
  }

  private static StrategyDefinition strategy(String id, double riskShare, List<String> symbols) {
    return StrategyDefinition.newBuilder()
        .setStrategyId(id)
        .setRiskShare(riskShare)
        .setSymbols(List.copyOf(symbols))
        .build();
  }

  /** A symbol halted for ten days, leverage capped for a month, a strategy on reduce-only. */
  private static List<RiskOverride> overrides(Replay replay, List<Portfolio> portfolios) {
    List<Replay.Bar> bars = replay.bars();
    Portfolio first = portfolios.get(0);
    Portfolio second = portfolios.get(portfolios.size() - 1);
    Instant quarter = Instant.ofEpochMilli(bars.get(bars.size() / 4).time());
    Instant half = Instant.ofEpochMilli(bars.get(bars.size() / 2).time());
    Instant late = Instant.ofEpochMilli(bars.get(bars.size() * 3 / 4).time());
    return List.of(
        override(first, "demo-halt", OverrideAction.HALT, quarter, Duration.ofDays(10))
            .setScope(OverrideScope.SYMBOL)
            .setScopeId(first.getStrategies().get(0).getSymbols().get(0))
            .setReason("Exchange announced a trading pause")
            .build(),
        override(second, "demo-cap", OverrideAction.CAP_LEVERAGE, half, Duration.ofDays(30))
            .setScope(OverrideScope.PORTFOLIO)
            .setValue(new BigDecimal("0.30000000"))
            .setReason("Caution ahead of the index review")
            .build(),
        override(first, "demo-reduce", OverrideAction.REDUCE_ONLY, late, Duration.ofDays(7))
            .setScope(OverrideScope.STRATEGY)
            .setScopeId("reversion")
            .setReason("Model under review")
            .build());
  }

  private static RiskOverride.Builder override(
      Portfolio portfolio, String id, OverrideAction action, Instant at, Duration length) {
    return RiskOverride.newBuilder()
        .setOverrideId(id)
        .setPortfolioId(portfolio.getPortfolioId())
        .setAction(action)
        .setAuthor("demo.risk-desk")
        .setCreatedAt(at.plus(Duration.ofMinutes(2)))
        .setExpiresAt(at.plus(length));
  }
}
