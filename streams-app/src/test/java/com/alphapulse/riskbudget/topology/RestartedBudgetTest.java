package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Side;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** A budget stage that stops and goes on anywhere knows what one knows that never stopped. */
class RestartedBudgetTest {
  private static final List<String> SYMBOLS = List.of("A", "B");
  private static final Metrics METRICS = new Metrics();

  static {
    TrustedRecords.trust();
  }

  /** One record of an input. */
  private record Input(Topics topic, SpecificRecord value) {}

  @Property(tries = 60)
  void shouldKnowTheSame_whenRestartedAnywhere(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<Input> inputs = inputs(random);
    Task steady = new Task();
    Task restarted = new Task();
    for (Input input : inputs) {
      steady.read(input);
      if (random.nextInt(4) == 0) {
        restarted.restart();
      }
      restarted.read(input);
    }
    assertThat(restarted.entries()).isEqualTo(steady.entries());
    assertThat(restarted.equities()).isEqualTo(steady.equities()).isNotEmpty();
    assertThat(steady.kinds()).doesNotContain(Kind.EARLY, Kind.HELD);
    // Every order has ended, in whatever order that was told.
    assertThat(steady.orders())
        .allSatisfy((id, order) -> assertThat(order.reserved()).as(id).isZero());
  }

  @Test
  void shouldEndTheOrder_whenItsEndWasReadBeforeItsApprovalAndARestart() throws IOException {
    Task task = new Task();
    task.read(new Input(Topics.PORTFOLIO, Wire.portfolio(null)));
    task.read(
        new Input(Topics.EXECUTION_REPORT, report("o", "A", ExecutionStatus.CANCELLED, 0, 0)));
    assertThat(task.kinds()).contains(Kind.EARLY);
    task.restart();
    task.read(new Input(Topics.APPROVED_ORDER, approval("o", "A")));

    assertThat(task.orders().get("o").reserved()).isZero();
    assertThat(task.kinds()).doesNotContain(Kind.EARLY);
  }

  @Test
  void shouldKeepTheLatestOnly_whenReportsOfMadeUpOrdersFlood() throws IOException {
    Task task = new Task();
    task.read(new Input(Topics.PORTFOLIO, Wire.portfolio(null)));
    for (int i = 0; i < 1_500; i++) {
      String id = i % 2 == 0 ? "same" : "o" + i;
      task.read(new Input(Topics.EXECUTION_REPORT, report(id, "A", ExecutionStatus.NEW, 0, 0)));
    }
    assertThat(task.kinds().stream().filter(Kind.EARLY::equals)).hasSize(1_000);
    task.restart();
    task.read(new Input(Topics.EXECUTION_REPORT, report("last", "A", ExecutionStatus.NEW, 0, 0)));
    assertThat(task.kinds().stream().filter(Kind.EARLY::equals)).hasSize(1_000);
  }

  /** Orders of two symbols, their reports before and after their approvals, marks and bars. */
  private static List<Input> inputs(Random random) {
    List<List<Input>> lines = new ArrayList<>();
    for (int o = 0; o < 6; o++) {
      String id = "o" + o;
      String symbol = SYMBOLS.get(o % 2);
      List<Input> line = new ArrayList<>();
      line.add(new Input(Topics.APPROVED_ORDER, approval(id, symbol)));
      line.add(new Input(Topics.EXECUTION_REPORT, report(id, symbol, ExecutionStatus.NEW, 0, 0)));
      int fills = random.nextInt(4);
      for (int f = 1; f <= fills; f++) {
        line.add(
            new Input(
                Topics.EXECUTION_REPORT,
                report(id, symbol, ExecutionStatus.PARTIALLY_FILLED, 10, 10 * f)));
      }
      line.add(
          new Input(
              Topics.EXECUTION_REPORT,
              report(id, symbol, ExecutionStatus.CANCELLED, 0, 10 * fills)));
      if (random.nextBoolean()) {
        Collections.rotate(line, random.nextInt(line.size()));
      } else {
        Collections.shuffle(line, random);
      }
      lines.add(line);
    }
    List<Input> market = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      Instant time = START.plusSeconds(i * 100L);
      market.add(
          random.nextInt(3) == 0
              ? new Input(Topics.MARKET_STATE, Wire.state(i, time, 0.2, 0.3, 0.1))
              : new Input(
                  Topics.MARKET_MARKS,
                  Wire.marks(i, time, Integer.toString(90 + random.nextInt(20)), "50")));
    }
    lines.add(market);
    List<Input> mixed = new ArrayList<>(List.of(new Input(Topics.PORTFOLIO, Wire.portfolio(null))));
    while (!lines.isEmpty()) {
      List<Input> line = lines.get(random.nextInt(lines.size()));
      mixed.add(line.remove(0));
      lines.removeIf(List::isEmpty);
    }
    Instant end = START.plusSeconds(2_000);
    mixed.add(new Input(Topics.MARKET_STATE, Wire.state(98, end, 0.2, 0.3, 0.1)));
    mixed.add(new Input(Topics.MARKET_MARKS, Wire.marks(99, end.plusSeconds(100), "100", "50")));
    return mixed;
  }

  private static ExecutionReport report(
      String id, String symbol, ExecutionStatus status, int last, int cumulative) {
    ExecutionReport report =
        Wire.report(
            id,
            Side.BUY,
            status,
            Integer.toString(last),
            Integer.toString(cumulative),
            id + status + cumulative,
            START);
    report.setSymbol(symbol);
    return report;
  }

  private static OrderDecision approval(String id, String symbol) {
    OrderDecision decision = DecisionSamples.sample(new Random(7)).expected();
    decision.setIntent(Wire.intent(id, Side.BUY, "50", START));
    decision.getIntent().setSymbol(symbol);
    decision.setOutcome(Outcome.APPROVED);
    decision.setApprovedQuantity(Wire.dec("50"));
    decision.setDecidedAt(START);
    return decision;
  }

  /** One task of the stage over stores that outlive it. */
  private static final class Task {
    private final Configuration configuration =
        Configuration.parse("test", "kafka: {partitions: 1}\nmarket: {bar_interval: 60}");
    private final MockProcessorContext<String, SpecificRecord> context =
        new MockProcessorContext<>();
    private final KeyValueStore<Bytes, byte[]> accounts =
        store(Names.BUDGET_ACCOUNT_STORE, Serdes.Bytes(), Serdes.ByteArray());
    private final Map<Topics, Long> offsets = new HashMap<>();
    private BudgetProcessor processor;

    Task() {
      store(Names.BUDGET_STORE, Serdes.String(), Serdes.ByteArray());
      store(Names.BUDGET_MARKET_STORE, Serdes.String(), Serdes.ByteArray());
      context.setCurrentSystemTimeMs(START.toEpochMilli());
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
      long offset = offsets.merge(input.topic(), 1L, Long::sum);
      context.setRecordMetadata(input.topic().topicName(), 0, offset);
      boolean ofMarket =
          input.topic() == Topics.MARKET_MARKS || input.topic() == Topics.MARKET_STATE;
      processor.process(
          new Record<>(ofMarket ? "us" : PORTFOLIO, input.value(), START.toEpochMilli()));
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
      RestoredOrders.of(entries)
          .forEach((portfolioId, order) -> orders.put(order.orderId(), order));
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
}
