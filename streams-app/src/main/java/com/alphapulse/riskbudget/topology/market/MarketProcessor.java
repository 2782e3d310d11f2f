package com.alphapulse.riskbudget.topology.market;

import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.domain.Alert;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.Severity;
import com.alphapulse.riskbudget.market.MarketModel;
import com.alphapulse.riskbudget.market.regime.RegimeSignal;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.observability.SkipReason;
import com.alphapulse.riskbudget.topology.door.Refusal;
import com.alphapulse.riskbudget.topology.kafka.InputCursor;
import com.alphapulse.riskbudget.topology.kafka.InputCursor.Input;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Routing;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.CausedBy;
import com.alphapulse.riskbudget.topology.wire.EventTimes;
import com.alphapulse.riskbudget.topology.wire.MarketWire;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The market stage's one node: prices, reference data and outside regime changes of a market meet
 * here. Reads, calls {@link MarketModel}, writes.
 */
public final class MarketProcessor
    implements Processor<String, SpecificRecord, String, SpecificRecord> {
  /** Wall-clock time between two alerts of prices that are ahead, by symbol. */
  private static final Duration AHEAD_ALERT_INTERVAL = Duration.ofMinutes(1);

  private final Configuration configuration;
  private final Metrics metrics;
  private final Map<String, Market> markets = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private ProcessorContext<String, SpecificRecord> context;
  private MarketEntries entries;
  private MarketWriter writer;
  private InputCursor cursor;

  /** What alerts are about. */
  private Record<String, SpecificRecord> atHand;

  /** A market and whether its marks wait to be published. */
  private static final class Market {
    private final MarketModel model;
    private final Map<String, Long> aheadTold = new HashMap<>();
    private boolean marksWaiting;
    private long marksPublishedAt = Long.MIN_VALUE / 2;
    private long barsSaved;

    private Market(MarketModel model) {
      this.model = model;
      barsSaved = model.barsClosed();
    }
  }

  public MarketProcessor(Configuration configuration, Metrics metrics) {
    this.configuration = configuration;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> processorContext) {
    context = processorContext;
    writer = new MarketWriter(context, metrics);
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(Names.MARKET_STORE);
    entries = new MarketEntries(store, configuration.market());
    cursor = new InputCursor(configuration.kafka().installation(), store, MarketEntries::cursorKey);
    markets.clear();
    names.clear();
    names.addAll(entries.markets());
    context.schedule(
        configuration.market().markInterval(),
        PunctuationType.WALL_CLOCK_TIME,
        now ->
            markets.forEach(
                (name, market) -> {
                  if (market.marksWaiting) {
                    publishMarks(name, market, now);
                    save(name, market);
                  }
                }));
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    SpecificRecord value = record.value();
    String name = record.key();
    if (!isNew(record)) {
      metrics.marketSkipped(SkipReason.READ_BEFORE);
      return;
    }
    atHand = record;
    Optional<Refusal> refusal =
        Refusal.of(value, context.currentSystemTimeMs())
            .or(() -> overfull(name, value).map(full -> Refusal.of(value, full)));
    if (refusal.isPresent()) {
      writer.refuse(refusal.get(), cause());
      return;
    }
    if (value instanceof MarketData data) {
      if (inTheFuture(name, data.getSymbol(), data.getEventTime())) {
        return;
      }
      Market market = market(name);
      writer.events(
          name,
          market.model.onTick(MarketWire.tick(data, timeOf(name, market, data))),
          this::cause);
      market.marksWaiting = true;
      long now = context.currentSystemTimeMs();
      if (now - market.marksPublishedAt >= configuration.market().markInterval().toMillis()) {
        publishMarks(name, market, now);
      }
      save(name, market, data.getSymbol());
    } else if (value instanceof Instrument instrument) {
      Market market = market(name);
      writer.events(
          name,
          market.model.onInstrument(
              MarketWire.instrument(instrument),
              instrument.getCalendar() == null ? "" : instrument.getCalendar()),
          this::cause);
      // Marks carry the reference data, which counts although the instrument does not trade now.
      market.marksWaiting = true;
      save(name, market, instrument.getSymbol());
    } else if (value instanceof RegimeChange change) {
      regimeChange(name, change);
    }
  }

  /**
   * A price whose time is ahead of the clock counts as of now, so that it makes no price of others
   * look old; one alert a symbol and minute says so.
   */
  private long timeOf(String name, Market market, MarketData data) {
    long now = context.currentSystemTimeMs();
    long lead = data.getEventTime().toEpochMilli() - now;
    if (lead <= configuration.market().maxClockLead().toMillis()) {
      return now + lead;
    }
    Long told = market.aheadTold.get(data.getSymbol());
    if (told == null || now - told >= AHEAD_ALERT_INTERVAL.toMillis()) {
      market.aheadTold.put(data.getSymbol(), now);
      alert(
          name,
          AlertType.BAD_MARKET_DATA,
          data.getSymbol(),
          "The price of %s in market %s is %d ms ahead of the clock and counts as of now. Check the feed's clock."
              .formatted(data.getSymbol(), name, lead),
          now);
    }
    return now;
  }

  private void regimeChange(String key, RegimeChange change) {
    String name = change.getMarket();
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    boolean routed =
        name.equals(key)
            && Routing.partitionOf(name, configuration.kafka().partitions())
                == metadata.partition();
    Optional<RegimeSignal> signal = MarketWire.signal(change);
    if (!routed || signal.isEmpty()) {
      metrics.marketSkipped(SkipReason.REFUSED);
      alert(
          name,
          AlertType.BAD_REGIME_CHANGE,
          change.getSource(),
          "Regime change of market %s by %s was not accepted: %s."
              .formatted(
                  name,
                  change.getSource(),
                  routed
                      ? "its regime is not known"
                      : "its key must be the market, partitioned by Kafka's default hash"
                          + " (murmur2)"),
          change.getDetectedAt().toEpochMilli());
      return;
    }
    if (!inTheFuture(name, change.getSource(), change.getDetectedAt())) {
      Market market = market(name);
      writer.events(
          name,
          market.model.onRegimeChange(signal.get().notAfter(context.currentSystemTimeMs())),
          this::cause);
      save(name, market);
    }
  }

  private void publishMarks(String name, Market market, long now) {
    market.marksWaiting = false;
    market.marksPublishedAt = now;
    writer.marks(name, market.model);
  }

  private boolean inTheFuture(String market, String what, Instant eventTime) {
    long latest = context.currentSystemTimeMs() + EventTimes.MAX_AHEAD.toMillis();
    if (eventTime.toEpochMilli() <= latest) {
      return false;
    }
    metrics.marketSkipped(SkipReason.REFUSED);
    alert(
        market,
        AlertType.BAD_MARKET_DATA,
        what,
        "A record of %s in market %s has the time %s, which is ahead of the clock; it was ignored. Check the sender's clock."
            .formatted(what, market, eventTime),
        latest);
    return true;
  }

  /** Made-up names must not fill the memory, nor a market outgrow what its records can hold. */
  private Optional<String> overfull(String name, SpecificRecord value) {
    boolean known = names.contains(name);
    if (!known && names.size() >= Bounds.MARKETS) {
      return Optional.of("there are %d markets already".formatted(Bounds.MARKETS));
    }
    Optional<String> symbol =
        value instanceof MarketData data
            ? Optional.of(data.getSymbol())
            : value instanceof Instrument instrument
                ? Optional.of(instrument.getSymbol())
                : Optional.empty();
    return symbol
        .filter(s -> known && !market(name).model.hasRoomFor(s))
        .map(s -> "the market has %d instruments already".formatted(Bounds.INSTRUMENTS));
  }

  private void alert(String market, AlertType type, String scopeId, String message, long asOf) {
    writer.alert(market, Alert.of(type, Severity.WARNING, scopeId, message, asOf), cause());
  }

  private Market market(String name) {
    names.add(name);
    return markets.computeIfAbsent(name, n -> new Market(entries.load(n)));
  }

  private void save(String name, Market market, String symbol) {
    entries.saveInstrument(name, market.model, symbol);
    save(name, market);
  }

  private void save(String name, Market market) {
    entries.saveHead(name, market.model);
    if (market.model.barsClosed() != market.barsSaved) {
      entries.saveBars(name, market.model);
      market.barsSaved = market.model.barsClosed();
    }
  }

  /** Headers of alerts about the record at hand: where it was before it was repartitioned. */
  private Headers cause() {
    if (atHand.value() instanceof RegimeChange) {
      return CausedBy.headers(configuration.kafka().installation(), context.recordMetadata());
    }
    Origin origin = Origin.of(atHand.headers()).orElseThrow();
    return CausedBy.headers(input(atHand), origin.partition(), origin.offset());
  }

  private static String input(Record<String, SpecificRecord> record) {
    return (record.value() instanceof MarketData ? Topics.MARKET_DATA : Topics.INSTRUMENT)
        .logicalName();
  }

  /** Whether a record was not read before, as its own topic's offsets tell. */
  private boolean isNew(Record<String, SpecificRecord> record) {
    if (record.value() instanceof RegimeChange) {
      return cursor.advance(context.recordMetadata().orElseThrow());
    }
    Origin origin = Origin.of(record.headers()).orElseThrow();
    return cursor.advance(new Input(input(record), origin.partition()), origin.offset());
  }
}
