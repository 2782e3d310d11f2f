package com.alphapulse.riskbudget.gate.limits;

import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The limits of one portfolio over all their sources: definition, budget, configuration, overrides.
 * Of several on the same thing the most restrictive holds. Made anew when a source changes or an
 * override ends, so that an order only compares.
 */
public final class LimitsInForce {

  /**
   * What applies to orders of one strategy in one symbol.
   *
   * @param strategy empty where the portfolio has no such strategy
   * @param permitted whether the strategy may trade the symbol
   * @param restricted whether the portfolio may not trade it
   * @param position largest absolute position of the symbol in the portfolio, in units
   * @param exposure largest worst-case exposure of the strategy, in base currency
   * @param rate orders of the strategy a second
   * @param state most restrictive trading state
   */
  public record LineLimits(
      Optional<StrategySpec> strategy,
      boolean permitted,
      boolean restricted,
      Optional<Limit<BigDecimal>> position,
      Optional<Limit<BigDecimal>> exposure,
      Optional<OrderRates.Limit> rate,
      TradingOverrides.State state) {}

  /**
   * Where limits come from.
   *
   * @param spec the portfolio's definition
   * @param budget the one in force
   * @param own overrides of the portfolio
   * @param everywhere overrides that apply to all portfolios
   */
  public record Sources(
      Optional<PortfolioSpec> spec,
      Optional<Limits> budget,
      TradingOverrides own,
      TradingOverrides everywhere,
      GateSettings settings) {}

  private final long edition;
  private final GateSettings settings;
  private final Optional<PortfolioSpec> spec;
  private final Optional<Limits> budget;
  private final TradingOverrides own;
  private final TradingOverrides everywhere;
  private final long ownChanges;
  private final long everywhereChanges;
  private final HardLimits hard;
  private final long from;
  private final long until;

  private final Optional<Limit<BigDecimal>> leverage;
  private final Optional<Limit<BigDecimal>> orderQuantity;
  private final Limit<BigDecimal> orderNotional;
  private final Limit<BigDecimal> priceDeviation;
  private final Optional<Limit<BigDecimal>> symbolWeight;
  private final Optional<Limit<BigDecimal>> openOrders;
  private final Optional<OrderRates.Limit> rate;

  /**
   * @param asOf event time from which they hold, milliseconds
   * @param edition counts those of the portfolio
   */
  public LimitsInForce(Sources sources, long asOf, long edition) {
    this.edition = edition;
    this.from = asOf;
    settings = sources.settings();
    everywhere = sources.everywhere();
    spec = sources.spec();
    budget = sources.budget();
    own = sources.own();
    until = Math.min(own.nextEnd(asOf), everywhere.nextEnd(asOf));
    ownChanges = own.changes();
    everywhereChanges = everywhere.changes();
    hard = spec.map(PortfolioSpec::hardLimits).orElse(HardLimits.NONE);
    leverage =
        budget.map(
            limits ->
                limits
                    .leverage()
                    .min(hard(hard.maxLeverage()))
                    .min(everywhere.leverageCap(asOf))
                    .min(own.leverageCap(asOf)));
    Optional<Limit<BigDecimal>> hardQuantity = hard(hard.maxOrderQuantity());
    orderQuantity =
        settings
            .maxOrderQuantity()
            .map(max -> new Limit<>(max, Rule.CONFIGURATION).min(hardQuantity))
            .or(() -> hardQuantity);
    orderNotional =
        new Limit<>(settings.maxOrderNotional(), Rule.CONFIGURATION)
            .min(hard(hard.maxOrderNotional()));
    priceDeviation =
        new Limit<>(settings.maxPriceDeviation(), Rule.CONFIGURATION)
            .min(hard(hard.maxPriceDeviation()));
    symbolWeight = hard(hard.maxSymbolWeight());
    openOrders =
        hard(
            hard.maxOpenOrders().isPresent()
                ? Optional.of(BigDecimal.valueOf(hard.maxOpenOrders().getAsInt()))
                : Optional.empty());
    Optional<OrderRates.Limit> hardRate = rate(hard.maxOrderRate(), Rule.HARD_LIMIT);
    rate =
        rate(settings.maxOrderRate(), Rule.CONFIGURATION)
            .map(limit -> limit.min(hardRate))
            .or(() -> hardRate);
  }

  /**
   * Whether they still hold at event time {@code asOf}; a new definition or budget makes new ones
   * in any case.
   */
  @SuppressWarnings("ReferenceEquality") // Others with equal settings cost one more making.
  public boolean hold(TradingOverrides latestEverywhere, GateSettings latestSettings, long asOf) {
    return asOf >= from
        && asOf < until
        && latestEverywhere == everywhere
        && latestEverywhere.changes() == everywhereChanges
        && own.changes() == ownChanges
        && latestSettings == settings;
  }

  /** Tells them from those before and after. */
  public long edition() {
    return edition;
  }

  /** On gross exposure divided by equity; empty without a budget. */
  public Optional<Limit<BigDecimal>> leverage() {
    return leverage;
  }

  /** On the quantity of one order, in units; empty where there is none. */
  public Optional<Limit<BigDecimal>> orderQuantity() {
    return orderQuantity;
  }

  /** On the notional of one order, in base currency. */
  public Limit<BigDecimal> orderNotional() {
    return orderNotional;
  }

  /** On the distance of a limit price from the mark, as a fraction of the mark. */
  public Limit<BigDecimal> priceDeviation() {
    return priceDeviation;
  }

  /** On the worst-case exposure of one symbol divided by equity; empty where there is none. */
  public Optional<Limit<BigDecimal>> symbolWeight() {
    return symbolWeight;
  }

  /** On the portfolio's open orders; empty where there is none. */
  public Optional<Limit<BigDecimal>> openOrders() {
    return openOrders;
  }

  /** On the portfolio's orders a second; empty where there is none. */
  public Optional<OrderRates.Limit> rate() {
    return rate;
  }

  /** On the ex-ante volatility of the portfolio; empty where there is none. */
  public Optional<Limit<BigDecimal>> volatility() {
    return budget.flatMap(Limits::volatility);
  }

  /** What applies to orders of a strategy in a symbol, known or not. */
  public LineLimits of(String strategyId, String symbol) {
    Optional<StrategySpec> strategy = spec.flatMap(s -> s.strategy(strategyId));
    return new LineLimits(
        strategy,
        strategy.filter(s -> s.symbols().contains(symbol)).isPresent(),
        spec.filter(s -> s.restrictedSymbols().contains(symbol)).isPresent(),
        position(strategyId, symbol),
        budget.map(limits -> limits.strategyExposure().get(strategyId)),
        strategy.flatMap(s -> rate(s.maxOrderRate(), Rule.REFERENCE_DATA)),
        state(strategyId, symbol));
  }

  /**
   * On the position of a symbol in the portfolio, for orders of a strategy; empty where no budget
   * covers the symbol.
   */
  public Optional<Limit<BigDecimal>> position(String strategyId, String symbol) {
    return budget
        .map(limits -> limits.position().get(symbol))
        .map(
            limit ->
                limit
                    .min(hard(Optional.ofNullable(hard.positionLimits().get(symbol))))
                    .min(everywhere.positionCap(strategyId, symbol, from))
                    .min(own.positionCap(strategyId, symbol, from)));
  }

  /**
   * Most restrictive trading state of a strategy and a symbol; of all of them where they are empty.
   */
  public TradingOverrides.State state(String strategyId, String symbol) {
    return everywhere.state(strategyId, symbol, from).and(own.state(strategyId, symbol, from));
  }

  private static Optional<Limit<BigDecimal>> hard(OptionalDouble limit) {
    return hard(
        limit.isPresent()
            ? Optional.of(BigDecimal.valueOf(limit.getAsDouble()))
            : Optional.empty());
  }

  private static Optional<Limit<BigDecimal>> hard(Optional<BigDecimal> limit) {
    return limit.map(max -> new Limit<>(max, Rule.HARD_LIMIT));
  }

  private Optional<OrderRates.Limit> rate(OptionalDouble perSecond, LimitSource source) {
    return perSecond.isPresent()
        ? Optional.of(
            OrderRates.Limit.of(
                perSecond.getAsDouble(), settings.orderBurst().toMillis() / 1000.0, source))
        : Optional.empty();
  }
}
