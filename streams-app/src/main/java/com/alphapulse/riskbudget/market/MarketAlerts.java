package com.alphapulse.riskbudget.market;

import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.market.bars.PriceFilter;
import com.alphapulse.riskbudget.market.bars.PriceFilter.Observation;
import com.alphapulse.riskbudget.market.bars.Tick;
import com.alphapulse.riskbudget.market.regime.RegimeSignal;
import com.alphapulse.riskbudget.market.risk.RiskEstimator;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** The wording of all alerts of a market. */
record MarketAlerts(String market) {

  MarketEvent badPrice(Tick tick) {
    return warning(
        AlertType.BAD_MARKET_DATA,
        tick.symbol(),
        "price %s of %s in market %s was ignored: it is not above 0, or its time, %s, cannot be or leaps ahead by over 30 days; check the feed"
            .formatted(tick.price(), tick.symbol(), market, time(tick.eventTime())),
        tick.eventTime());
  }

  /** A price that waits for a second one; {@code jump} is its factor against the mark. */
  MarketEvent heldPrice(Tick tick, double jump) {
    return new MarketEvent.AlertRaised(
        new Alert(
            AlertType.BAD_MARKET_DATA,
            Severity.WARNING,
            Optional.of(tick.symbol()),
            "price %s of %s in market %s jumps and is held out until a second one confirms it"
                .formatted(tick.price(), tick.symbol(), market),
            OptionalDouble.of(jump),
            OptionalDouble.of(PriceFilter.JUMP_FACTOR),
            tick.eventTime()));
  }

  /** A price that has not moved, or not come, for long. */
  MarketEvent quietPrice(String symbol, RiskEstimator.QuietPrice quiet, long asOf) {
    return warning(
        quiet.frozen() ? AlertType.FROZEN_PRICE : AlertType.DEAD_PRICE,
        symbol,
        quiet.frozen()
            ? "the price of %s in market %s has not moved for %d bars; its volatility is kept from falling further, and the price is worth a look"
                .formatted(symbol, market, quiet.bars())
            : "no price of %s in market %s has come for %d bars; its last one and its volatility are kept"
                .formatted(symbol, market, quiet.bars()),
        asOf);
  }

  MarketEvent latePrice(String symbol, Observation observation) {
    return warning(
        AlertType.LATE_MARKET_DATA,
        symbol,
        "price of %s in market %s at %s belongs to a bar that has closed and was ignored for it; raise market.lateness_bars if this goes on"
            .formatted(symbol, market, time(observation.eventTime())),
        observation.eventTime());
  }

  MarketEvent badInstrument(InstrumentSpec instrument, long asOf) {
    return warning(
        AlertType.BAD_REFERENCE_DATA,
        instrument.symbol(),
        "instrument '%s' of market %s has a blank symbol, or a lot size (%s), tick size (%s) or contract multiplier (%s) not above 0; correct its record"
            .formatted(
                instrument.symbol(),
                market,
                instrument.lotSize(),
                instrument.tickSize(),
                instrument.contractMultiplier()),
        asOf);
  }

  MarketEvent unknownCalendar(String symbol, String calendar, long asOf) {
    return warning(
        AlertType.BAD_REFERENCE_DATA,
        symbol,
        "instrument '%s' of market %s names the calendar '%s', which is not configured; correct its record, or add it to calendars"
            .formatted(symbol, market, calendar),
        asOf);
  }

  MarketEvent badRegimeChange(RegimeSignal signal, String objection) {
    return warning(
        AlertType.BAD_REGIME_CHANGE,
        signal.source(),
        "regime change to %s of market %s by '%s' was not accepted: %s"
            .formatted(signal.regime(), market, signal.source(), objection),
        signal.detectedAt());
  }

  private static MarketEvent warning(AlertType type, String scopeId, String message, long asOf) {
    return new MarketEvent.AlertRaised(Alert.of(type, Severity.WARNING, scopeId, message, asOf));
  }

  /** For people; milliseconds are for programs. */
  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
