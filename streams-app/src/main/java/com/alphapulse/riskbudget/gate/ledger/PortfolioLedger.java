package com.alphapulse.riskbudget.gate.ledger;

import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.account.ExecutionEvent;
import com.alphapulse.riskbudget.domain.account.HeldReports;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.gate.limits.LimitsInForce;
import com.alphapulse.riskbudget.gate.limits.OrderRates;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.gate.orders.KnownOrders;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * All that the gate knows of one portfolio: definition, budget, overrides, cash, positions, open
 * orders and what they reserve. Its gate task is the only writer.
 *
 * <p>Positions are held per strategy and symbol; the portfolio's are their sums. Reservations
 * follow from the orders. Money is in the portfolio's base currency, quantities are in units.
 */
public final class PortfolioLedger {
  private final String portfolioId;
  private final TradingOverrides overrides = new TradingOverrides();
  private final LossWatch lossWatch = new LossWatch();
  private final OrderRates rates = new OrderRates();
  private final PositionBook positions = new PositionBook();
  private final KnownOrders orders = new KnownOrders();
  private final HeldReports held = new HeldReports();
  private PortfolioSpec spec;
  private Limits limits;
  private LimitsInForce limitsInForce;
  private long limitsEdition;
  private BigDecimal cash = BigDecimal.ZERO;
  private BigDecimal fees = BigDecimal.ZERO;
  private long sequence;
  private boolean closed;

  public PortfolioLedger(String portfolioId) {
    this.portfolioId = portfolioId;
  }

  public String portfolioId() {
    return portfolioId;
  }

  public Optional<PortfolioSpec> spec() {
    return Optional.ofNullable(spec);
  }

  /** Closes it: its definition was withdrawn, and only orders that cut risk pass. */
  public void close() {
    closed = true;
  }

  /** Whether its definition was withdrawn and no new one has come. */
  public boolean isClosed() {
    return closed;
  }

  public Optional<Limits> limits() {
    return Optional.ofNullable(limits);
  }

  /** The most restrictive limits over all sources at event time {@code asOf}, milliseconds. */
  public LimitsInForce limitsInForce(
      TradingOverrides everywhere, GateSettings settings, long asOf) {
    if (limitsInForce == null || !limitsInForce.hold(everywhere, settings, asOf)) {
      limitsInForce =
          new LimitsInForce(
              new LimitsInForce.Sources(spec(), limits(), overrides, everywhere, settings),
              asOf,
              ++limitsEdition);
    }
    return limitsInForce;
  }

  public TradingOverrides overrides() {
    return overrides;
  }

  public LossWatch lossWatch() {
    return lossWatch;
  }

  /** How many orders may come at once. */
  public OrderRates rates() {
    return rates;
  }

  /** Cash in hand. */
  public BigDecimal cash() {
    return cash;
  }

  /** Fees paid so far; they are taken out of cash already. */
  public BigDecimal fees() {
    return fees;
  }

  /** Number of decisions and execution reports applied so far. */
  public long sequence() {
    return sequence;
  }

  /** Orders that are remembered, and what they were answered. */
  public KnownOrders orders() {
    return orders;
  }

  /**
   * Takes in a definition. Its cash is booked; with a later definition, the difference is booked as
   * a deposit or a withdrawal.
   */
  public void define(PortfolioSpec definition) {
    BigDecimal change = spec == null ? definition.cash() : definition.cash().subtract(spec.cash());
    cash = cash.add(change);
    lossWatch.deposit(change);
    closed = false;
    restoreSpec(definition);
  }

  /**
   * Takes in a budget.
   *
   * @return false if a later version is in force already
   */
  public boolean apply(Limits budget) {
    if (limits != null && budget.version() < limits.version()) {
      return false;
    }
    limits = budget;
    limitsInForce = null;
    return true;
  }

  /** Drops the budget in force: nothing adds risk until another one comes. */
  public void dropLimits() {
    limits = null;
    limitsInForce = null;
  }

  /** Reserves an order that was approved. */
  public void reserve(OrderState order, Marks marks) {
    orders.add(order);
    positions.change(
        order.strategyId(),
        order.symbol(),
        marks,
        exposure -> exposure.reserve(order.side(), order.reserved()));
  }

  /** Frees a quantity that an order has reserved. */
  void release(OrderState order, BigDecimal quantity, Marks marks) {
    if (quantity.signum() != 0) {
      positions.change(
          order.strategyId(),
          order.symbol(),
          marks,
          exposure -> exposure.release(order.side(), quantity));
    }
  }

  /**
   * Books units on the event's side against cash, and a fee.
   *
   * @param quantity in units; below 0 takes them back
   */
  void book(
      ExecutionEvent event,
      BigDecimal quantity,
      BigDecimal fee,
      BigDecimal multiplier,
      Marks marks) {
    BigDecimal signed = event.side().signed(quantity);
    if (signed.signum() != 0) {
      positions.change(
          event.strategyId(), event.symbol(), marks, exposure -> exposure.move(signed));
    }
    cash = cash.subtract(signed.multiply(event.price()).multiply(multiplier)).subtract(fee);
    fees = fees.add(fee);
  }

  /** Execution reports that wait for the contract of their symbol. */
  public HeldReports heldReports() {
    return held;
  }

  /** Whether an order of this id is known, if only by a report that waits. */
  public boolean knows(String orderId) {
    return orders.order(orderId).isPresent() || held.concerns(orderId);
  }

  /** Whether nothing is known of it any more that could matter to an order. */
  public boolean isBlank() {
    return spec == null
        && limits == null
        && cash.signum() == 0
        && orders.isEmpty()
        && held.isEmpty()
        && overrides.all().isEmpty();
  }

  /** Counts a decision, and the order against the rates. */
  public void count(OrderRates.Taken taken) {
    sequence++;
    rates.take(taken, sequence);
  }

  /** Counts an execution report or a release. */
  void advance() {
    sequence++;
  }

  /** Brings back a position that was saved; reservations follow from the orders. */
  public void restorePosition(String strategyId, String symbol, BigDecimal position) {
    positions.restore(strategyId, symbol, exposure -> exposure.move(position));
  }

  /** Brings back an order that was saved, with what it reserves. */
  public void restoreOrder(OrderState order) {
    orders.add(order);
    if (order.reserved().signum() > 0) {
      positions.restore(
          order.strategyId(),
          order.symbol(),
          exposure -> exposure.reserve(order.side(), order.reserved()));
    }
  }

  /** Brings back the account that was saved. */
  public void restoreAccount(BigDecimal savedCash, BigDecimal savedFees, long savedSequence) {
    cash = savedCash;
    fees = savedFees;
    sequence = Math.max(sequence, savedSequence);
  }

  /** Brings back a definition that was saved, without booking its cash. */
  public void restoreSpec(PortfolioSpec definition) {
    spec = definition;
    limitsInForce = null;
    positions.define(definition.baseCurrency());
  }

  /** Raises the sequence to one that was saved with a decision. */
  public void restoreSequence(long savedSequence) {
    sequence = Math.max(sequence, savedSequence);
  }

  /**
   * Cash plus positions at {@code marks}; empty while something that is held or pends has no mark
   * in the portfolio's currency.
   */
  public Optional<BigDecimal> equity(Marks marks) {
    return positions.valuation(marks).positionValue().map(cash::add);
  }

  /** What is held and pends, and what it comes to. */
  public PositionBook positions() {
    return positions;
  }
}
