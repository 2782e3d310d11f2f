package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.TrustedRecords;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.account.RestoredOrders;
import com.alphapulse.riskbudget.topology.budget.BudgetProcessor;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** One task of the stage over stores that outlive it. */
final class BudgetTask {
  private static final Metrics METRICS = new Metrics();

  static {
    TrustedRecords.trust();
  }

  /** One record of an input. */
  record Input(Topics topic, SpecificRecord value) {}

  private final Configuration configuration =
      Configuration.parse("test", "kafka: {partitions: 1}\nmarket: {bar_interval: 60}");
  private final MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();
  private final KeyValueStore<Bytes, byte[]> accounts =
      store(Names.BUDGET_ACCOUNT_STORE, Serdes.Bytes(), Serdes.ByteArray());
  private final Map<Topics, Long> offsets = new HashMap<>();
  private BudgetProcessor processor;

  BudgetTask() {
    store(Names.BUDGET_STORE, Serdes.String(), Serdes.ByteArray());
    store(Names.BUDGET_MARKET_STORE, Serdes.String(), Serdes.ByteArray());
    context.setCurrentSystemTimeMs(START.plusSeconds(86_400).toEpochMilli());
    restart();
  }

  private <K, V> KeyValueStore<K, V> store(String name, Serde<K> keys, Serde<V> values) {
    KeyValueStore<K, V> store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.<StateStore>addStateStore(store);
    return store;
  }

  void restart() {
    processor = new BudgetProcessor(configuration, METRICS);
    processor.init(context);
  }

  void read(Input input) {
    read(
        input.topic() == Topics.PORTFOLIO
            ? ((Portfolio) input.value()).getPortfolioId()
            : PORTFOLIO,
        input);
  }

  /** Reads a record of a portfolio; those of a market have its key. */
  void read(String portfolioId, Input input) {
    long offset = offsets.merge(input.topic(), 1L, Long::sum);
    context.setRecordMetadata(input.topic().logicalName(), 0, offset);
    boolean ofMarket = input.topic() == Topics.MARKET_MARKS || input.topic() == Topics.MARKET_STATE;
    processor.process(
        new Record<>(ofMarket ? "us" : portfolioId, input.value(), START.toEpochMilli()));
  }

  /** Lets the wall clock pass on to the next slice. */
  void passSlice() {
    List<CapturedPunctuator> scheduled = context.scheduledPunctuators();
    Duration shortest =
        scheduled.stream()
            .map(CapturedPunctuator::getInterval)
            .min(Duration::compareTo)
            .orElseThrow();
    scheduled.stream()
        .filter(p -> p.getInterval().equals(shortest))
        .reduce((before, latest) -> latest)
        .orElseThrow()
        .getPunctuator()
        .punctuate(context.currentSystemTimeMs());
  }

  /** What was written of each portfolio since the last call, in its order. */
  Map<String, List<Record<String, SpecificRecord>>> written() {
    Map<String, List<Record<String, SpecificRecord>>> written = new TreeMap<>();
    for (var forward : context.forwarded()) {
      Record<? extends String, ? extends SpecificRecord> record = forward.record();
      written
          .computeIfAbsent(record.key(), id -> new ArrayList<>())
          .add(new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
    }
    context.resetForwards();
    return written;
  }

  /** What the account store holds, in a form that can be compared. */
  Map<String, String> entries() {
    Map<String, String> entries = new TreeMap<>();
    accounts.all().forEachRemaining(e -> entries.put(e.key.toString(), Arrays.toString(e.value)));
    return entries;
  }

  List<Kind> kinds() throws IOException {
    List<Kind> kinds = new ArrayList<>();
    var all = accounts.all();
    while (all.hasNext()) {
      kinds.add(LedgerEntries.kind(LedgerEntries.in(all.next().key.get())));
    }
    return kinds;
  }

  Map<String, OrderState> orders() throws IOException {
    Map<Bytes, byte[]> entries = new HashMap<>();
    accounts.all().forEachRemaining(e -> entries.put(e.key, e.value));
    Map<String, OrderState> orders = new TreeMap<>();
    RestoredOrders.of(entries).forEach((portfolioId, order) -> orders.put(order.orderId(), order));
    return orders;
  }

  /** Equity of each budget that was issued. */
  List<BigDecimal> equities() {
    return context.forwarded().stream()
        .map(forward -> forward.record().value())
        .filter(BudgetUpdate.class::isInstance)
        .map(value -> ((BudgetUpdate) value).getEquity())
        .toList();
  }
}
