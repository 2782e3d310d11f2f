package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.gate.ledger.Exposure;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.Limits;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.gate.orders.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Decides orders. Holds the checks and nothing else; deciding changes nothing, the caller reserves
 * what was approved.
 */
public final class Gate {
  private final List<Check> always;
  private final List<Check> unlessReducing;
  private final GateSettings settings;

  /**
   * @param always checks that apply to every order
   * @param unlessReducing checks that do not apply to orders that only cut risk
   */
  public Gate(List<Check> always, List<Check> unlessReducing, GateSettings settings) {
    this.always = always;
    this.unlessReducing = unlessReducing;
    this.settings = settings;
  }

  /**
   * Decides an order.
   *
   * @param routedTo key of the record that it came with; empty where there was none
   * @param ledger of the order's portfolio; a new one where nothing is known of it
   * @param everywhere overrides that apply to all portfolios
   * @param marks of the portfolio's market
   * @param riskModel of the portfolio's market
   * @param asOf {@link MarketClock#now} of the portfolio's market, milliseconds; the wall clock's
   *     time where no market is known
   */
  public Decision decide(
      Order order,
      Optional<String> routedTo,
      PortfolioLedger ledger,
      TradingOverrides everywhere,
      Marks marks,
      RiskModel riskModel,
      long asOf) {
    Proposal asked =
        new Proposal(order, routedTo, ledger, everywhere, marks, riskModel, settings, asOf);
    Findings findings = examine(asked);
    if (findings.violations().isEmpty()) {
      return decision(asked, order.quantity(), findings, Optional.of(order.quantity()));
    }
    Optional<BigDecimal> largest = largestPassing(asked, findings);
    boolean cut = order.reduceToFit() && largest.isPresent();
    return decision(asked, cut ? largest.get() : BigDecimal.ZERO, findings, largest);
  }

  private Findings examine(Proposal proposal) {
    Findings findings = new Findings();
    for (Check check : always) {
      check.examine(proposal, findings);
    }
    if (!proposal.isReducing()) {
      for (Check check : unlessReducing) {
        check.examine(proposal, findings);
      }
    }
    return findings;
  }

  /**
   * Largest quantity, up to the one asked for, that breaks nothing: a whole number of lots, or what
   * closes the position.
   */
  private Optional<BigDecimal> largestPassing(Proposal asked, Findings findings) {
    BigDecimal withinLimits =
        findings.blocked() ? BigDecimal.ZERO : findings.largest().orElse(BigDecimal.ZERO);
    BigDecimal cuttable = asked.reducible();
    BigDecimal largest = Lots.down(withinLimits.max(cuttable).min(asked.quantity()), asked);
    if (cuttable.compareTo(asked.quantity()) <= 0) {
      largest = largest.max(cuttable);
    }
    boolean passes =
        largest.signum() > 0 && examine(asked.withQuantity(largest)).violations().isEmpty();
    return passes ? Optional.of(largest) : Optional.empty();
  }

  private static Decision decision(
      Proposal asked, BigDecimal approved, Findings findings, Optional<BigDecimal> largest) {
    return new Decision(
        asked.order(),
        approved.signum() > 0,
        approved,
        asked.withQuantity(approved).isReducing(),
        findings.violations(),
        largest,
        inputs(asked),
        asked.asOf());
  }

  private static Decision.Inputs inputs(Proposal asked) {
    PortfolioLedger ledger = asked.ledger();
    Exposure exposure = asked.exposure();
    Exposure ofStrategy = asked.strategyExposure();
    TradingState state = tradingState(asked);
    Optional<Limits> limits = ledger.limits();
    return new Decision.Inputs(
        ledger.sequence(),
        exposure.position(),
        exposure.pendingBuys(),
        exposure.pendingSells(),
        ofStrategy.position(),
        ofStrategy.pendingBuys(),
        ofStrategy.pendingSells(),
        asked.grossExposure(),
        asked.strategyGrossExposure(),
        asked.equity(),
        ledger.openOrders().size(),
        asked.mark(),
        limits.map(l -> OptionalLong.of(l.version())).orElse(OptionalLong.empty()),
        limits.map(l -> OptionalLong.of(l.asOf())).orElse(OptionalLong.empty()),
        state,
        asked.riskModel().sequence() == RiskModel.NONE
            ? OptionalLong.empty()
            : OptionalLong.of(asked.riskModel().sequence()),
        volatility(asked),
        asked.portfolioRateTokens(),
        asked.strategyRateTokens());
  }

  private static OptionalDouble volatility(Proposal asked) {
    double volatility =
        asked.volatilityCurve().map(c -> c.at(asked.quantity().doubleValue())).orElse(Double.NaN);
    return Double.isFinite(volatility) ? OptionalDouble.of(volatility) : OptionalDouble.empty();
  }

  private static TradingState tradingState(Proposal asked) {
    TradingState state = asked.tradingState().state();
    boolean lossReached = asked.ledger().lossWatch().breach().isPresent();
    return lossReached && state == TradingState.ACTIVE ? TradingState.REDUCE_ONLY : state;
  }
}
