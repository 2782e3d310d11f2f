package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.outside.record.Holding;
import com.alphapulse.riskbudget.audit.outside.record.OutsideDefinition;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks.OutsideMark;
import com.alphapulse.riskbudget.avro.HardLimits;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.config.GateSettings;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An order and what was known when it was decided. */
public final class Facts {
  private final GateSettings settings;
  private final OrderIntent intent;
  private final Optional<String> key;
  private final World world;
  private final long asOf;
  private final boolean lossReached;
  private final OutsideValuation valuation;
  private final Map<BigDecimal, OptionalDouble> volatilities = new HashMap<>();

  /**
   * What surrounds an order.
   *
   * @param everywhere overrides of all portfolios
   * @param before time of the market's latest decision before, milliseconds
   */
  public record World(
      OutsideState state,
      OutsideOverrides everywhere,
      OutsideMarks marks,
      OutsideRisk risk,
      long before) {}

  /**
   * @param key of the intent's record; empty where it has none or stands in the wrong partition
   * @param asOf the market's time when it was decided, milliseconds
   * @param lossReached whether the decision says that a loss limit is reached
   */
  public Facts(
      GateSettings settings,
      OrderIntent intent,
      Optional<String> key,
      World world,
      long asOf,
      boolean lossReached) {
    this.settings = settings;
    this.intent = intent;
    this.key = key;
    this.world = world;
    this.asOf = asOf;
    this.lossReached = lossReached;
    this.valuation = new OutsideValuation(world.state(), world.marks());
  }

  public GateSettings settings() {
    return settings;
  }

  public OrderIntent intent() {
    return intent;
  }

  public Optional<String> key() {
    return key;
  }

  public OutsideState state() {
    return world.state();
  }

  public OutsideMarks marks() {
    return world.marks();
  }

  public OutsideRisk risk() {
    return world.risk();
  }

  public OutsideValuation valuation() {
    return valuation;
  }

  public boolean lossReached() {
    return lossReached;
  }

  /** Age of an event when the order was decided, milliseconds; the ends where it overflows. */
  public long age(long time) {
    try {
      return Math.subtractExact(asOf, time);
    } catch (ArithmeticException e) {
      return time < 0 ? Long.MAX_VALUE : -Long.MAX_VALUE;
    }
  }

  /** The market's time when the order was decided, milliseconds. */
  public long asOf() {
    return asOf;
  }

  public Optional<OutsideMark> mark() {
    return world.marks().of(intent.getSymbol());
  }

  /** Time of the market's latest decision before, milliseconds; the least there is without one. */
  public long before() {
    return world.before();
  }

  /** Whether the portfolio's hard limits are known, and which they are. */
  public Optional<HardLimits> hard() {
    return state().spec().map(OutsideDefinition::hard);
  }

  /** Most restrictive trading state over all overrides. */
  public TradingState overridden() {
    TradingState everyones =
        world.everywhere().state(intent.getStrategyId(), intent.getSymbol(), asOf);
    TradingState own = state().overrides().state(intent.getStrategyId(), intent.getSymbol(), asOf);
    return everyones.compareTo(own) > 0 ? everyones : own;
  }

  /** Lowest cap on the portfolio's leverage. */
  public Optional<BigDecimal> leverageCap() {
    return lowest(world.everywhere().leverageCap(asOf), state().overrides().leverageCap(asOf));
  }

  /** Lowest cap on the position of the order's symbol, in units. */
  public Optional<BigDecimal> positionCap() {
    return lowest(
        world.everywhere().positionCap(intent.getStrategyId(), intent.getSymbol(), asOf),
        state().overrides().positionCap(intent.getStrategyId(), intent.getSymbol(), asOf));
  }

  /** The lower of two limits, if there is any. */
  public static Optional<BigDecimal> lowest(Optional<BigDecimal> a, Optional<BigDecimal> b) {
    return a.isPresent() && b.isPresent() ? Optional.of(a.get().min(b.get())) : a.or(() -> b);
  }

  /** Orders that the portfolio may send at once; empty without a limit. */
  public OptionalDouble portfolioTokens() {
    return state().rates().ofPortfolio(state().spec(), asOf);
  }

  /** Orders that the strategy may send at once; empty without a limit. */
  public OptionalDouble strategyTokens() {
    return state().rates().ofStrategy(state().spec(), intent.getStrategyId(), asOf);
  }

  /** What the portfolio holds of the order's symbol. */
  public Holding ofPortfolio() {
    return state().ledger().holdings().ofPortfolio().getOrDefault(intent.getSymbol(), Holding.NONE);
  }

  /** What the strategy holds of the order's symbol. */
  public Holding ofStrategy() {
    return state().ledger().holdings().of(intent.getStrategyId(), intent.getSymbol());
  }

  /** Whether a quantity cuts risk and does nothing else, in the portfolio and in the strategy. */
  public boolean isReducing(BigDecimal quantity) {
    Side side = intent.getSide();
    return quantity.signum() > 0
        && ofPortfolio().isCutBy(side, quantity)
        && ofStrategy().isCutBy(side, quantity);
  }

  /** Whether a quantity cuts risk, and any more would do something else. */
  public boolean closes(BigDecimal quantity) {
    Side side = intent.getSide();
    boolean nothingLeft =
        Stream.of(ofPortfolio(), ofStrategy())
            .map(held -> held.plusPending(side, quantity).ifAllFills(side))
            .anyMatch(left -> left.signum() == 0);
    return isReducing(quantity) && nothingLeft;
  }

  /** What a scope holds once a quantity more pends. */
  public Map<String, Holding> with(Map<String, Holding> held, BigDecimal quantity) {
    Map<String, Holding> after = new TreeMap<>(held);
    after.merge(
        intent.getSymbol(), Holding.NONE.plusPending(intent.getSide(), quantity), Holding::plus);
    return after;
  }

  /** Volatility once a quantity has filled; empty where a risk, a mark or equity is missing. */
  public OptionalDouble volatility(BigDecimal quantity) {
    return volatilities.computeIfAbsent(
        quantity, q -> valuation.volatility(risk(), intent.getSymbol(), intent.getSide(), q));
  }
}
