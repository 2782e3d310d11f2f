package com.alphapulse.riskbudget.budget.performance;

import com.alphapulse.riskbudget.budget.allocation.Universe;
import com.alphapulse.riskbudget.config.RiskBudgeting;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Performance of a portfolio bar by bar, with its static shadow beside it. Deposits and withdrawals
 * are taken out of the return of the bar in which they were booked; a bar that starts from equity
 * not above 0 has no return.
 */
public final class PerformanceTracker {
  private static final double MILLIS_PER_YEAR = 365.25 * 24 * 3600 * 1000;

  private long lastBarAsOf = Long.MIN_VALUE;
  private long lastBars = -1;
  private double barsPerYear;
  private Optional<BigDecimal> lastEquity = Optional.empty();
  private BigDecimal flows = BigDecimal.ZERO;
  private ReturnSeries returns = new ReturnSeries();
  private ReturnSeries shadowReturns = new ReturnSeries();
  private RollingVolatility realised = new RollingVolatility();
  private StaticShadow shadow = new StaticShadow();
  private Utilization utilization = new Utilization();
  private ReturnPerRisk returnPerRisk = new ReturnPerRisk();
  private RegimeResponse regimeResponse = new RegimeResponse();
  private OptionalLong firstBarAsOf = OptionalLong.empty();
  private long overrides;

  /**
   * What a portfolio is worth and holds at the close of a bar.
   *
   * @param gross exposure, base currency
   * @param forecast volatility of what is held at the close, annualised, as a fraction of equity;
   *     empty where nothing can be forecast
   * @param leverageLimit of the budget that was in force during the bar; empty for none
   */
  public record AtClose(
      BigDecimal equity, BigDecimal gross, OptionalDouble forecast, OptionalDouble leverageLimit) {}

  /** Books a deposit, or a withdrawal where it is negative. */
  public void flow(BigDecimal amount) {
    flows = flows.add(amount);
  }

  /** Counts an override that has been applied. */
  public void override() {
    overrides++;
  }

  /** The speed of the portfolio's answers to regime changes. */
  public RegimeResponse regimeResponse() {
    return regimeResponse;
  }

  /**
   * Takes in a snapshot if it closes a bar: later than the last one, and with another bar count (a
   * change of regime within a bar closes none).
   */
  public void onSnapshot(
      MarketSnapshot snapshot,
      PortfolioSpec spec,
      Universe universe,
      AtClose held,
      RiskBudgeting settings) {
    BigDecimal equity = held.equity();
    if (snapshot.asOf() <= lastBarAsOf || snapshot.bars() == lastBars) {
      return;
    }
    lastBarAsOf = snapshot.asOf();
    firstBarAsOf = OptionalLong.of(firstBarAsOf.orElse(lastBarAsOf));
    lastBars = snapshot.bars();
    barsPerYear = snapshot.barsPerYear();
    double shadowReturn =
        shadow.onBar(
            spec.strategies(), universe, settings.costBps(), settings.triggers().driftThreshold());
    if (lastEquity.isPresent() && lastEquity.get().signum() > 0) {
      double earned = equity.subtract(flows).doubleValue() / lastEquity.get().doubleValue() - 1;
      returns.add(earned);
      realised.add(earned, settings.realisedVolatilityBars());
      returnPerRisk.add(earned);
    }
    returnPerRisk.forecast(held.forecast());
    shadowReturns.add(shadowReturn);
    lastEquity = Optional.of(equity);
    flows = BigDecimal.ZERO;
    double allowed = held.leverageLimit().orElse(0) * equity.doubleValue();
    if (allowed > 0) {
      utilization.add(held.gross().doubleValue() / allowed);
    }
  }

  /** Annualised volatility of the equity over the configured window; empty until it is full. */
  public OptionalDouble realisedVolatility() {
    return realised.annualised(barsPerYear);
  }

  /** What there is so far; empty before the first return. */
  public Optional<Performance> summary() {
    if (returns.count() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Performance(
            returns.count(),
            returns.summary(barsPerYear),
            shadowReturns.summary(barsPerYear),
            utilization.mean(),
            utilization.tail(),
            returnPerRisk.ratio(barsPerYear),
            regimeResponse.meanMillis(),
            overridesPerYear()));
  }

  private double overridesPerYear() {
    long elapsed = lastBarAsOf - firstBarAsOf.orElse(lastBarAsOf);
    return elapsed > 0 ? overrides * MILLIS_PER_YEAR / elapsed : 0;
  }

  public void writeTo(DataOutput out) throws IOException {
    out.writeLong(lastBarAsOf);
    out.writeLong(lastBars);
    out.writeDouble(barsPerYear);
    StateIo.writeOptional(out, lastEquity, StateIo::writeDecimal);
    StateIo.writeDecimal(out, flows);
    returns.writeTo(out);
    shadowReturns.writeTo(out);
    realised.writeTo(out);
    shadow.writeTo(out);
    utilization.writeTo(out);
    returnPerRisk.writeTo(out);
    regimeResponse.writeTo(out);
    StateIo.writeOptional(out, firstBarAsOf);
    out.writeLong(overrides);
  }

  public static PerformanceTracker readFrom(DataInput in) throws IOException {
    PerformanceTracker tracker = new PerformanceTracker();
    tracker.lastBarAsOf = in.readLong();
    tracker.lastBars = in.readLong();
    tracker.barsPerYear = in.readDouble();
    tracker.lastEquity = StateIo.readOptional(in, StateIo::readDecimal);
    tracker.flows = StateIo.readDecimal(in);
    tracker.returns = ReturnSeries.readFrom(in);
    tracker.shadowReturns = ReturnSeries.readFrom(in);
    tracker.realised = RollingVolatility.readFrom(in);
    tracker.shadow = StaticShadow.readFrom(in);
    tracker.utilization = Utilization.readFrom(in);
    tracker.returnPerRisk = ReturnPerRisk.readFrom(in);
    tracker.regimeResponse = RegimeResponse.readFrom(in);
    tracker.firstBarAsOf = StateIo.readOptionalLong(in);
    tracker.overrides = in.readLong();
    return tracker;
  }
}
