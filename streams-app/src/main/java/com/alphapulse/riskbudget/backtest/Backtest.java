package com.alphapulse.riskbudget.backtest;

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
final class Backtest {
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
  Backtest(
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

  /** Runs it; {@code progress} is told how far it is. */
  BacktestResult run(Consumer<String> progress) {
    List<String> held = strategies.stream().flatMap(s -> s.symbols().stream()).toList();
    double equityWeight = configuration.backtest().staticEquityWeight();
    StaticPortfolio constant =
        new StaticPortfolio(
            prices,
            StaticPortfolio.weights(prices.symbols(), held, assetClasses, equityWeight),
            costBps,
            configuration.riskBudgeting().triggers().driftThreshold());
    double barsPerYear = configuration.market().barsPerYear();
    double target = Figures.of(constant.run(0, start), barsPerYear).volatility();
    if (!(target > 0)) {
      throw new ConfigurationException(source, List.of("the prices do not move in the warm-up"));
    }
    Track fixed = constant.run(start, end);
    Diary diary = new Diary(end - start + 1, start);
    Track dynamic = walk("dynamic", settings(p -> scaled(p, target)), diary, progress);
    double limit = parameters(Regime.BULL).leverageLimit();
    Track targeting =
        walk(
            "volatility targeting",
            settings(p -> new RegimeParameters(1, limit, target, p.method())),
            day -> {},
            progress);
    double volatility = Figures.of(fixed, barsPerYear).volatility();
    double factor = volatility > 0 ? Figures.of(dynamic, barsPerYear).volatility() / volatility : 0;
    Track equal = fixed.scaled(factor);
    return new BacktestResult(
        source,
        prices.symbols(),
        StaticPortfolio.split(held, assetClasses),
        costBps,
        barsPerYear,
        prices.holes(),
        prices.dates().subList(start, end + 1),
        target,
        fixed,
        dynamic,
        equal,
        targeting,
        diary.leverage,
        diary.limit,
        diary.regimes,
        diary.weights,
        Bootstrap.of(
            dynamic.returns(), fixed.returns(), equal.returns(), configuration.backtest()));
  }

  /** Notes what the report shows of each day. */
  private static final class Diary implements Consumer<DynamicPortfolio.Day> {
    private final int start;
    private final double[] leverage;
    private final double[] limit;
    private final Regime[] regimes;
    private final double[][] weights;

    Diary(int days, int start) {
      this.start = start;
      leverage = new double[days];
      limit = new double[days];
      regimes = new Regime[days];
      weights = new double[days][];
    }

    @Override
    public void accept(DynamicPortfolio.Day day) {
      int i = day.day() - start;
      leverage[i] = Arrays.stream(day.weights()).map(Math::abs).sum();
      limit[i] = i == 0 ? 0 : limit[i - 1];
      regimes[i] = i == 0 ? Regime.SIDEWAYS : regimes[i - 1];
      day.budgets().forEach(budget -> limit[i] = budget.leverageLimit());
      for (MarketSnapshot snapshot : day.snapshots()) {
        regimes[i] = snapshot.regime();
      }
      weights[i] = day.weights();
    }
  }

  /** Runs the stages' code with these budgets, the market from the first price on. */
  Track walk(
      String name,
      RiskBudgeting settings,
      Consumer<DynamicPortfolio.Day> observer,
      Consumer<String> progress) {
    MarketFeed feed = new MarketFeed(prices, assetClasses, configuration.market());
    for (int day = 0; day < start; day++) {
      feed.closeNextDay();
      progress.accept("%s: warm-up, %s".formatted(name, prices.dates().get(day)));
    }
    return new DynamicPortfolio(prices, spec(), settings, costBps)
        .run(
            feed,
            start,
            end,
            day -> {
              observer.accept(day);
              progress.accept("%s: %s".formatted(name, prices.dates().get(day.day())));
            });
  }

  PortfolioSpec spec() {
    return new PortfolioSpec(
        DynamicPortfolio.PORTFOLIO,
        MarketFeed.MARKET,
        "USD",
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
        costBps,
        configured.realisedVolatilityBars(),
        configured.methods(),
        configured.triggers());
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

  private List<StrategySpec> strategies() {
    Map<String, Double> shares = configuration.backtest().riskShares();
    if (shares.isEmpty()) {
      return List.of(new StrategySpec("all", 1, prices.symbols(), 0, 1));
    }
    List<StrategySpec> each = new ArrayList<>();
    for (String symbol : shares.keySet().stream().sorted().toList()) {
      if (!prices.symbols().contains(symbol)) {
        throw new ConfigurationException(
            "backtest.risk_shares", List.of(symbol + " is not a symbol of " + source));
      }
      each.add(new StrategySpec(symbol, shares.get(symbol), List.of(symbol), 0, 1));
    }
    return each;
  }
}
