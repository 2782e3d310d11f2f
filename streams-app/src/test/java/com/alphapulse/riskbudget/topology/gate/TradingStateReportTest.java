package com.alphapulse.riskbudget.topology.gate;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.topology.Stage;
import com.alphapulse.riskbudget.topology.StageDriver;
import com.alphapulse.riskbudget.topology.Wire;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gate tells of trading states, and what it acknowledges. */
class TradingStateReportTest {
  private static final Duration LONG = Duration.ofSeconds(3);

  @TempDir Path directory;
  private final Metrics metrics = new Metrics();
  private final Map<Bytes, byte[]> saved = new LinkedHashMap<>();
  private StageDriver stage;

  @BeforeEach
  void start() {
    stage = StageDriver.of(directory, START, Stage.GATE);
  }

  @AfterEach
  void stop() {
    stage.close();
    metrics.close();
  }

  @Test
  void shouldTellEveryPortfolioOnce_whenNothingChanges() {
    define(PORTFOLIO);
    marks(1, START);
    assertThat(told())
        .extracting(TradingStateUpdate::getPortfolioId, TradingStateUpdate::getTradingState)
        .containsExactlyInAnyOrder(
            tuple("*", TradingState.ACTIVE), tuple(PORTFOLIO, TradingState.ACTIVE));
    marks(2, START.plusSeconds(5));
    stage.passWallClock(LONG);
    define(PORTFOLIO);

    assertThat(told()).isEmpty();
  }

  @Test
  void shouldAcknowledgeWithTheState_whenAPortfolioIsHaltedAndResumed() {
    open();
    stage.passWallClock(LONG);
    send(override("v1", OverrideAction.HALT));
    TradingStateUpdate halted = only();
    assertThat(halted.getPortfolioId()).isEqualTo(PORTFOLIO);
    assertThat(halted.getTradingState()).isEqualTo(TradingState.HALTED);
    assertThat(halted.getCause()).isEqualTo("OVERRIDE:v1");
    assertThat(halted.getCausedBy()).isEqualTo("v1");
    assertThat(halted.getOverrides()).containsExactly("v1");
    assertThat(halted.getSince()).isEqualTo(halted.getAsOf()).isEqualTo(START.plus(LONG));
    assertThat(halted.getAppliedAt()).isEqualTo(START.plus(LONG));
    stage.passWallClock(LONG);
    send(override("v2", OverrideAction.REDUCE_ONLY));
    TradingStateUpdate both = only();
    assertThat(both.getSince()).isEqualTo(halted.getSince());
    assertThat(both.getCause()).isEqualTo("OVERRIDE:v1");
    assertThat(both.getOverrides()).containsExactly("v1", "v2");
    send(override("v3", OverrideAction.RESUME));
    TradingStateUpdate resumed = only();

    assertThat(resumed.getTradingState()).isEqualTo(TradingState.ACTIVE);
    assertThat(resumed.getCause()).isEmpty();
    assertThat(resumed.getCausedBy()).isEqualTo("v3");
    assertThat(resumed.getOverrides()).isEmpty();
    assertThat(resumed.getSince()).isEqualTo(resumed.getAsOf());
  }

  @ParameterizedTest
  @EnumSource(value = OverrideAction.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void shouldAcknowledgeWhatTakesEffectInTheGate_whateverChanges(OverrideAction action) {
    open();
    intent("open", "5");
    for (String portfolio : List.of(PORTFOLIO, "*")) {
      RiskOverride override = override("v-" + portfolio, action);
      override.setPortfolioId(portfolio);
      override.setScope(portfolio.equals("*") ? OverrideScope.GLOBAL : OverrideScope.PORTFOLIO);
      switch (action) {
        case CAP_LEVERAGE, CAP_POSITION, SCALE_BUDGET -> override.setValue(Wire.dec("0.5"));
        case PIN_REGIME -> override.setRegime(Regime.CRISIS);
        case RELEASE_RESERVATION -> override.setOrderId("open");
        default -> {
          // Nothing else belongs to it.
        }
      }
      send(override);
      boolean acknowledged =
          switch (action) {
            case SCALE_BUDGET, PIN_REGIME, REBALANCE -> false;
            case RELEASE_RESERVATION -> portfolio.equals(PORTFOLIO); // Never for all.
            default -> true;
          };

      assertThat(
              told().stream()
                  .filter(update -> update.getPortfolioId().equals(portfolio))
                  .map(TradingStateUpdate::getCausedBy))
          .isEqualTo(acknowledged ? List.of("v-" + portfolio) : List.of());
    }
  }

  @Test
  void shouldAcknowledgeNothing_whenAnOverrideIsRefused() {
    open();
    send(override("v1", OverrideAction.CAP_LEVERAGE)); // Without a value.
    RiskOverride release = override("v2", OverrideAction.RELEASE_RESERVATION);
    release.setOrderId("unknown");
    send(release);

    assertThat(told()).isEmpty();
  }

  @Test
  void shouldTellTheEnd_whenAnOverrideExpires() {
    open();
    for (String portfolio : List.of(PORTFOLIO, "*")) {
      RiskOverride halt = override("v-" + portfolio, OverrideAction.HALT);
      halt.setPortfolioId(portfolio);
      halt.setExpiresAt(START.plusSeconds(portfolio.equals("*") ? 20 : 10));
      send(halt);
    }
    told();
    stage.passWallClock(Duration.ofSeconds(12));
    TradingStateUpdate own = only();
    assertThat(own.getTradingState()).isEqualTo(TradingState.HALTED);
    assertThat(own.getCause()).isEqualTo("OVERRIDE:v-*");
    assertThat(own.getCausedBy()).isNull();
    assertThat(own.getOverrides()).containsExactly("v-*");
    stage.passWallClock(Duration.ofSeconds(12));

    assertThat(told())
        .hasSize(2)
        .allSatisfy(u -> assertThat(u.getTradingState()).isEqualTo(TradingState.ACTIVE))
        .allSatisfy(u -> assertThat(u.getOverrides()).isEmpty())
        .extracting(TradingStateUpdate::getPortfolioId)
        .containsExactlyInAnyOrder("*", PORTFOLIO);
  }

  /** Those of all portfolios end for each by its own clock. */
  @Test
  void shouldTellAPortfolio_whenAnOverrideOfAllHasEndedForItAlone() {
    open();
    Portfolio other = Portfolio.newBuilder(Wire.portfolio(null)).setPortfolioId("late").build();
    other.setMarket("eu"); // Without prices, so that no override of all may be forgotten.
    stage.send(Topics.PORTFOLIO, "late", other, Portfolio.class);
    RiskOverride halt = override("v1", OverrideAction.HALT);
    halt.setPortfolioId("*");
    halt.setExpiresAt(START.plusSeconds(10));
    send(halt);
    told();
    stage.passWallClock(Duration.ofSeconds(12));

    assertThat(told())
        .extracting(TradingStateUpdate::getPortfolioId)
        .containsExactlyInAnyOrder(PORTFOLIO, "late");
    stage.passWallClock(LONG);
    assertThat(told()).isEmpty();
  }

  @Test
  void shouldTellInSlices_whenAllOfManyPortfoliosAreHalted() {
    open();
    for (int n = 0; n < 999; n++) {
      define("p" + n);
    }
    told();
    RiskOverride halt = override("v1", OverrideAction.HALT);
    halt.setPortfolioId("*");
    send(halt);
    List<TradingStateUpdate> first = told();
    assertThat(first.get(0).getPortfolioId()).isEqualTo("*");
    assertThat(first.get(0).getCausedBy()).isEqualTo("v1");
    assertThat(first).hasSizeBetween(2, 201);
    intent("o1", "1");
    assertThat(stage.read(Topics.REJECTED_ORDER, OrderDecision.class)).hasSize(1);
    assertThat(told()).hasSize(200);
    stage.passWallClock(Duration.ofMillis(10));
    assertThat(told()).hasSize(200);
    stage.passWallClock(LONG);

    List<TradingStateUpdate> rest = told();
    assertThat(first.size() - 1 + 400 + rest.size()).isEqualTo(1000);
    assertThat(rest)
        .allSatisfy(u -> assertThat(u.getTradingState()).isEqualTo(TradingState.HALTED))
        .allSatisfy(u -> assertThat(u.getCausedBy()).isEqualTo("v1"));
    stage.passWallClock(LONG);
    assertThat(told()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, CLOSED", "false, LOSS_LIMIT"})
  void shouldTellWhy_whenNoOverrideStopsAPortfolio(boolean closes, String cause) {
    stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(Wire.hardLimits(0.05)), Portfolio.class);
    marks(1, START);
    stage.send(
        Topics.EXECUTION_REPORT,
        PORTFOLIO,
        Wire.report("x", Side.BUY, ExecutionStatus.FILLED, "50", "e1", START),
        ExecutionReport.class);
    told();
    if (closes) {
      stage.send(Topics.PORTFOLIO, PORTFOLIO, null, Portfolio.class);
    } else {
      for (long sequence = 2; sequence <= 4; sequence++) {
        stage.send(
            Topics.MARKET_MARKS, "us", Wire.marks(sequence, START, "89", "50"), MarketMarks.class);
      }
    }
    TradingStateUpdate stopped = only();
    assertThat(stopped.getTradingState()).isEqualTo(TradingState.REDUCE_ONLY);
    assertThat(stopped.getCause()).isEqualTo(cause);
    assertThat(stopped.getCausedBy()).isNull();
    if (closes) {
      define(PORTFOLIO);
    } else {
      send(override("v1", OverrideAction.RESUME));
    }

    TradingStateUpdate open = only();
    assertThat(open.getTradingState()).isEqualTo(TradingState.ACTIVE);
    assertThat(open.getCausedBy()).isEqualTo(closes ? null : "v1");
  }

  @Test
  void shouldBeginAgain_whenTheMarketsTimeBeginsBehindTheWallClock() {
    define(PORTFOLIO);
    assertThat(told())
        .filteredOn(u -> u.getPortfolioId().equals(PORTFOLIO))
        .extracting(TradingStateUpdate::getSince)
        .containsExactly(START);
    Instant before = START.minus(Duration.ofDays(9));
    marks(1, before);

    assertThat(only().getSince()).isEqualTo(before);
  }

  @Test
  void shouldTakeItBack_whenAPortfolioThatNobodyDefinedIsForgotten() {
    RiskOverride halt = override("v1", OverrideAction.HALT);
    halt.setExpiresAt(START.plusSeconds(10));
    send(halt);
    assertThat(told()).extracting(TradingStateUpdate::getCausedBy).contains("v1");
    stage.passWallClock(Duration.ofSeconds(12));
    List<TestRecord<String, TradingStateUpdate>> records =
        stage.records(Topics.TRADING_STATE, TradingStateUpdate.class);
    assertThat(records).extracting(TestRecord::key).containsOnly(PORTFOLIO);
    assertThat(records.get(records.size() - 1).value()).isNull();

    assertThat(restarted().told(PORTFOLIO)).isEmpty();
  }

  @Test
  void shouldTellNothingTwice_whenTheTaskMoves() {
    open();
    send(override("v1", OverrideAction.HALT));
    GateState moved = restarted();

    assertThat(moved.told(PORTFOLIO).orElseThrow().getCause()).isEqualTo("OVERRIDE:v1");
    assertThat(toldAfter(moved, START.plusSeconds(60))).isEmpty();
  }

  @Test
  void shouldTellTheRest_whenTheTaskMovesBetweenTwoSlices() {
    open();
    for (int n = 0; n < 299; n++) {
      define("p" + n);
    }
    RiskOverride halt = override("v1", OverrideAction.HALT);
    halt.setPortfolioId("*");
    stage.passWallClock(LONG);
    told();
    send(halt);
    int before = told().size() - 1;
    List<TradingStateUpdate> after = toldAfter(restarted(), START.plusSeconds(60));

    assertThat(before).isPositive();
    assertThat(before + after.size()).isEqualTo(300);
    assertThat(after)
        .allSatisfy(u -> assertThat(u.getTradingState()).isEqualTo(TradingState.HALTED));
  }

  @Test
  void shouldTellEveryPortfolioOnce_whenTheInstallationIsOlder() {
    open();
    send(override("v1", OverrideAction.HALT));
    restarted();
    saved.keySet().removeIf(key -> key.get()[0] == 16);
    List<TradingStateUpdate> after = toldAfter(GateEntries.restore(saved), START.plusSeconds(60));

    assertThat(after)
        .extracting(TradingStateUpdate::getPortfolioId)
        .containsExactly("*", PORTFOLIO);
    assertThat(after.get(1).getTradingState()).isEqualTo(TradingState.HALTED);
  }

  /** The state that another instance makes of the changelog. */
  private GateState restarted() {
    stage
        .changelog(Names.ORDER_GATE, Names.LEDGER_STORE)
        .forEach(
            (key, value) -> {
              saved.remove(key);
              if (value != null) {
                saved.put(key, value);
              }
            });
    return GateEntries.restore(saved);
  }

  private List<TradingStateUpdate> toldAfter(GateState state, Instant now) {
    MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    KeyValueStore<Bytes, byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(Names.LEDGER_STORE),
                Serdes.Bytes(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.<StateStore>addStateStore(store);
    context.setCurrentSystemTimeMs(now.toEpochMilli());
    TradingStateReport report =
        new TradingStateReport(
            0, state, new GateOutput(context, InstallationName.NONE, metrics, state));
    while (!context.scheduledPunctuators().get(0).cancelled()) {
      report.step();
    }
    return context.forwarded().stream()
        .map(forward -> (TradingStateUpdate) forward.record().value())
        .toList();
  }

  private void open() {
    define(PORTFOLIO);
    marks(1, START);
    stage.send(Topics.BUDGET_UPDATE, PORTFOLIO, Wire.budget(1, START), BudgetUpdate.class);
    told();
  }

  private void define(String portfolioId) {
    Portfolio portfolio =
        Portfolio.newBuilder(Wire.portfolio(null)).setPortfolioId(portfolioId).build();
    stage.send(Topics.PORTFOLIO, portfolioId, portfolio, Portfolio.class);
  }

  private void marks(long sequence, Instant asOf) {
    stage.send(
        Topics.MARKET_MARKS, "us", Wire.marks(sequence, asOf, "100", "50"), MarketMarks.class);
  }

  private void intent(String id, String quantity) {
    stage.send(
        Topics.ORDER_INTENT,
        PORTFOLIO,
        Wire.intent(id, Side.BUY, quantity, START),
        OrderIntent.class);
  }

  private void send(RiskOverride override) {
    stage.send(Topics.RISK_OVERRIDE, override.getPortfolioId(), override, RiskOverride.class);
  }

  private static RiskOverride override(String id, OverrideAction action) {
    return Wire.override(id, action, START);
  }

  private List<TradingStateUpdate> told() {
    return stage.read(Topics.TRADING_STATE, TradingStateUpdate.class);
  }

  private TradingStateUpdate only() {
    List<TradingStateUpdate> told = told();
    assertThat(told).hasSize(1);
    return told.get(0);
  }
}
