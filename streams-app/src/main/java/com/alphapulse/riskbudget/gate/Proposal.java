package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.domain.StrategySpec;
import com.alphapulse.riskbudget.domain.calendar.TradingCalendar;
import com.alphapulse.riskbudget.domain.limit.Limit;
import com.alphapulse.riskbudget.domain.limit.LimitSource;
import com.alphapulse.riskbudget.domain.limit.LimitSource.Rule;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.ledger.Exposure;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.PositionBook;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.ledger.RiskVector;
import com.alphapulse.riskbudget.gate.ledger.VolatilityCurve;
import com.alphapulse.riskbudget.gate.limits.LimitsInForce;
import com.alphapulse.riskbudget.gate.limits.OrderRates;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

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
    TradingOverrides everywhere,
    Marks marks,
    RiskModel riskModel,
    GateSettings settings,
    long asOf,
    Known known) {

  /** What most checks ask for, looked up once per order. */
  record Known(
      LimitsInForce limits,
      PositionBook.Line line,
      Optional<Marks.Mark> mark,
      BigDecimal reducible,
      Optional<BigDecimal> equity,
      Optional<BigDecimal> gross,
      Optional<BigDecimal> strategyGross,
      OptionalDouble portfolioRateTokens,
      OptionalDouble strategyRateTokens,
      Optional<VolatilityCurve> volatility) {

    static Known of(
        Order order,
        PortfolioLedger ledger,
        TradingOverrides everywhere,
        Marks marks,
        RiskModel riskModel,
        GateSettings settings,
        long asOf) {
      LimitsInForce limits = ledger.limitsInForce(everywhere, settings, asOf);
      PositionBook.Line line = ledger.positions().line(order.strategyId(), order.symbol(), limits);
      Exposure exposure = line.ofPortfolio();
      Optional<OrderRates.Limit> strategyRate = line.limits().rate();
      Optional<Marks.Mark> mark = marks.of(order.symbol());
      Optional<BigDecimal> equity = ledger.equity(marks);
      return new Known(
          limits,
          line,
          mark,
          exposure.reducible(order.side()).min(line.ofStrategy().reducible(order.side())),
          equity,
          ledger.grossExposure(marks),
          ledger.grossExposure(order.strategyId(), marks),
          limits.rate().isPresent()
              ? OptionalDouble.of(ledger.rates().tokens(limits.rate().get(), asOf))
              : OptionalDouble.empty(),
          strategyRate.isPresent()
              ? OptionalDouble.of(
                  ledger.rates().tokens(order.strategyId(), strategyRate.get(), asOf))
              : OptionalDouble.empty(),
          mark.isPresent() && equity.isPresent()
              ? volatility(order, ledger, marks, riskModel, mark.get(), exposure, equity.get())
              : Optional.empty());
    }

    private static Optional<VolatilityCurve> volatility(
        Order order,
        PortfolioLedger ledger,
        Marks marks,
        RiskModel riskModel,
        Marks.Mark mark,
        Exposure exposure,
        BigDecimal equity) {
      int index = riskModel.indexOf(order.symbol());
      if (index < 0 || riskModel.problem().isPresent() || equity.signum() <= 0) {
        return Optional.empty();
      }
      RiskVector risk = ledger.positions().riskVector(riskModel, marks);
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
  }

  /** An order at the quantity that it asks for. */
  public Proposal(
      Order order,
      Optional<String> routedTo,
      PortfolioLedger ledger,
      TradingOverrides everywhere,
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
        Known.of(order, ledger, everywhere, marks, riskModel, settings, asOf));
  }

  Proposal withQuantity(BigDecimal other) {
    return new Proposal(
        order, other, routedTo, ledger, everywhere, marks, riskModel, settings, asOf, known);
  }

  /**
   * Age of an event at {@code asOf}, milliseconds, below 0 where it is ahead; the largest or the
   * smallest there is where it would overflow.
   */
  public long age(long eventTime) {
    long age = asOf - eventTime;
    boolean overflow = ((asOf ^ eventTime) & (asOf ^ age)) < 0;
    return overflow ? (eventTime < 0 ? Long.MAX_VALUE : -Long.MAX_VALUE) : age;
  }

  public Side side() {
    return order.side();
  }

  public Optional<PortfolioSpec> portfolio() {
    return ledger.spec();
  }

  public Optional<StrategySpec> strategy() {
    return known.line().limits().strategy();
  }

  /** Position and reservations of the symbol in the portfolio. */
  public Exposure exposure() {
    return known.line().ofPortfolio();
  }

  /** Position and reservations of the symbol in the strategy. */
  public Exposure strategyExposure() {
    return known.line().ofStrategy();
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

  /** Whether the quantity under examination is all that can be cut. */
  public boolean closes() {
    return quantity.signum() > 0 && quantity.compareTo(reducible()) == 0;
  }

  /** Whether the strategy, if there is such a one, may trade the symbol. */
  public boolean isPermitted() {
    return known.line().limits().permitted();
  }

  /** Whether the symbol is one that the portfolio may not trade. */
  public boolean isRestricted() {
    return known.line().limits().restricted();
  }

  /** Most restrictive trading state over all scopes. */
  public TradingOverrides.State tradingState() {
    return known.line().limits().state();
  }

  public Optional<BigDecimal> equity() {
    return known.equity();
  }

  /** Worst-case gross exposure of the portfolio; empty while a held symbol has no mark. */
  public Optional<BigDecimal> grossExposure() {
    return known.gross();
  }

  /** Worst-case gross exposure of the strategy; empty while a held symbol has no mark. */
  public Optional<BigDecimal> strategyGrossExposure() {
    return known.strategyGross();
  }

  /** A symbol that the portfolio holds or has pending and that has no mark. */
  public Optional<String> unpricedSymbol() {
    return ledger.positions().valuation(marks).unpricedSymbol();
  }

  /** Of the symbols that are held or pend, those with the oldest mark of their calendar. */
  public List<String> oldestSymbols() {
    return ledger.positions().valuation(marks).oldestSymbols();
  }

  /** Whether the mark of everything that is held or pends is young enough to value it. */
  public boolean areHeldMarksFresh() {
    return ledger
        .positions()
        .valuation(marks)
        .allOldest((name, time) -> heldAge(name, time).isFresh());
  }

  /**
   * Age of a mark by which something that is held is valued. A calendar that nobody has configured
   * counts as always open: its mark may be as old as in session, and never as old as without one.
   */
  public HeldAge heldAge(String calendarName, long markTime) {
    TradingCalendar calendar = settings.calendars().get(calendarName);
    long limit =
        (calendarName.isEmpty() ? settings.maxHeldMarkAge() : settings.maxHeldMarkSessionAge())
            .toMillis();
    long age = calendar == null ? age(markTime) : calendar.sessionTime(markTime, asOf, limit);
    return new HeldAge(age, limit, calendar != null);
  }

  /**
   * An age and its limit, milliseconds.
   *
   * @param inSession whether only time in session counts; what is beyond the limit is then counted
   *     to the end of one session only
   */
  public record HeldAge(long age, long limit, boolean inSession) {
    /** Whether it is within its limit. */
    public boolean isFresh() {
      return age <= limit;
    }
  }

  /** Limit on gross exposure divided by equity; empty without a budget. */
  public Optional<Limit<BigDecimal>> leverageLimit() {
    return known.limits().leverage();
  }

  /** Limit on the absolute position of the symbol; empty where no budget covers it. */
  public Optional<Limit<BigDecimal>> positionLimit() {
    return known.line().limits().position();
  }

  /** Limit on the worst-case exposure of the symbol divided by equity; empty without one. */
  public Optional<BigDecimal> symbolWeightLimit() {
    return known.limits().symbolWeight();
  }

  /** Limit on the quantity of one order; empty without one. */
  public Optional<Limit<BigDecimal>> orderQuantityLimit() {
    return known.limits().orderQuantity();
  }

  /** Limit on the notional of one order. */
  public Limit<BigDecimal> orderNotionalLimit() {
    return known.limits().orderNotional();
  }

  /** Limit on the number of open orders; empty without one. */
  public OptionalInt openOrdersLimit() {
    return known.limits().openOrders();
  }

  /** Limit on the distance of a limit price from the mark, as a fraction of the mark. */
  public Limit<BigDecimal> priceDeviationLimit() {
    return known.limits().priceDeviation();
  }

  /** Limit on the portfolio's orders a second; empty without one. */
  public Optional<OrderRates.Limit> portfolioRate() {
    return known.limits().rate();
  }

  /** Limit on the strategy's orders a second; empty without one. */
  public Optional<OrderRates.Limit> strategyRate() {
    return known.line().limits().rate();
  }

  /** Orders that the portfolio's rate still allows at once; empty without a limit. */
  public OptionalDouble portfolioRateTokens() {
    return known.portfolioRateTokens();
  }

  /** Orders that the strategy's rate still allows at once; empty without a limit. */
  public OptionalDouble strategyRateTokens() {
    return known.strategyRateTokens();
  }

  /** Limit on the exposure of the strategy; empty where no budget covers it. */
  public Optional<Limit<BigDecimal>> strategyLimit() {
    return known.line().limits().exposure();
  }

  /** Limit on the ex-ante volatility of the portfolio; empty without one. */
  public Optional<Limit<BigDecimal>> volatilityLimit() {
    return known.limits().volatility();
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
    return known.volatility();
  }

  /** The override behind a trading state. */
  public static LimitSource source(Optional<RiskOverrideSpec> cause) {
    return cause
        .<LimitSource>map(o -> new LimitSource.ByOverride(o.overrideId()))
        .orElse(Rule.ORDER);
  }
}
