package com.alphapulse.riskbudget.backtest.replay;

import com.alphapulse.riskbudget.backtest.replay.DynamicPortfolio.Execution;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.domain.RegimeParameters;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.prices.PriceSeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A walk-forward test of dynamic risk budgets on one file of prices. */
public final class Backtest {
  private final String source;
  private final PriceTable prices;
  private final Configuration configuration;
  private final double costBps;
  private final Map<String, AssetClass> assetClasses;
  private final List<StrategySpec> strategies;
  private final int start;
  private final int end;

  /**
   * Sets it up.
   *
   * @param from first day measured, if it leaves the warm-up; else the first day that does
   * @throws ConfigurationException if the prices and the settings do not go together
   */
  public Backtest(
      String source,
      PriceSeries series,
      Configuration configuration,
      Optional<LocalDate> from,
      Optional<LocalDate> to,
      double costBps) {
    this.source = source;
    this.prices = PriceTable.of(source, series);
    this.configuration = configuration;
    this.costBps = costBps;
    requireSymbols("backtest.asset_classes", configuration.backtest().assetClasses().keySet());
    requireSymbols("backtest.risk_shares", configuration.backtest().riskShares().keySet());
    this.assetClasses = AssetClasses.of(prices.symbols(), configuration.backtest().assetClasses());
    this.strategies = strategies();
    int years = configuration.backtest().warmUpYears();
    LocalDate earliest = prices.dates().get(0).plusYears(years);
    this.start = prices.firstDayFrom(from.filter(earliest::isBefore).orElse(earliest));
    this.end = to.map(date -> prices.firstDayFrom(date.plusDays(1)) - 1).orElse(prices.days() - 1);
    if (end - start < 2 * Figures.WINDOW) {
      throw new ConfigurationException(
          source,
          List.of(
              "prices from %s to %s leave too little to measure after %d years of warm-up"
                  .formatted(prices.dates().get(0), prices.dates().get(Math.max(0, end)), years)));
    }
  }

  /**
   * Runs it.
   *
   * @throws ConfigurationException if the prices do not move in the warm-up, or no budget was
   *     issued
   */
  public BacktestResult run(Progress progress) {
    Reference reference = reference();
    Track fixed = reference.track();
    Diary diary = diary();
    DynamicPortfolio dynamic = dynamic(reference.target(), diary);
    DynamicPortfolio later =
        portfolio(dynamicSettings(reference.target()), Execution.NEXT_CLOSE, day -> {});
    DynamicPortfolio targeting = targeting(reference.target());
    List<String> priceWarnings = walk(List.of(dynamic, later, targeting), progress);
    requireBudgets(dynamic);
    requireBudgets(targeting);
    Track equal = atVolatilityOf(dynamic.track(), fixed);
    return new BacktestResult(
        source,
        prices.symbols(),
        StaticPortfolio.split(held(), assetClasses),
        costBps,
        configuration.market().barsPerYear(),
        configuration.backtest().cashRate(),
        prices.holes(),
        prices.dates().subList(start, end + 1),
        reference.target(),
        financed(fixed),
        financed(dynamic.track()),
        financed(equal),
        financed(targeting.track()),
        financed(later.track()),
        dynamic.failures(),
        diary,
        SymbolFigures.of(
            prices.symbols(),
            Arrays.copyOfRange(prices.marks(), start, end + 1),
            diary.weights(),
            configuration.market().barsPerYear()),
        priceWarnings,
        Bootstrap.of(
            financed(dynamic.track()).returns(),
            financed(fixed).returns(),
            financed(equal).returns(),
            configuration.backtest()));
  }

  /**
   * The portfolio that the dynamic one is held against.
   *
   * @param target its volatility during the warm-up, annualised
   * @param track over the measured period, before interest
   */
  record Reference(double target, Track track) {}

  /**
   * Runs the static portfolio.
   *
   * @throws ConfigurationException if the prices do not move in the warm-up
   */
  Reference reference() {
    double equityWeight = configuration.backtest().staticEquityWeight();
    StaticPortfolio constant =
        new StaticPortfolio(
            prices,
            StaticPortfolio.weights(prices.symbols(), held(), assetClasses, equityWeight),
            costBps,
            configuration.riskBudgeting().triggers().driftThreshold());
    Track warmUp = constant.run(0, start);
    // The first return is the cost of the first purchase alone.
    if (Arrays.stream(warmUp.returns()).skip(1).allMatch(each -> each == 0)) {
      throw new ConfigurationException(source, List.of("the prices do not move in the warm-up"));
    }
    return new Reference(of(warmUp).volatility(), constant.run(start, end));
  }

  /** A portfolio with regimes, whose targets are scaled so that a bull market's is this. */
  DynamicPortfolio dynamic(double target, Diary diary) {
    return portfolio(dynamicSettings(target), Execution.SAME_CLOSE, diary);
  }

  /** A portfolio without regimes: all capital in risk assets, this volatility at all times. */
  DynamicPortfolio targeting(double target) {
    double limit = parameters(Regime.BULL).leverageLimit();
    return portfolio(
        settings(p -> new RegimeParameters(1, limit, target, p.method())),
        Execution.SAME_CLOSE,
        day -> {});
  }

  DynamicPortfolio portfolio(
      RiskBudgeting settings, Execution execution, Consumer<DynamicPortfolio.Day> observer) {
    return new DynamicPortfolio(prices, spec(), settings, execution, start, end, observer);
  }

  /**
   * Plays the market once, from the first price on, to all these portfolios.
   *
   * @return what was odd about the prices
   */
  List<String> walk(List<DynamicPortfolio> portfolios, Progress progress) {
    MarketFeed feed = new MarketFeed(prices, assetClasses, configuration.market());
    for (int day = 0; day <= end; day++) {
      List<MarketSnapshot> snapshots = feed.closeNextDay();
      for (int p = 0; day >= start && p < portfolios.size(); p++) {
        portfolios.get(p).onClose(day, snapshots);
      }
      progress.at(
          (day + 1.0) / (end + 1), (day < start ? "warm-up " : "") + prices.dates().get(day));
    }
    return feed.warnings();
  }

  /**
   * Refuses a portfolio that had nothing to go by, whose figures would look safe.
   *
   * @throws ConfigurationException if it never had a budget
   */
  void requireBudgets(DynamicPortfolio portfolio) {
    if (portfolio.budgetsIssued() == 0) {
      throw new ConfigurationException(
          source,
          List.of(
              portfolio.lastFailure().isEmpty()
                  ? "no budget was issued; risk_budgeting.enabled is false or warm_up closed"
                  : portfolio.lastFailure()));
    }
  }

  /** The static portfolio, part in cash or borrowed, at the volatility of another. */
  Track atVolatilityOf(Track track, Track fixed) {
    double volatility = of(fixed).volatility();
    return fixed.scaled(volatility > 0 ? of(track).volatility() / volatility : 0);
  }

  Track financed(Track track) {
    return track.financed(
        configuration.backtest().cashRate() / configuration.market().barsPerYear());
  }

  /** Figures of a track that is {@linkplain #financed financed}. */
  Figures of(Track track) {
    return Figures.of(
        track, configuration.market().barsPerYear(), configuration.backtest().cashRate());
  }

  /** A count over the measured period as one a year. */
  double aYear(int count) {
    return count * configuration.market().barsPerYear() / (end - start + 1);
  }

  Diary diary() {
    return new Diary(prices.symbols(), start, end - start + 1);
  }

  private List<String> held() {
    return strategies.stream().flatMap(strategy -> strategy.symbols().stream()).toList();
  }

  public PortfolioSpec spec() {
    return new PortfolioSpec(
        DynamicPortfolio.PORTFOLIO,
        MarketFeed.MARKET,
        MarketFeed.CURRENCY,
        DynamicPortfolio.CAPITAL,
        strategies,
        HardLimits.NONE,
        Set.of());
  }

  /** The configured budgets with the parameters of every regime replaced. */
  RiskBudgeting settings(UnaryOperator<RegimeParameters> replacement) {
    RiskBudgeting configured = configuration.riskBudgeting();
    Map<Regime, RegimeParameters> regimes = new EnumMap<>(Regime.class);
    configured.regimeAllocations().forEach((r, p) -> regimes.put(r, replacement.apply(p)));
    return new RiskBudgeting(
        configured.enabled(),
        configured.monitoringInterval(),
        regimes,
        configured.regimeBlending(),
        configured.warmUp(),
        configured.leverageSmoothing(),
        configured.positionLimitMultiple(),
        configured.strategyLimitMultiple(),
        configured.proposals(),
        costBps,
        configured.realisedVolatilityBars(),
        configured.methods(),
        configured.triggers());
  }

  private RiskBudgeting dynamicSettings(double target) {
    return settings(configured -> scaled(configured, target));
  }

  /** Targets keep their proportions; that of a bull market becomes the static portfolio's own. */
  private RegimeParameters scaled(RegimeParameters configured, double target) {
    return new RegimeParameters(
        configured.equityAllocation(),
        configured.leverageLimit(),
        configured.volTarget() * target / parameters(Regime.BULL).volTarget(),
        configured.method());
  }

  private RegimeParameters parameters(Regime regime) {
    return configuration.riskBudgeting().regimeAllocations().get(regime);
  }

  private void requireSymbols(String key, Set<String> named) {
    List<String> unknown =
        named.stream()
            .filter(symbol -> !prices.symbols().contains(symbol))
            .sorted()
            .map(symbol -> symbol + " is not a symbol of " + source)
            .toList();
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(key, unknown);
    }
  }

  private List<StrategySpec> strategies() {
    Map<String, Double> shares = configuration.backtest().riskShares();
    if (shares.isEmpty()) {
      return List.of(new StrategySpec("all", 1, prices.symbols(), 0, 1));
    }
    List<StrategySpec> each = new ArrayList<>();
    for (String symbol : shares.keySet().stream().sorted().toList()) {
      each.add(new StrategySpec(symbol, shares.get(symbol), List.of(symbol), 0, 1));
    }
    return each;
  }
}
