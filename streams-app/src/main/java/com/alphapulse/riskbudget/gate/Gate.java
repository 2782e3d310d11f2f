package com.alphapulse.riskbudget.gate;

import com.alphapulse.riskbudget.domain.TradingState;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.Limits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides orders. Holds the checks and nothing else; deciding changes nothing, the caller reserves
 * what was approved.
 */
public final class Gate {
  private final List<Check> always;
  private final List<Check> unlessReducing;

  /**
   * @param always checks that apply to every order
   * @param unlessReducing checks that do not apply to orders that only cut risk
   */
  public Gate(List<Check> always, List<Check> unlessReducing) {
    this.always = always;
    this.unlessReducing = unlessReducing;
  }

  /** Decides an order at the quantity that it asks for. */
  public Decision decide(Proposal asked) {
    Findings findings = examine(asked);
    if (findings.violations().isEmpty()) {
      return decision(asked, asked.quantity(), findings, Optional.of(asked.quantity()));
    }
    Optional<BigDecimal> largest = largestPassing(asked, findings);
    boolean cut = asked.order().reduceToFit() && largest.isPresent();
    return decision(asked, cut ? largest.get() : BigDecimal.ZERO, findings, largest);
  }

  private Findings examine(Proposal proposal) {
    Findings findings = new Findings(proposal.order());
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
    TradingState state = tradingState(asked);
    Optional<Limits> limits = ledger.limits();
    return new Decision.Inputs(
        ledger.sequence(),
        Decision.Held.of(asked.line().ofPortfolio()),
        Decision.Held.of(asked.line().ofStrategy()),
        asked.valuation().gross(),
        asked.valuation().gross(asked.order().strategyId()),
        asked.equity(),
        ledger.orders().open().size(),
        asked.mark(),
        limits.map(l -> OptionalLong.of(l.version())).orElse(OptionalLong.empty()),
        limits.map(l -> OptionalLong.of(l.asOf())).orElse(OptionalLong.empty()),
        state,
        asked.riskModel().sequence() == RiskModel.NONE
            ? OptionalLong.empty()
            : OptionalLong.of(asked.riskModel().sequence()),
        asked.volatility(),
        asked.portfolioRateTokens(),
        asked.strategyRateTokens());
  }

  private static TradingState tradingState(Proposal asked) {
    TradingState state = asked.line().limits().state().state();
    boolean lossReached = asked.ledger().lossWatch().breach().isPresent();
    return lossReached && state == TradingState.ACTIVE ? TradingState.REDUCE_ONLY : state;
  }
}
