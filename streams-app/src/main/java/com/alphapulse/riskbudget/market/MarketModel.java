package com.alphapulse.riskbudget.market;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.config.MarketSettings.RegimeSource;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.domain.MarketSnapshot;
import com.alphapulse.riskbudget.market.bars.BarBuilder;
import com.alphapulse.riskbudget.market.bars.EventTime;
import com.alphapulse.riskbudget.market.bars.InstrumentState;
import com.alphapulse.riskbudget.market.bars.LeapFilter;
import com.alphapulse.riskbudget.market.bars.MarkValue;
import com.alphapulse.riskbudget.market.bars.PriceFilter;
import com.alphapulse.riskbudget.market.bars.PriceFilter.Observation;
import com.alphapulse.riskbudget.market.bars.Tick;
import com.alphapulse.riskbudget.market.regime.RegimeDetector;
import com.alphapulse.riskbudget.market.regime.RegimeDetectors;
import com.alphapulse.riskbudget.market.regime.RegimeInForce;
import com.alphapulse.riskbudget.market.regime.RegimeSignal;
import com.alphapulse.riskbudget.market.regime.RuleBasedDetector;
import com.alphapulse.riskbudget.market.risk.EwmaCovariance;
import com.alphapulse.riskbudget.market.risk.RiskEstimator;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that the market stage knows of one market: marks, bars, risk model and regime. Every answer
 * follows from the inputs and their order alone, and a model that was written and read goes on
 * exactly as the first one would have. Not thread-safe.
 */
public final class MarketModel {

  /** Format of the prices: version 2 has bid, ask and calendar. */
  private static final int FORMAT_VERSION = 2;

  /**
   * Format of the risk: version 3. The two parts are written apart, so each tells its own version;
   * below 0, because version 1 of this one starts with a count.
   */
  private static final int RISK_FORMAT_VERSION = -3;

  private static final int MAX_INSTRUMENTS = 1_000_000;

  private final String market;
  private final MarketSettings settings;
  private final List<InstrumentState> instruments = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final MarketAlerts alerts;
  private final LeapFilter leaps = new LeapFilter();
  private final BarBuilder bars;
  private final RiskEstimator risk;
  private final RegimeInForce regime;
  private RegimeDetector detector;
  private long lastBarEnd;
  private long sequence;
  private long marksSequence;

  /** A market of which nothing is known yet. */
  public MarketModel(String market, MarketSettings settings) {
    this.market = market;
    this.settings = settings;
    alerts = new MarketAlerts(market);
    bars = new BarBuilder(settings.barInterval().toMillis(), settings.latenessBars());
    risk = new RiskEstimator(settings);
    detector = RegimeDetectors.of(settings.regimes().detector(), settings);
    regime = new RegimeInForce(settings.regimes().source(), detector);
  }

  /** Whether an instrument is known, or one more may be: the risk model grows with its square. */
  public boolean hasRoomFor(String symbol) {
    return numbers.containsKey(symbol) || instruments.size() < Bounds.INSTRUMENTS;
  }

  /** Takes in a price; closes the bars that are due with it. */
  public List<MarketEvent> onTick(Tick tick) {
    List<MarketEvent> events = new ArrayList<>(0);
    int number = numberOf(tick);
    InstrumentState instrument = instruments.get(number);
    long bar = bars.barOf(EventTime.clamp(tick.eventTime()));
    boolean sensible =
        PriceFilter.sensible(tick.price())
            && EventTime.isSensible(tick.eventTime())
            && leaps.accept(tick.eventTime());
    if (!sensible) {
      if (instrument.alertBad(bar)) {
        events.add(alerts.badPrice(tick));
      }
      return events;
    }
    instrument.classify(tick.assetClass());
    List<Observation> believed =
        instrument.prices().accept(new Observation(tick.price(), tick.touch(), tick.eventTime()));
    if (believed.isEmpty() && instrument.alertHeld(bar)) {
      events.add(alerts.heldPrice(tick, instrument.prices().jump(tick.price())));
    }
    for (Observation observation : believed) {
      if (bars.barOf(observation.eventTime()) < bars.barOf(tick.eventTime())
          && believed.size() > 1) {
        continue; // Nobody believed it in its own bar, which must close with what was known then.
      }
      if (!bars.isClosed(observation.eventTime())) {
        bars.add(number, observation.price(), observation.eventTime());
      } else if (instrument.alertLate(bars.barOf(observation.eventTime()))) {
        events.add(alerts.latePrice(tick.symbol(), observation));
      }
    }
    bars.advance(number, tick.eventTime());
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
      return List.of(alerts.unknownCalendar(instrument.symbol(), calendar, lastBarEnd));
    }
    boolean sensible =
        !instrument.symbol().isBlank()
            && instrument.lotSize().signum() > 0
            && instrument.tickSize().signum() > 0
            && instrument.contractMultiplier().signum() > 0;
    if (!sensible) {
      return List.of(alerts.badInstrument(instrument, lastBarEnd));
    }
    numbers.computeIfAbsent(
        instrument.symbol(), s -> enlist(instrumentState(s, instrument.assetClass())));
    instruments.get(numbers.get(instrument.symbol())).describe(instrument, calendar);
    return List.of();
  }

  /**
   * Takes in a regime signal from outside. The built-in detector's own signals, read back, and a
   * repetition of the signal in force change nothing.
   */
  public List<MarketEvent> onRegimeChange(RegimeSignal signal) {
    if (regime.isOwn(signal) || signal.equals(regime.signal())) {
      return List.of();
    }
    Optional<String> objection = regime.objection(signal);
    if (objection.isPresent()) {
      return List.of(alerts.badRegimeChange(signal, objection.get()));
    }
    boolean changed = regime.replaceBy(signal);
    return List.of(
        new MarketEvent.SnapshotPublished(
            snapshot(
                risk.bars() == 0 ? signal.detectedAt() : Math.max(lastBarEnd, signal.detectedAt())),
            changed));
  }

  /** Latest confirmed prices, by symbol; instruments without a price are left out. */
  public List<MarkValue> marks() {
    String calendar = settings.calendars().getOrDefault(market, "");
    return instruments.stream()
        .flatMap(instrument -> instrument.markValue(calendar).stream())
        .sorted(Comparator.comparing(mark -> mark.instrument().symbol()))
        .toList();
  }

  /** Number of the next record of marks, from 1; counts on with every call. */
  public long nextMarksSequence() {
    return ++marksSequence;
  }

  /** Writes everything but the settings: {@link #writePricesTo} and {@link #writeRiskTo}. */
  public void writeTo(DataOutput out) throws IOException {
    writePricesTo(out);
    writeRiskTo(out);
  }

  /**
   * Writes what any price may change, which grows with the number of instruments; the first byte is
   * the format version.
   */
  public void writePricesTo(DataOutput out) throws IOException {
    out.writeByte(FORMAT_VERSION);
    out.writeUTF(market);
    out.writeLong(settings.barInterval().toMillis());
    out.writeLong(sequence);
    out.writeLong(marksSequence);
    leaps.writeTo(out);
    out.writeInt(instruments.size());
    for (InstrumentState instrument : instruments) {
      instrument.writeTo(out);
    }
    out.writeLong(lastBarEnd);
    bars.writeTo(out);
  }

  /**
   * Writes what changes only when a snapshot is published, which grows with the square of the
   * number of instruments.
   */
  public void writeRiskTo(DataOutput out) throws IOException {
    out.writeInt(RISK_FORMAT_VERSION);
    RegimeDetectors.write(detector, out);
    regime.writeTo(out);
    risk.writeTo(out);
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
  public static MarketModel readFrom(DataInput in, MarketSettings settings) throws IOException {
    int version = in.readUnsignedByte();
    if (version < 1 || version > FORMAT_VERSION) {
      throw new IOException("market state of unknown version " + version);
    }
    MarketModel model = new MarketModel(in.readUTF(), settings);
    boolean sameBars = in.readLong() == settings.barInterval().toMillis();
    model.sequence = in.readLong();
    model.marksSequence = in.readLong();
    model.leaps.readFrom(in);
    int count = StateIo.readSize(in, MAX_INSTRUMENTS);
    for (int i = 0; i < count; i++) {
      InstrumentState instrument =
          InstrumentState.readFrom(in, version > 1, settings.defaultCurrency());
      model.numbers.put(instrument.spec().symbol(), model.enlist(instrument));
    }
    // What is not taken over is read all the same, so that the input ends where the model does.
    MarketModel rest = sameBars ? model : new MarketModel(model.market, settings);
    rest.lastBarEnd = in.readLong();
    rest.bars.readFrom(in);
    model.readRisk(in, rest);
    return model;
  }

  private void readRisk(DataInput in, MarketModel rest) throws IOException {
    int version = in.readInt();
    if (version < RISK_FORMAT_VERSION || version == -1) {
      throw new IOException("market risk state of unknown version " + -version);
    }
    boolean first = version >= 0;
    RegimeDetector written;
    if (first) {
      RuleBasedDetector rules = new RuleBasedDetector(settings);
      rules.readFrom(in, version);
      written = rules;
    } else {
      written = RegimeDetectors.read(in, settings);
    }
    if (written.kind() == settings.regimes().detector()) {
      rest.detector = written;
    }
    regime.readFrom(in, detector);
    rest.risk.readFrom(in, first ? 1 : -version);
  }

  private int numberOf(Tick tick) {
    Integer known = numbers.get(tick.symbol());
    if (known != null) {
      return known;
    }
    int number = enlist(instrumentState(tick.symbol(), tick.assetClass()));
    numbers.put(tick.symbol(), number);
    return number;
  }

  private InstrumentState instrumentState(String symbol, AssetClass assetClass) {
    return new InstrumentState(symbol, assetClass, settings.defaultCurrency());
  }

  private int enlist(InstrumentState instrument) {
    instruments.add(instrument);
    return instruments.size() - 1;
  }

  private void closeBars(List<MarketEvent> events) {
    Optional<BarBuilder.Bar> closed = bars.closeNext();
    while (closed.isPresent()) {
      BarBuilder.Bar bar = closed.get();
      lastBarEnd = bar.end();
      OptionalDouble indexReturn = risk.onBar(bar, instruments, bars);
      Optional<RegimeSignal> detected =
          indexReturn.isPresent()
              ? detector.onBar(indexReturn.getAsDouble(), bar.end())
              : Optional.empty();
      boolean changed = false;
      if (settings.regimes().source() == RegimeSource.BUILT_IN) {
        if (detected.isPresent()) {
          events.add(new MarketEvent.RegimeDetected(detected.get()));
          changed = regime.replaceBy(detected.get());
        }
        regime.refresh(detector);
      }
      events.add(new MarketEvent.SnapshotPublished(snapshot(bar.end()), changed));
      for (RiskEstimator.QuietPrice quiet : risk.quietPrices()) {
        events.add(
            alerts.quietPrice(
                instruments.get(quiet.instrument()).spec().symbol(), quiet, bar.end()));
      }
      closed = bars.closeNext();
    }
  }

  private MarketSnapshot snapshot(long asOf) {
    EwmaCovariance covariance = risk.covariance();
    double[][] correlations = risk.correlations();
    List<MarketSnapshot.SymbolRisk> symbols = new ArrayList<>();
    for (RiskEstimator.PricedMember member : risk.members()) {
      symbols.add(
          new MarketSnapshot.SymbolRisk(
              instruments.get(member.instrument()).spec(),
              member.price(),
              covariance.volatility(symbols.size())));
    }
    RegimeSignal signal = regime.signal();
    return new MarketSnapshot(
        market,
        ++sequence,
        asOf,
        risk.bars(),
        settings.barsPerYear(),
        risk.bars() >= settings.warmupBars(),
        signal.regime(),
        signal.confidence(),
        signal.probabilities(),
        signal.detectedAt(),
        signal.source(),
        symbols,
        correlations,
        covariance.average(correlations),
        risk.largestEigenvalueShare());
  }
}
