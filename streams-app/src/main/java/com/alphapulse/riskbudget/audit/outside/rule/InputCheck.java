package com.alphapulse.riskbudget.audit.outside.rule;

import com.alphapulse.riskbudget.audit.outside.record.Holding;
import com.alphapulse.riskbudget.audit.outside.record.OutsideBudget;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks.OutsideMark;
import com.alphapulse.riskbudget.audit.outside.record.Rounding;
import com.alphapulse.riskbudget.audit.outside.record.Texts;
import com.alphapulse.riskbudget.audit.outside.state.Facts;
import com.alphapulse.riskbudget.audit.outside.state.OutsideState;
import com.alphapulse.riskbudget.audit.outside.state.OutsideValuation;
import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.TradingState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Compares every input that a decision tells with what the rebuilt state says it was. */
public final class InputCheck {
  /** Inputs that are compared. */
  public static final int INPUTS = 20;

  /** Rounding of tokens, and of a volatility that was computed in another order. */
  private static final double ROUNDING = 1e-7;

  /** As much as a wall clock may be set back, milliseconds. */
  private static final long CLOCK_STEP = 1000;

  private final Facts facts;
  private final OrderDecision decision;
  private final OrderIntent intent;
  private final DecisionInputs inputs;
  private final List<String> differences = new ArrayList<>();

  public InputCheck(Facts facts, OrderDecision decision) {
    this.facts = facts;
    this.decision = decision;
    this.intent = decision.getIntent();
    this.inputs = decision.getInputs();
  }

  public List<String> run() {
    OutsideState state = facts.state();
    compare("ledger sequence", inputs.getLedgerSequence(), state.ledger().sequence());
    holdings();
    money(state);
    compare("open orders", inputs.getOpenOrders(), state.ledger().openOrders().size());
    Optional<OutsideMark> mark = facts.mark();
    decimal("mark", inputs.getMark(), mark.map(m -> Rounding.down(m.price())));
    compare("mark's time", inputs.getMarkTime(), time(mark.map(OutsideMark::time)));
    compare(
        "budget version",
        inputs.getBudgetVersion(),
        state.budget().map(OutsideBudget::version).orElse(null));
    compare("budget's time", inputs.getBudgetAsOf(), time(state.budget().map(OutsideBudget::asOf)));
    compare("trading state", inputs.getTradingState(), tradingState());
    compare(
        "market state",
        inputs.getStateSequence(),
        facts.risk().state().map(MarketState::getSequence).orElse(null));
    clock();
    number("tokens of the portfolio", inputs.getPortfolioRateTokens(), facts.portfolioTokens());
    number("tokens of the strategy", inputs.getStrategyRateTokens(), facts.strategyTokens());
    return differences;
  }

  /**
   * The market's time is not before that of its marks, not after the wall clock's, and does not go
   * back by more than what a wall clock is set back.
   */
  private void clock() {
    long asOf = decision.getAsOf().toEpochMilli();
    long decidedAt = decision.getDecidedAt().toEpochMilli();
    long marks = facts.marks().asOf();
    if (asOf < Math.min(marks, decidedAt) || asOf > Math.max(marks, decidedAt)) {
      differences.add(Texts.told("time", decision.getAsOf(), Instant.ofEpochMilli(marks)));
    }
    if (facts.before() != Long.MIN_VALUE && asOf < facts.before() - CLOCK_STEP) {
      differences.add(
          Texts.told(
              "time", decision.getAsOf(), "not before " + Instant.ofEpochMilli(facts.before())));
    }
  }

  private void holdings() {
    Holding all = facts.ofPortfolio();
    Holding own = facts.ofStrategy();
    decimal("position", inputs.getPosition(), Optional.of(all.position()));
    decimal("pending buys", inputs.getPendingBuys(), Optional.of(all.buys()));
    decimal("pending sells", inputs.getPendingSells(), Optional.of(all.sells()));
    decimal("strategy position", inputs.getStrategyPosition(), Optional.of(own.position()));
    decimal("strategy pending buys", inputs.getStrategyPendingBuys(), Optional.of(own.buys()));
    decimal("strategy pending sells", inputs.getStrategyPendingSells(), Optional.of(own.sells()));
  }

  private void money(OutsideState state) {
    OutsideValuation valuation = facts.valuation();
    decimal(
        "gross exposure",
        inputs.getGrossExposure(),
        valuation.gross(state.ledger().holdings().ofPortfolio()).map(Rounding::up));
    decimal(
        "strategy exposure",
        inputs.getStrategyExposure(),
        valuation
            .gross(state.ledger().holdings().ofStrategy(intent.getStrategyId()))
            .map(Rounding::up));
    decimal("equity", inputs.getEquity(), valuation.equity().map(Rounding::down));
    number("volatility", inputs.getVolatility(), facts.volatility(intent.getQuantity()));
  }

  private TradingState tradingState() {
    TradingState overridden = facts.overridden();
    return facts.lossReached() && overridden == TradingState.ACTIVE
        ? TradingState.REDUCE_ONLY
        : overridden;
  }

  private static Instant time(Optional<Long> millis) {
    return millis.map(Instant::ofEpochMilli).orElse(null);
  }

  private void decimal(String field, BigDecimal recorded, Optional<BigDecimal> rebuilt) {
    boolean same =
        recorded == null
            ? rebuilt.isEmpty()
            : rebuilt.isPresent() && recorded.compareTo(rebuilt.get()) == 0;
    if (!same) {
      differences.add(
          Texts.told(
              field,
              recorded == null ? null : recorded.stripTrailingZeros().toPlainString(),
              rebuilt.map(v -> v.stripTrailingZeros().toPlainString()).orElse(null)));
    }
  }

  private void number(String field, Double recorded, OptionalDouble rebuilt) {
    boolean same =
        recorded == null
            ? rebuilt.isEmpty()
            : rebuilt.isPresent()
                && Math.abs(recorded - rebuilt.getAsDouble())
                    <= ROUNDING * Math.max(1, Math.abs(recorded));
    if (!same) {
      differences.add(
          Texts.told(field, recorded, rebuilt.isPresent() ? rebuilt.getAsDouble() : null));
    }
  }

  private void compare(String field, Object recorded, Object rebuilt) {
    if (!Objects.equals(recorded, rebuilt)) {
      differences.add(Texts.told(field, recorded, rebuilt));
    }
  }
}
