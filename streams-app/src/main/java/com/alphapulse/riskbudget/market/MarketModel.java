package com.alphapulse.riskbudget.market;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.config.MarketSettings.RegimeSource;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.market.bars.BarBuilder;
import com.alphapulse.riskbudget.market.bars.EventTime;
import com.alphapulse.riskbudget.market.bars.InstrumentState;
import com.alphapulse.riskbudget.market.bars.MarkValue;
import com.alphapulse.riskbudget.market.bars.PriceFilter;
import com.alphapulse.riskbudget.market.bars.PriceFilter.Observation;
import com.alphapulse.riskbudget.market.bars.Tick;
import com.alphapulse.riskbudget.market.regime.RegimeSignal;
import com.alphapulse.riskbudget.market.risk.EwmaCovariance;
import com.alphapulse.riskbudget.market.risk.RiskEstimator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * All that the market stage knows of one market: marks, bars, risk model and regime. Every answer
 * follows from the inputs and their order alone, and a model that was written and read goes on
 * exactly as the first one would have. Not thread-safe.
 */
public final class MarketModel {

  private final String market;
  private final MarketSettings settings;
  private final MarketAlerts alerts;
  private final ModelState state;

  /**
   * The parts that a written model consists of.
   *
   * @param bars empty where no bar has closed yet
   * @param instruments of each one, in any order
   */
  public record Parts(
      DataInput head, Optional<DataInput> bars, List<? extends DataInput> instruments) {}

  /** A market of which nothing is known yet. */
  public MarketModel(String market, MarketSettings settings) {
    this.market = market;
    this.settings = settings;
    alerts = new MarketAlerts(market);
    state = new ModelState(settings);
  }

  /** Symbols of the instruments that are known. */
  public Set<String> symbols() {
    return Collections.unmodifiableSet(state.numbers.keySet());
  }

  /** Whether an instrument is known. */
  public boolean knows(String symbol) {
    return state.numbers.containsKey(symbol);
  }

  /** Whether an instrument is known, or one more may be: the risk model grows with its square. */
  public boolean hasRoomFor(String symbol) {
    return knows(symbol) || state.instruments.size() < Bounds.INSTRUMENTS;
  }

  /** Takes in a price; closes the bars that are due with it. */
  public List<MarketEvent> onTick(Tick tick) {
    List<MarketEvent> events = new ArrayList<>(0);
    int number = state.numberOf(tick.symbol(), tick.assetClass());
    InstrumentState instrument = state.instruments.get(number);
    long bar = state.bars.barOf(EventTime.clamp(tick.eventTime()));
    boolean sensible =
        PriceFilter.sensible(tick.price())
            && EventTime.isSensible(tick.eventTime())
            && state.leaps.accept(tick.eventTime());
    if (!sensible) {
      events.add(new MarketEvent.RecordSkipped(false));
      if (instrument.alertBad(bar)) {
        events.add(alerts.badPrice(tick));
      }
      return events;
    }
    instrument.reached(tick.eventTime());
    instrument.classify(tick.assetClass());
    List<Observation> believed =
        instrument.prices().accept(new Observation(tick.price(), tick.touch(), tick.eventTime()));
    if (believed.isEmpty()) {
      events.add(new MarketEvent.RecordSkipped(true));
      if (instrument.alertHeld(bar)) {
        events.add(alerts.heldPrice(tick, instrument.prices().jump(tick.price())));
      }
    }
    for (Observation observation : believed) {
      if (state.bars.barOf(observation.eventTime()) < state.bars.barOf(tick.eventTime())
          && believed.size() > 1) {
        continue; // Nobody believed it in its own bar, which must close with what was known then.
      }
      if (!state.bars.isClosed(observation.eventTime())) {
        state.bars.add(number, observation.price(), observation.eventTime());
      } else if (instrument.alertLate(state.bars.barOf(observation.eventTime()))) {
        events.add(alerts.latePrice(tick.symbol(), observation));
      }
    }
    state.bars.advance(number, tick.eventTime());
    closeBars(events);
    return events;
  }

  /** Takes in reference data, which marks and snapshots carry from now on. */
  public List<MarketEvent> onInstrument(InstrumentSpec instrument) {
    return onInstrument(instrument, "");
  }

  /**
   * Takes in reference data with the calendar of an instrument's sessions.
   *
   * @param calendar its name; empty for that of the market
   */
  public List<MarketEvent> onInstrument(InstrumentSpec instrument, String calendar) {
    if (!calendar.isEmpty() && !settings.calendarNames().contains(calendar)) {
      return refused(alerts.unknownCalendar(instrument.symbol(), calendar, state.lastBarEnd));
    }
    boolean sensible =
        !instrument.symbol().isBlank()
            && instrument.lotSize().signum() > 0
            && instrument.tickSize().signum() > 0
            && instrument.contractMultiplier().signum() > 0;
    if (!sensible) {
      return refused(alerts.badInstrument(instrument, state.lastBarEnd));
    }
    int number = state.numberOf(instrument.symbol(), instrument.assetClass());
    state.instruments.get(number).describe(instrument, calendar);
    return List.of();
  }

  /**
   * Takes in a regime signal from outside. The built-in detector's own signals, read back, and a
   * repetition of the signal in force change nothing.
   */
  public List<MarketEvent> onRegimeChange(RegimeSignal signal) {
    if (state.regime.isOwn(signal) || signal.equals(state.regime.signal())) {
      return List.of();
    }
    Optional<String> objection = state.regime.objection(signal);
    if (objection.isPresent()) {
      return refused(alerts.badRegimeChange(signal, objection.get()));
    }
    boolean changed = state.regime.replaceBy(signal);
    return List.of(
        new MarketEvent.SnapshotPublished(
            snapshot(
                state.risk.bars() == 0
                    ? signal.detectedAt()
                    : Math.max(state.lastBarEnd, signal.detectedAt())),
            changed));
  }

  /** Latest confirmed prices, by symbol; instruments without a price are left out. */
  public List<MarkValue> marks() {
    String calendar = settings.calendars().getOrDefault(market, "");
    return state.instruments.stream()
        .flatMap(instrument -> instrument.markValue(calendar).stream())
        .sorted(Comparator.comparing(mark -> mark.instrument().symbol()))
        .toList();
  }

  /** Number of the next record of marks, from 1; counts on with every call. */
  public long nextMarksSequence() {
    return ++state.marksSequence;
  }

  /** Bars closed so far; what {@link #writeBarsTo} writes changes only with it. */
  public long barsClosed() {
    return state.bars.barsClosed();
  }

  /** Writes what any record may change besides its instrument: some hundred bytes. */
  public void writeHeadTo(DataOutput out) throws IOException {
    state.writeHeadTo(out);
  }

  /**
   * Writes an instrument; only its own records change it.
   *
   * @param symbol of one that is known
   */
  public void writeInstrumentTo(String symbol, DataOutput out) throws IOException {
    state.writeInstrumentTo(symbol, out);
  }

  /**
   * Writes what changes only when a bar closes, which grows with the square of the number of
   * instruments.
   */
  public void writeBarsTo(DataOutput out) throws IOException {
    state.writeBarsTo(out);
  }

  /**
   * Reads a written model. If half-lives, windows or thresholds have been configured anew since,
   * the estimates go on under the new ones. If the source of the regime has, the regime starts over
   * as that source has it at the start. If the detector has, the new one starts over; if the length
   * of a bar has, returns of the old length are worth nothing: bars, risk model and detector start
   * over. In both cases the regime stays until the next signal.
   *
   * @throws IOException if it cannot be read, is of an unknown version, or is damaged
   */
  public static MarketModel readFrom(String market, MarketSettings settings, Parts parts)
      throws IOException {
    MarketModel model = new MarketModel(market, settings);
    model.state.readFrom(parts);
    return model;
  }

  private static List<MarketEvent> refused(MarketEvent alert) {
    return List.of(new MarketEvent.RecordSkipped(false), alert);
  }

  private void closeBars(List<MarketEvent> events) {
    Optional<BarBuilder.Bar> closed = state.bars.closeNext();
    while (closed.isPresent()) {
      BarBuilder.Bar bar = closed.get();
      state.lastBarEnd = bar.end();
      OptionalDouble indexReturn = state.risk.onBar(bar, state.instruments, state.bars);
      Optional<RegimeSignal> detected =
          indexReturn.isPresent()
              ? state.detector.onBar(indexReturn.getAsDouble(), bar.end())
              : Optional.empty();
      boolean changed = false;
      if (settings.regimes().source() == RegimeSource.BUILT_IN) {
        if (detected.isPresent()) {
          events.add(new MarketEvent.RegimeDetected(detected.get()));
          changed = state.regime.replaceBy(detected.get());
        }
        state.regime.refresh(state.detector);
      }
      events.add(new MarketEvent.SnapshotPublished(snapshot(bar.end()), changed));
      for (RiskEstimator.QuietPrice quiet : state.risk.quietPrices()) {
        events.add(
            alerts.quietPrice(
                state.instruments.get(quiet.instrument()).spec().symbol(), quiet, bar.end()));
      }
      closed = state.bars.closeNext();
    }
  }

  private MarketSnapshot snapshot(long asOf) {
    EwmaCovariance covariance = state.risk.covariance();
    double[][] correlations = state.risk.correlations();
    List<MarketSnapshot.SymbolRisk> symbols = new ArrayList<>();
    for (RiskEstimator.PricedMember member : state.risk.members()) {
      symbols.add(
          new MarketSnapshot.SymbolRisk(
              state.instruments.get(member.instrument()).spec(),
              member.price(),
              covariance.volatility(symbols.size())));
    }
    RegimeSignal signal = state.regime.signal();
    return new MarketSnapshot(
        market,
        ++state.sequence,
        asOf,
        state.risk.bars(),
        settings.barsPerYear(),
        state.risk.bars() >= settings.warmupBars(),
        new MarketSnapshot.Detected(
            signal.regime(),
            signal.confidence(),
            signal.probabilities(),
            signal.detectedAt(),
            signal.source()),
        symbols,
        new MarketSnapshot.Correlations(
            correlations, covariance.average(correlations), state.risk.largestEigenvalueShare()),
        Map.of());
  }
}
