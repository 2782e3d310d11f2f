package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.HardLimits;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.RiskOverrideSpec;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategySpec;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * An order at a certain quantity, beside everything that the checks hold it against. Only read.
 *
 * @param order as it was sent
 * @param quantity the quantity under examination: the order's, or the one it is cut to
 * @param routedTo key of the record; empty where there was none
 * @param everywhere overrides that apply to all portfolios
 * @param riskModel of the portfolio's market
 * @param asOf event time that ages are measured at, milliseconds
 * @param known what most checks ask for
 */
public record Proposal(
    Order order,
    BigDecimal quantity,
    Optional<String> routedTo,
    PortfolioLedger ledger,
    Overrides everywhere,
    Marks marks,
    RiskModel riskModel,
    GateSettings settings,
    long asOf,
    Known known) {

  /** What most checks ask for, looked up once per order. */
  record Known(
      Optional<StrategySpec> strategy,
      Optional<Marks.Mark> mark,
      Exposure exposure,
      Exposure strategyExposure,
      BigDecimal reducible,
      Optional<BigDecimal> equity) {

    static Known of(Order order, PortfolioLedger ledger, Marks marks) {
      return new Known(
          ledger.spec().flatMap(p -> p.strategy(order.strategyId())),
          marks.of(order.symbol()),
          ledger.exposure(order.symbol()),
          ledger.exposure(order.strategyId(), order.symbol()),
          ledger.positions().reducible(order.strategyId(), order.symbol(), order.side()),
          ledger.equity(marks));
    }
  }

  /** An order at the quantity that it asks for. */
  public Proposal(
      Order order,
      Optional<String> routedTo,
      PortfolioLedger ledger,
      Overrides everywhere,
      Marks marks,
      RiskModel riskModel,
      GateSettings settings,
      long asOf) {
    this(
        order,
        order.quantity(),
        routedTo,
        ledger,
        everywhere,
        marks,
        riskModel,
        settings,
        asOf,
        Known.of(order, ledger, marks));
  }

  Proposal withQuantity(BigDecimal other) {
    return new Proposal(
        order, other, routedTo, ledger, everywhere, marks, riskModel, settings, asOf, known);
  }

  /**
   * Age of an event at {@code asOf}, milliseconds; the largest there is where it would overflow.
   */
  public long age(long eventTime) {
    long age = asOf - eventTime;
    boolean overflow = ((asOf ^ eventTime) & (asOf ^ age)) < 0;
    return overflow ? Long.MAX_VALUE : age;
  }

  public Side side() {
    return order.side();
  }

  public Optional<PortfolioSpec> portfolio() {
    return ledger.spec();
  }

  public Optional<StrategySpec> strategy() {
    return known.strategy();
  }

  /** Position and reservations of the symbol in the portfolio. */
  public Exposure exposure() {
    return known.exposure();
  }

  /** Position and reservations of the symbol in the strategy. */
  public Exposure strategyExposure() {
    return known.strategyExposure();
  }

  public Optional<Marks.Mark> mark() {
    return known.mark();
  }

  /** Largest quantity that only cuts risk. */
  public BigDecimal reducible() {
    return known.reducible();
  }

  /** Whether the quantity under examination only cuts risk. */
  public boolean isReducing() {
    return quantity.signum() > 0 && quantity.compareTo(reducible()) <= 0;
  }

  /** Most restrictive trading state over all scopes. */
  public Overrides.State tradingState() {
    return everywhere
        .state(order.strategyId(), order.symbol())
        .and(ledger.overrides().state(order.strategyId(), order.symbol()));
  }

  public Optional<BigDecimal> equity() {
    return known.equity();
  }

  /** A symbol that the portfolio holds or has pending and that has no mark. */
  public Optional<String> unpricedSymbol() {
    return ledger.positions().valuation(marks).unpricedSymbol();
  }

  /** Of the symbols that are held or pend, the one with the oldest mark. */
  public Optional<String> oldestSymbol() {
    return ledger.positions().valuation(marks).oldestSymbol();
  }

  /** Limit on gross exposure divided by equity, overrides and hard limit included. */
  public Optional<Limits.Limit> leverageLimit() {
    return ledger
        .limits()
        .map(
            limits ->
                limits
                    .leverage()
                    .min(hardLimit(HardLimits::maxLeverage))
                    .min(everywhere.leverageCap())
                    .min(ledger.overrides().leverageCap()));
  }

  /** Limit on the absolute position of the symbol, overrides and hard limit included. */
  public Optional<Limits.Limit> positionLimit() {
    return ledger
        .limits()
        .map(limits -> limits.position().get(order.symbol()))
        .map(
            limit ->
                limit
                    .min(hardPosition())
                    .min(everywhere.positionCap(order.strategyId(), order.symbol()))
                    .min(ledger.overrides().positionCap(order.strategyId(), order.symbol())));
  }

  /**
   * Limit on the quantity of one order; empty where neither definition nor configuration has one.
   */
  public Optional<Limits.Limit> orderQuantityLimit() {
    Optional<Limits.Limit> hard =
        hardLimits().maxOrderQuantity().map(max -> new Limits.Limit(max, Findings.HARD_LIMIT));
    return settings
        .maxOrderQuantity()
        .map(max -> new Limits.Limit(max, Findings.CONFIGURATION).min(hard))
        .or(() -> hard);
  }

  /** Limit on the distance of a limit price from the mark, as a fraction of the mark. */
  public Limits.Limit priceDeviationLimit() {
    return new Limits.Limit(settings.maxPriceDeviation(), Findings.CONFIGURATION)
        .min(hardLimit(HardLimits::maxPriceDeviation));
  }

  /** Limit on the portfolio's orders a second; empty where there is none. */
  public Optional<OrderRates.Limit> portfolioRate() {
    Optional<OrderRates.Limit> hard = rate(hardLimits().maxOrderRate(), Findings.HARD_LIMIT);
    return rate(settings.maxOrderRate(), Findings.CONFIGURATION)
        .map(limit -> limit.min(hard))
        .or(() -> hard);
  }

  /** Limit on the strategy's orders a second; empty where there is none. */
  public Optional<OrderRates.Limit> strategyRate() {
    return strategy().flatMap(s -> rate(s.maxOrderRate(), Findings.REFERENCE_DATA));
  }

  /** Orders that the portfolio's rate still allows at once; empty without a limit. */
  public OptionalDouble portfolioRateTokens() {
    return portfolioRate()
        .map(limit -> OptionalDouble.of(ledger.rates().tokens(limit, clock())))
        .orElse(OptionalDouble.empty());
  }

  /** Orders that the strategy's rate still allows at once; empty without a limit. */
  public OptionalDouble strategyRateTokens() {
    return strategyRate()
        .map(l -> OptionalDouble.of(ledger.rates().tokens(order.strategyId(), l, clock())))
        .orElse(OptionalDouble.empty());
  }

  /** Limit on the exposure of the strategy. */
  public Optional<Limits.Limit> strategyLimit() {
    return ledger.limits().map(limits -> limits.strategyExposure().get(order.strategyId()));
  }

  /** Limit on the ex-ante volatility of the portfolio. */
  public Optional<Limits.Limit> volatilityLimit() {
    return ledger.limits().flatMap(Limits::volatility);
  }

  /** A symbol, the order's or one that is held or pends, that the risk model does not know. */
  public Optional<String> symbolWithoutRisk() {
    return riskModel.indexOf(order.symbol()) < 0
        ? Optional.of(order.symbol())
        : ledger.positions().riskVector(riskModel, marks).unknownSymbol();
  }

  /**
   * Volatility of the portfolio by quantity of this order; empty where the risk model, a mark or
   * equity is missing.
   */
  public Optional<VolatilityCurve> volatilityCurve() {
    Optional<Marks.Mark> mark = mark();
    Optional<BigDecimal> equity = equity();
    if (riskModel.problem().isPresent()
        || symbolWithoutRisk().isPresent()
        || mark.isEmpty()
        || equity.isEmpty()
        || equity.get().signum() <= 0) {
      return Optional.empty();
    }
    RiskVector risk = ledger.positions().riskVector(riskModel, marks);
    int index = riskModel.indexOf(order.symbol());
    double cross = risk.cross(index);
    double perUnit = mark.get().unitValue().doubleValue() * riskModel.volatility(index);
    return Optional.of(
        new VolatilityCurve(
            risk.varianceWithout(index, cross),
            cross,
            exposure().extreme(side()).doubleValue() * perUnit,
            side() == Side.BUY ? perUnit : -perUnit,
            equity.get().doubleValue()));
  }

  private Optional<Limits.Limit> hardLimit(Function<HardLimits, OptionalDouble> limit) {
    OptionalDouble max = limit.apply(hardLimits());
    return max.isPresent()
        ? Optional.of(new Limits.Limit(BigDecimal.valueOf(max.getAsDouble()), Findings.HARD_LIMIT))
        : Optional.empty();
  }

  private HardLimits hardLimits() {
    return portfolio().map(PortfolioSpec::hardLimits).orElse(HardLimits.NONE);
  }

  private Optional<OrderRates.Limit> rate(OptionalDouble perSecond, String boundBy) {
    return perSecond.isPresent()
        ? Optional.of(
            OrderRates.Limit.of(
                perSecond.getAsDouble(), settings.orderBurst().toMillis() / 1000.0, boundBy))
        : Optional.empty();
  }

  private long clock() {
    return Gate.clock(ledger, marks);
  }

  private Optional<Limits.Limit> hardPosition() {
    return portfolio()
        .map(p -> p.hardLimits().positionLimits().get(order.symbol()))
        .map(max -> new Limits.Limit(max, Findings.HARD_LIMIT));
  }

  /** Names the override behind a trading state. */
  public static String name(Optional<RiskOverrideSpec> cause) {
    return cause.map(o -> "OVERRIDE:" + o.overrideId()).orElse(Findings.ORDER);
  }
}
