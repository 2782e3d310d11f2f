package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.ledger.Exposure;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.PositionBook;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.ledger.RiskVector;
import com.alphapulse.riskbudget.gate.ledger.Valuation;
import com.alphapulse.riskbudget.gate.ledger.VolatilityCurve;
import com.alphapulse.riskbudget.gate.limits.LimitsInForce;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An order at a certain quantity, beside everything that the checks hold it against: what is in
 * force, what is held and pends, what it is worth. Only read.
 */
public final class Proposal {
  private final BigDecimal quantity;
  private final Seen seen;

  /**
   * What an order is held against.
   *
   * @param ledger of the order's portfolio; a new one where nothing is known of it
   * @param everywhere overrides that apply to all portfolios
   * @param marks of the portfolio's market
   * @param riskModel of the portfolio's market
   * @param asOf {@link MarketClock#now} of the portfolio's market, milliseconds; the wall clock's
   *     time where no market is known
   */
  public record World(
      PortfolioLedger ledger,
      TradingOverrides everywhere,
      Marks marks,
      RiskModel riskModel,
      GateSettings settings,
      long asOf) {

    /** With nothing known of the portfolio. */
    public static World blank(
        String portfolioId, TradingOverrides everywhere, GateSettings settings, long asOf) {
      return new World(
          new PortfolioLedger(portfolioId),
          everywhere,
          Marks.none(""),
          RiskModel.none(""),
          settings,
          asOf);
    }
  }

  /** What does not depend on the quantity, looked up once per order. */
  private record Seen(
      Order order,
      Optional<String> routedTo,
      World world,
      LimitsInForce limits,
      PositionBook.Line line,
      Valuation valuation,
      Optional<Marks.Mark> mark,
      BigDecimal reducible,
      Optional<BigDecimal> equity,
      OptionalDouble portfolioRateTokens,
      OptionalDouble strategyRateTokens,
      Optional<VolatilityCurve> volatility) {}

  /**
   * An order at the quantity that it asks for.
   *
   * @param routedTo key of the record that it came with; empty where there was none
   */
  public Proposal(Order order, Optional<String> routedTo, World world) {
    PortfolioLedger ledger = world.ledger();
    LimitsInForce limits = ledger.limitsInForce(world.everywhere(), world.settings(), world.asOf());
    PositionBook.Line line = ledger.positions().line(order.strategyId(), order.symbol(), limits);
    Exposure exposure = line.ofPortfolio();
    Optional<Marks.Mark> mark = world.marks().of(order.symbol());
    Optional<BigDecimal> equity = ledger.equity(world.marks());
    quantity = order.quantity();
    seen =
        new Seen(
            order,
            routedTo,
            world,
            limits,
            line,
            ledger.positions().valuation(world.marks()),
            mark,
            exposure.reducible(order.side()).min(line.ofStrategy().reducible(order.side())),
            equity,
            ledger.rates().tokens(limits.rate(), world.asOf()),
            ledger.rates().tokens(order.strategyId(), line.limits().rate(), world.asOf()),
            mark.isPresent() && equity.isPresent()
                ? volatility(order, world, mark.get(), exposure, equity.get())
                : Optional.empty());
  }

  private Proposal(BigDecimal quantity, Seen seen) {
    this.quantity = quantity;
    this.seen = seen;
  }

  private static Optional<VolatilityCurve> volatility(
      Order order, World world, Marks.Mark mark, Exposure exposure, BigDecimal equity) {
    RiskModel riskModel = world.riskModel();
    int index = riskModel.indexOf(order.symbol());
    if (index < 0 || riskModel.problem().isPresent() || equity.signum() <= 0) {
      return Optional.empty();
    }
    RiskVector risk = world.ledger().positions().riskVector(riskModel, world.marks());
    if (risk.unknownSymbol().isPresent()) {
      return Optional.empty();
    }
    double cross = risk.cross(index);
    double perUnit = mark.unitValue().doubleValue() * riskModel.volatility(index);
    return Optional.of(
        new VolatilityCurve(
            risk.varianceWithout(index),
            cross,
            exposure.extreme(order.side()).doubleValue() * perUnit,
            order.side() == Side.BUY ? perUnit : -perUnit,
            equity.doubleValue()));
  }

  Proposal withQuantity(BigDecimal other) {
    return new Proposal(other, seen);
  }

  /** As it was sent. */
  public Order order() {
    return seen.order;
  }

  /** The quantity under examination: the order's, or the one it is cut to. */
  public BigDecimal quantity() {
    return quantity;
  }

  /** Key of the record; empty where there was none. */
  public Optional<String> routedTo() {
    return seen.routedTo;
  }

  /** Of the order's portfolio. */
  public PortfolioLedger ledger() {
    return seen.world.ledger();
  }

  /** Of the portfolio's market. */
  public Marks marks() {
    return seen.world.marks();
  }

  /** Of the portfolio's market. */
  public RiskModel riskModel() {
    return seen.world.riskModel();
  }

  public GateSettings settings() {
    return seen.world.settings();
  }

  /** Event time that ages are measured at, milliseconds. */
  public long asOf() {
    return seen.world.asOf();
  }

  /**
   * Age of an event at {@link #asOf}, milliseconds, below 0 where it is ahead; the largest or the
   * smallest there is where it would overflow.
   */
  public long age(long eventTime) {
    long age = asOf() - eventTime;
    boolean overflow = ((asOf() ^ eventTime) & (asOf() ^ age)) < 0;
    return overflow ? (eventTime < 0 ? Long.MAX_VALUE : -Long.MAX_VALUE) : age;
  }

  /** Limits of the portfolio and its orders. */
  public LimitsInForce limits() {
    return seen.limits;
  }

  /** The symbol in the strategy and in the portfolio: exposures, limits, trading state. */
  public PositionBook.Line line() {
    return seen.line;
  }

  /** What all that is held and pends comes to. */
  public Valuation valuation() {
    return seen.valuation;
  }

  /** Latest price of the symbol; empty where none is known. */
  public Optional<Marks.Mark> mark() {
    return seen.mark;
  }

  /** Cash plus positions; empty while what is held or pends has no mark in base currency. */
  public Optional<BigDecimal> equity() {
    return seen.equity;
  }

  /** Orders that the portfolio's rate still allows at once; empty without a limit. */
  public OptionalDouble portfolioRateTokens() {
    return seen.portfolioRateTokens;
  }

  /** Orders that the strategy's rate still allows at once; empty without a limit. */
  public OptionalDouble strategyRateTokens() {
    return seen.strategyRateTokens;
  }

  /**
   * Volatility of the portfolio by quantity of this order; empty where the risk model, a mark or
   * equity is missing.
   */
  public Optional<VolatilityCurve> volatilityCurve() {
    return seen.volatility;
  }

  /** That at the quantity under examination; empty also where it is beyond a double. */
  public OptionalDouble volatility() {
    double at = seen.volatility.map(c -> c.at(quantity.doubleValue())).orElse(Double.NaN);
    return Double.isFinite(at) ? OptionalDouble.of(at) : OptionalDouble.empty();
  }

  /** Largest quantity that only cuts risk. */
  public BigDecimal reducible() {
    return seen.reducible;
  }

  /** Whether the quantity under examination only cuts risk. */
  public boolean isReducing() {
    return quantity.signum() > 0 && quantity.compareTo(seen.reducible) <= 0;
  }
}
