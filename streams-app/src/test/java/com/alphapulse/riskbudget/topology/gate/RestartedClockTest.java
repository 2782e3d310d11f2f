package com.alphapulse.riskbudget.topology.gate;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.TrustedRecords;
import com.alphapulse.riskbudget.topology.Wire;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.EncodedDecision;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** A gate that comes back from its changelog tells the time that it would have told anyway. */
class RestartedClockTest {
  private static final Duration MARK_AGE = Duration.ofSeconds(10);
  private static final Map<String, String> MARKETS = Map.of(PORTFOLIO, "us", "beta", "eu");
  private static final Metrics METRICS = new Metrics();

  static {
    TrustedRecords.trust();
  }

  @Property(tries = 100)
  void shouldTellTheSameTimes_whenRestartedAnywhere(@ForAll long seed) {
    Random random = new Random(seed);
    Task steady = new Task();
    Task restarted = new Task();
    List<String> portfolios = List.copyOf(MARKETS.keySet());
    Map<String, Instant> before = new HashMap<>();
    boolean stale = false;
    boolean fresh = false;
    for (int i = 0; i < 60; i++) {
      Duration passed = Duration.ofMillis(random.nextInt(6_000));
      String portfolioId = portfolios.get(random.nextInt(2));
      // Of one market the feed is far behind, and each may be early, late or not come at all.
      long behind = portfolioId.equals(PORTFOLIO) ? 0 : 3_600;
      Instant asOf = steady.now.minusSeconds(behind).plusMillis(random.nextInt(20_000) - 10_000);
      boolean tick = random.nextInt(3) == 0;
      if (random.nextInt(3) == 0) {
        restarted.restart();
      }
      for (Task task : List.of(steady, restarted)) {
        task.now = task.now.plus(passed);
        if (tick) {
          task.marks(portfolioId, asOf);
        }
      }
      OrderDecision expected = steady.decide(portfolioId, "o" + i);
      OrderDecision decision = restarted.decide(portfolioId, "o" + i);

      assertThat(decision.getAsOf()).isEqualTo(expected.getAsOf());
      assertThat(reasons(decision)).isEqualTo(reasons(expected));
      assertThat(decision.getAsOf())
          .isAfterOrEqualTo(before.getOrDefault(portfolioId, Instant.MIN))
          .isBeforeOrEqualTo(restarted.now);
      before.put(portfolioId, decision.getAsOf());
      stale |= reasons(decision).contains("STALE_MARK");
      fresh |= !reasons(decision).contains("STALE_MARK");
    }
    assertThat(stale && fresh).as("a seed that tries both").isTrue();
  }

  @Test
  void shouldStayStaleOrFresh_whenRestarted() {
    Task task = new Task();
    task.marks(PORTFOLIO, START);
    task.now = task.now.plus(MARK_AGE);
    assertThat(reasons(task.decide(PORTFOLIO, "fresh"))).doesNotContain("STALE_MARK");
    task.restart();
    assertThat(reasons(task.decide(PORTFOLIO, "still fresh"))).doesNotContain("STALE_MARK");
    task.now = task.now.plusMillis(1);
    assertThat(reasons(task.decide(PORTFOLIO, "stale"))).contains("STALE_MARK");
    task.restart();
    assertThat(reasons(task.decide(PORTFOLIO, "still stale"))).contains("STALE_MARK");
  }

  @Test
  void shouldHaveGrownByTheStop_whenTheFeedIsBehindAndTheGateStoodStill() {
    Task task = new Task();
    Instant behind = START.minusSeconds(3_600);
    task.marks(PORTFOLIO, behind);
    assertThat(task.decide(PORTFOLIO, "before").getAsOf()).isEqualTo(behind);
    task.now = task.now.plus(MARK_AGE).plusMillis(1);
    task.restart();

    OrderDecision after = task.decide(PORTFOLIO, "after");
    assertThat(after.getAsOf()).isEqualTo(behind.plus(MARK_AGE).plusMillis(1));
    assertThat(reasons(after)).contains("STALE_MARK");
  }

  @Test
  void shouldNotGoBack_whenOldMarksComeAfterARestart() {
    Task task = new Task();
    task.marks(PORTFOLIO, START);
    task.now = task.now.plusSeconds(60);
    task.restart();
    task.marks(PORTFOLIO, START.minusSeconds(60));

    assertThat(task.decide(PORTFOLIO, "after").getAsOf()).isEqualTo(START.plusSeconds(60));
  }

  private static List<String> reasons(OrderDecision decision) {
    return decision.getViolations().stream().map(Violation::getReason).sorted().toList();
  }

  /** One task of the gate, whose changelog outlives it. */
  private static final class Task {
    private final Configuration configuration =
        Configuration.parse(
            "test",
            "kafka: {partitions: 1}\ngate: {max_mark_age: %d}".formatted(MARK_AGE.toSeconds()));
    private final MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private final KeyValueStore<Bytes, byte[]> changelog =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(Names.LEDGER_STORE),
                Serdes.Bytes(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    private final Map<Topics, Long> offsets = new HashMap<>();
    private Instant now = START;
    private long sequence;
    private GateProcessor processor;

    Task() {
      changelog.init(context.getStateStoreContext(), changelog);
      context.addStateStore(changelog);
      restart();
      MARKETS.forEach(
          (portfolioId, market) -> {
            Portfolio portfolio = Wire.portfolio(null);
            portfolio.setPortfolioId(portfolioId);
            portfolio.setMarket(market);
            read(Topics.PORTFOLIO, portfolioId, portfolio);
            BudgetUpdate budget = Wire.budget(1, START);
            budget.setPortfolioId(portfolioId);
            budget.setMarket(market);
            read(Topics.BUDGET_UPDATE, portfolioId, budget);
            marks(portfolioId, START.minusSeconds(7_200));
          });
    }

    /** Another process, which knows what the changelog holds. */
    void restart() {
      context.setCurrentSystemTimeMs(now.toEpochMilli());
      LedgerStore.Supplier stores = new LedgerStore.Supplier();
      LedgerStore store = (LedgerStore) stores.get();
      store.init(restoring(), store);
      processor = new GateProcessor(configuration, METRICS, stores);
      processor.init(context);
    }

    /** Gives a store that is registered all that the changelog holds. */
    private StateStoreContext restoring() {
      return (StateStoreContext)
          Proxy.newProxyInstance(
              StateStoreContext.class.getClassLoader(),
              new Class<?>[] {StateStoreContext.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "taskId" -> context.taskId();
                    case "register" -> {
                      var callback = (StateRestoreCallback) arguments[1];
                      changelog.all().forEachRemaining(e -> callback.restore(e.key.get(), e.value));
                      yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                  });
    }

    void marks(String portfolioId, Instant asOf) {
      MarketMarks marks = Wire.marks(++sequence, asOf, "100", "50");
      marks.setMarket(MARKETS.get(portfolioId));
      read(Topics.MARKET_MARKS, marks.getMarket(), marks);
    }

    OrderDecision decide(String portfolioId, String orderId) {
      OrderIntent intent = Wire.intent(orderId, Side.BUY, "1", now);
      intent.setPortfolioId(portfolioId);
      context.resetForwards();
      read(Topics.ORDER_INTENT, portfolioId, intent);
      return context.forwarded().stream()
          .map(forward -> forward.record().value())
          .filter(EncodedDecision.class::isInstance)
          .map(
              value ->
                  GateEntries.restore(Map.of())
                      .decisionCodec
                      .decode(((EncodedDecision) value).bytes()))
          .findFirst()
          .orElseThrow();
    }

    private void read(Topics topic, String key, SpecificRecord value) {
      context.setCurrentSystemTimeMs(now.toEpochMilli());
      long offset = offsets.merge(topic, 1L, Long::sum);
      context.setRecordMetadata(topic.logicalName(), 0, offset);
      processor.process(new Record<>(key, value, now.toEpochMilli()));
    }
  }
}
