package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static com.alphapulse.riskbudget.topology.Wire.dec;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The memory of the stages is bounded by what is alive: identifiers that were made up stay nowhere.
 */
class MadeUpIdsTest {
  private static final int MADE_UP = 6_668 * Kind.values().length;

  /** What each kind of record is made up with, {@code n} times. */
  enum Kind {
    REPORT_OF_NOBODY,
    REPORT_OF_AN_UNKNOWN_ORDER,
    FILLS_IN_A_STRATEGY,
    EXECUTION_IDS,
    INTENT_OF_NOBODY,
    INTENT_IN_A_SYMBOL,
    INTENT_OF_A_STRATEGY,
    OVERRIDE,
    OVERRIDE_OF_NOBODY,
    OVERRIDE_OF_ALL,
    RELEASE,
    REBALANCE_OF_NOBODY,
    BUDGET_OF_NOBODY,
    BAD_DEFINITION,
    REGIME_SOURCE
  }

  private static final Duration LONG_AFTER = Duration.ofDays(8);

  @TempDir Path directory;
  private StageDriver stage;

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void shouldLeaveNothingAtTheGate() {
    start(EnumSet.of(Stage.GATE));
    open();
    Map<String, Long> before = settled();

    forAll(n -> send(Kind.values()[n % Kind.values().length], n));

    assertThat(grown(before, settled())).isEmpty();
  }

  @Test
  void shouldLeaveNothingInTheBudget() {
    start(EnumSet.of(Stage.MARKET, Stage.BUDGET));
    open();
    Map<String, Long> before = settled();

    forAll(n -> send(Kind.values()[n % Kind.values().length], n));

    Map<String, Long> grown = grown(before, settled());
    // Reports whose approval may come yet: so many are kept, and saved.
    assertThat(grown.values()).allSatisfy(n -> assertThat(n).isLessThanOrEqualTo(1_000));
    grown.keySet().removeIf(p -> p.startsWith("EarlyReports") || p.startsWith("InMemoryKeyValue"));
    assertThat(grown).isEmpty();
  }

  /** They may be in force for ever, so that they are bounded by their number. */
  @ParameterizedTest
  @EnumSource(OverrideAction.class)
  void shouldKeepSoManyOverrides_whenTheyNeverEnd(OverrideAction action) {
    for (Set<Stage> stages : List.of(EnumSet.of(Stage.GATE), EnumSet.of(Stage.BUDGET))) {
      start(stages);
      open();
      Map<String, Long> before = settled();
      for (int n = 0; n < 3_000; n++) {
        RiskOverride override = override("o" + n, PORTFOLIO, action);
        override.setExpiresAt(null);
        sendOverride(override);
        RiskOverride ofNobody = override("n" + n, "nobody-" + n, action);
        ofNobody.setExpiresAt(null);
        sendOverride(ofNobody);
      }
      long most = 2L * (Bounds.OVERRIDES + Bounds.STOPS) + 6L * Bounds.UNDEFINED_PORTFOLIOS;
      assertThat(sum(settled()) - sum(before)).isLessThanOrEqualTo(most);
      stage.close();
    }
    start(EnumSet.of(Stage.GATE));
  }

  @Test
  void shouldStopAPortfolio_whenItsListOfOverridesIsFull() {
    start(EnumSet.of(Stage.GATE));
    open();
    settled();
    for (int n = 0; n < 2 * Bounds.OVERRIDES; n++) {
      RiskOverride cap = override("cap" + n, PORTFOLIO, OverrideAction.CAP_LEVERAGE);
      cap.setExpiresAt(null);
      sendOverride(cap);
    }
    assertThat(alerts("BAD_OVERRIDE")).isEqualTo(Bounds.OVERRIDES);
    RiskOverride halt = override("halt", PORTFOLIO, OverrideAction.HALT);
    halt.setExpiresAt(null);
    sendOverride(halt);

    assertThat(alerts("BAD_OVERRIDE")).isZero();
  }

  @Test
  void shouldKnowSoManyMarkets_andThoseThatPortfoliosTrade() {
    for (Set<Stage> stages : List.of(EnumSet.of(Stage.GATE), EnumSet.of(Stage.BUDGET))) {
      start(stages);
      open();
      Map<String, Long> before = settled();
      for (int n = 0; n < 3 * Bounds.MARKETS; n++) {
        market("market-" + n, 1);
      }
      // Each has some entries: marks, prices, risk model, clock, what is saved of them.
      assertThat(sum(settled()) - sum(before)).isLessThan(20L * Bounds.MARKETS);
      Map<String, Long> full = settled();
      for (int n = 0; n < 3 * Bounds.MARKETS; n++) {
        market("other-" + n, 1);
      }
      if (stages.contains(Stage.GATE)) {
        assertThat(alerts("BAD_MARKET_DATA")).isEqualTo(6L * Bounds.MARKETS);
      }
      assertThat(grown(full, settled())).isEmpty();
      Portfolio newcomer = Portfolio.newBuilder(Wire.portfolio(null)).setMarket("new").build();
      newcomer.setPortfolioId("newcomer");
      stage.send(Topics.PORTFOLIO, "newcomer", newcomer, Portfolio.class);
      stage.forgetOutputs();
      market("new", 1);
      assertThat(alerts("BAD_MARKET_DATA")).isZero();
      stage.close();
    }
    start(EnumSet.of(Stage.GATE));
  }

  @Test
  void shouldCostAsMuchToSave_whenAnOrderHasThousandsOfExecutions() {
    for (Stage application : List.of(Stage.GATE, Stage.BUDGET)) {
      boolean gate = application == Stage.GATE;
      start(EnumSet.of(application));
      open();
      String name = gate ? Names.ORDER_GATE : Names.RISK_BUDGET;
      String store = gate ? Names.LEDGER_STORE : Names.BUDGET_ACCOUNT_STORE;
      long first = executions(name, store, 0, 100);
      executions(name, store, 100, 2_800);
      long last = executions(name, store, 2_800, 2_900);

      assertThat(first).isPositive();
      assertThat(last).as(name).isLessThan(first * 6 / 5);
      stage.close();
    }
    start(EnumSet.of(Stage.GATE));
  }

  private long executions(String application, String store, int from, int to) {
    stage.changelogBytes(application, store);
    for (int n = from; n < to; n++) {
      sendReport(
          Wire.report(
              "long",
              Side.BUY,
              ExecutionStatus.PARTIALLY_FILLED,
              "0.00000001",
              dec("0.00000001").multiply(new java.math.BigDecimal(n + 1)).toPlainString(),
              "execution-%05d".formatted(n),
              START));
    }
    return stage.changelogBytes(application, store);
  }

  private void send(Kind kind, int n) {
    String id = "made-up-" + n;
    switch (kind) {
      case REPORT_OF_NOBODY -> {
        ExecutionReport report = fill("o", Side.BUY, "e");
        report.setPortfolioId(id);
        sendReport(report);
      }
      case REPORT_OF_AN_UNKNOWN_ORDER ->
          sendReport(Wire.report(id, Side.BUY, ExecutionStatus.NEW, "0", id, START));
      case FILLS_IN_A_STRATEGY -> {
        for (Side side : Side.values()) {
          if (side == Side.BUY || side == Side.SELL) {
            ExecutionReport report = fill(id + side, side, "e");
            report.setStrategyId(id);
            sendReport(report);
          }
        }
      }
      case EXECUTION_IDS -> sendReport(executed(id, n / Kind.values().length % 2 == 0));
      case INTENT_OF_NOBODY -> {
        OrderIntent intent = Wire.intent(id, Side.BUY, "1", START);
        intent.setPortfolioId(id);
        sendIntent(intent);
      }
      case INTENT_IN_A_SYMBOL -> {
        OrderIntent intent = Wire.intent(id, Side.BUY, "1", START);
        intent.setSymbol(id);
        sendIntent(intent);
      }
      case INTENT_OF_A_STRATEGY -> {
        OrderIntent intent = Wire.intent(id, Side.BUY, "1", START);
        intent.setStrategyId(id);
        sendIntent(intent);
      }
      case OVERRIDE -> sendOverride(override(id, PORTFOLIO, action(n)));
      case OVERRIDE_OF_NOBODY -> sendOverride(override(id, id, action(n)));
      case OVERRIDE_OF_ALL -> sendOverride(override(id, "*", action(n)));
      case RELEASE -> {
        RiskOverride release =
            override(id, n % 2 == 0 ? PORTFOLIO : id, OverrideAction.RELEASE_RESERVATION);
        release.setOrderId(id);
        sendOverride(release);
      }
      case REBALANCE_OF_NOBODY -> sendOverride(override(id, id, OverrideAction.REBALANCE));
      case BUDGET_OF_NOBODY -> {
        if (stages.contains(Stage.GATE)) {
          BudgetUpdate budget = Wire.budget(1, START);
          budget.setPortfolioId(id);
          stage.send(Topics.BUDGET_UPDATE, id, budget, BudgetUpdate.class);
        }
      }
      case BAD_DEFINITION -> {
        Portfolio portfolio = Wire.portfolio(null);
        portfolio.setPortfolioId(id);
        portfolio.setStrategies(List.of());
        stage.send(Topics.PORTFOLIO, id, portfolio, Portfolio.class);
      }
      case REGIME_SOURCE -> {
        if (stages.contains(Stage.MARKET)) {
          RegimeChange change =
              new RegimeChange(
                  "us", com.alphapulse.riskbudget.avro.Regime.BULL, 0.5, Map.of(), START, id);
          stage.send(Topics.REGIME_CHANGE, "us", change, RegimeChange.class);
        }
      }
    }
  }

  private static OverrideAction action(int n) {
    List<OverrideAction> actions = List.of(OverrideAction.values());
    return actions.get(n / Kind.values().length % actions.size());
  }

  private static ExecutionReport fill(String orderId, Side side, String execId) {
    return Wire.report(orderId, side, ExecutionStatus.FILLED, "1", execId, START);
  }

  private static ExecutionReport executed(String execId, boolean buys) {
    return fill(buys ? "buys" : "sells", buys ? Side.BUY : Side.SELL, execId);
  }

  /** Ends within a minute. */
  private static RiskOverride override(String id, String portfolioId, OverrideAction action) {
    RiskOverride override = Wire.override(id, action, START);
    override.setPortfolioId(portfolioId);
    if (portfolioId.equals("*")) {
      override.setScope(OverrideScope.GLOBAL);
    }
    switch (action) { // One with a field that it does not use is refused, and nothing is kept.
      case CAP_LEVERAGE, CAP_POSITION, SCALE_BUDGET -> override.setValue(dec("0.5"));
      case PIN_REGIME -> override.setRegime(com.alphapulse.riskbudget.avro.Regime.BULL);
      case RELEASE_RESERVATION -> override.setOrderId("no such order");
      default -> {
        // The others have no field of their own.
      }
    }
    override.setExpiresAt(START.plusSeconds(60));
    return override;
  }

  private Set<Stage> stages;

  private void start(Set<Stage> wanted) {
    stages = wanted;
    stage =
        new StageDriver(
            """
            kafka: {partitions: 1, state_directory: '%s'}
            market: {default_currency: USD, regime: {source: external}}
            """
                .formatted(directory.resolve(stages.toString())),
            START,
            stages);
  }

  private void open() {
    stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
    if (!stages.contains(Stage.MARKET)) {
      market("us", 1);
    } else {
      stage.send(Topics.MARKET_MARKS, "us", Wire.marks(1, START, "100", "50"), MarketMarks.class);
    }
    if (stages.contains(Stage.GATE)) {
      stage.send(Topics.BUDGET_UPDATE, PORTFOLIO, Wire.budget(1, START), BudgetUpdate.class);
    }
    // What orders, reports and overrides make once.
    for (int n = 0; n < 2 * Kind.values().length; n++) {
      send(Kind.values()[n % Kind.values().length], n);
    }
  }

  private void market(String name, long sequence) {
    MarketMarks marks = Wire.marks(sequence, START, "100", "50");
    marks.setMarket(name);
    stage.send(Topics.MARKET_MARKS, name, marks, MarketMarks.class);
    MarketState state = Wire.state(sequence, START, 0.2, 0.3, 0.1);
    state.setMarket(name);
    stage.send(Topics.MARKET_STATE, name, state, MarketState.class);
  }

  private void sendReport(ExecutionReport report) {
    stage.send(Topics.EXECUTION_REPORT, report.getPortfolioId(), report, ExecutionReport.class);
  }

  private void sendIntent(OrderIntent intent) {
    if (stages.contains(Stage.GATE)) {
      stage.send(Topics.ORDER_INTENT, intent.getPortfolioId(), intent, OrderIntent.class);
    }
  }

  private void sendOverride(RiskOverride override) {
    Topics topic = stages.contains(Stage.GATE) ? Topics.RISK_OVERRIDE : Topics.RISK_OVERRIDE_ROUTED;
    stage.send(topic, override.getPortfolioId(), override, RiskOverride.class);
  }

  private void forAll(IntConsumer sender) {
    for (int n = 0; n < MADE_UP; n++) {
      sender.accept(n);
      if (n % 1_000 == 0) {
        stage.forgetOutputs();
      }
    }
  }

  /** What is left once all that is remembered for a while has been forgotten. */
  private Map<String, Long> settled() {
    for (int i = 0; i < 4; i++) {
      stage.passWallClock(Duration.ofMinutes(2));
    }
    stage.passWallClock(LONG_AFTER);
    if (!stages.contains(Stage.GATE)) {
      Instant later = START.plus(LONG_AFTER.multipliedBy(++settledTimes));
      stage.send(
          Topics.MARKET_STATE,
          "us",
          Wire.state(1_000_000L * settledTimes, later, 0.2, 0.3, 0.1),
          MarketState.class);
    }
    for (int i = 0; i < 4; i++) {
      stage.passWallClock(Duration.ofMinutes(2));
    }
    stage.forgetOutputs();
    return stage.footprint();
  }

  private int settledTimes;

  private static Map<String, Long> grown(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> grown = new TreeMap<>();
    after.forEach(
        (place, entries) -> {
          long more = entries - before.getOrDefault(place, 0L);
          if (more > 0) {
            grown.put(place, more);
          }
        });
    return grown;
  }

  private static long sum(Map<String, Long> footprint) {
    return footprint.values().stream().mapToLong(Long::longValue).sum();
  }

  private long alerts(String type) {
    Stream<RiskAlert> all = stage.read(Topics.RISK_ALERT, RiskAlert.class).stream();
    return all.filter(alert -> alert.getType().equals(type)).count();
  }
}
