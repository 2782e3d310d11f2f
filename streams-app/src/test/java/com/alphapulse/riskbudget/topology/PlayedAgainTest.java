package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.AssetClass;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.serde.AvroJson;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each stage, with each of its input topics read once more from the start. */
class PlayedAgainTest {
  private static final int BARS = 4;

  @TempDir Path directory;

  /** What a stage reads before, and a record that it has not read yet. */
  static final class History {
    private final List<Sent<?>> sent = new ArrayList<>();

    private <T extends SpecificRecord> void add(Topics topic, String key, T value, Class<T> type) {
      sent.add(new Sent<>(topic, key, value, type));
    }

    private List<Sent<?>> of(Topics topic) {
      return sent.stream().filter(each -> each.topic == topic).toList();
    }

    private Set<Topics> topics() {
      return sent.stream().map(Sent::topic).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  record Sent<T extends SpecificRecord>(Topics topic, String key, T value, Class<T> type) {
    void to(StageDriver driver) {
      driver.send(topic, key, value, type);
    }
  }

  private static History history(Stage stage) {
    History history = new History();
    switch (stage) {
      case MARKET -> market(history);
      case BUDGET -> budget(history);
      case GATE -> gate(history);
    }
    return history;
  }

  static Stream<Arguments> topics() {
    return Stream.of(Stage.values())
        .flatMap(
            stage -> history(stage).topics().stream().map(topic -> Arguments.of(stage, topic)));
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldChangeNothing_whenATopicIsReadAgainFromTheStart(Stage stage, Topics topic) {
    History history = history(stage);
    try (StageDriver driver = driver(stage)) {
      Map<String, List<byte[]>> first = play(driver, history.sent);
      assertThat(first).isNotEmpty();

      driver.readFromStart(topic);
      Map<String, List<byte[]>> second = play(driver, history.of(topic));
      if (topic == Topics.ORDER_INTENT) {
        answeredAgain(driver, first, second);
      }
      assertThat(second).isEmpty();
      if (stage == Stage.MARKET) {
        assertThat(driver.metrics())
            .contains(
                "riskbudget_market_skipped_total{reason=\"READ_BEFORE\"} %d.0"
                    .formatted(history.of(topic).size()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void shouldGoOn_whenAllWasReadAgainAndMoreComes(Stage stage) {
    History history = history(stage);
    try (StageDriver once = driver(stage);
        StageDriver twice = driver(stage)) {
      assertThat(history.topics())
          .extracting(Topics::logicalName)
          .as("every input is in the table")
          .containsExactlyInAnyOrderElementsOf(once.sources());
      play(once, history.sent);
      play(once, List.of());
      play(twice, history.sent);
      history.topics().forEach(twice::readFromStart);
      play(twice, history.sent);

      List<Sent<?>> more = more(stage).sent;
      Map<String, List<byte[]>> expected = play(once, more);
      assertThat(expected).isNotEmpty();
      Map<String, List<byte[]>> actual = play(twice, more);
      assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }
  }

  /** The gate repeats its answers, which is all that it may do. */
  private static void answeredAgain(
      StageDriver driver, Map<String, List<byte[]>> first, Map<String, List<byte[]>> second) {
    for (Topics topic : List.of(Topics.APPROVED_ORDER, Topics.REJECTED_ORDER)) {
      List<OrderDecision> before = decisions(driver, topic, first);
      List<OrderDecision> repeats = decisions(driver, topic, second);
      assertThat(repeats).isNotEmpty().allMatch(OrderDecision::getRepeat);
      repeats.forEach(
          repeat -> {
            repeat.setRepeat(false);
            repeat.setDecidedAt(START);
          });
      before.forEach(decision -> decision.setDecidedAt(START));
      assertThat(repeats.stream().map(r -> AvroJson.toJson(r)).toList())
          .isEqualTo(before.stream().map(b -> AvroJson.toJson(b)).toList());
      second.remove(topic.logicalName());
    }
  }

  private static List<OrderDecision> decisions(
      StageDriver driver, Topics topic, Map<String, List<byte[]>> written) {
    return written.getOrDefault(topic.logicalName(), List.of()).stream()
        .map(bytes -> driver.decode(topic, bytes, OrderDecision.class))
        .toList();
  }

  private static Map<String, List<byte[]>> play(
      StageDriver driver, Collection<? extends Sent<?>> sent) {
    sent.forEach(each -> each.to(driver));
    driver.passWallClock(Duration.ofMillis(20));
    return driver.written();
  }

  private StageDriver driver(Stage stage) {
    return new StageDriver(
        """
        kafka: {partitions: 1, state_directory: '%s'}
        market: {bar_interval: 60, warmup_bars: 2, lateness_bars: 0, default_currency: USD, mark_interval: 0.01, regime: {source: external}}
        """
            .formatted(directory.resolve(stage.name() + System.nanoTime())),
        START.plus(Duration.ofHours(1)),
        Set.of(stage));
  }

  private static void market(History history) {
    history.add(Topics.INSTRUMENT, "A", instrument("A"), Instrument.class);
    for (int bar = 0; bar < BARS; bar++) {
      Instant time = START.plusSeconds(60L * bar + 1);
      price(history, "A", Integer.toString(100 + bar % 3), time);
      price(history, "B", bar == 2 ? "500" : Integer.toString(50 + bar % 2), time);
      if (bar % 2 == 0) {
        history.add(
            Topics.REGIME_CHANGE,
            "us",
            regime(bar == 0 ? Regime.BEAR : Regime.BULL, time),
            RegimeChange.class);
      }
    }
    history.add(Topics.INSTRUMENT, "B", instrument("B"), Instrument.class);
  }

  private static void budget(History history) {
    history.add(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
    prices(history);
    history.add(
        Topics.APPROVED_ORDER,
        PORTFOLIO,
        approval(Wire.intent("o1", Side.BUY, "10", START)),
        OrderDecision.class);
    fill(history, "o1");
    RiskOverride cap = Wire.override("v1", OverrideAction.CAP_LEVERAGE, START);
    cap.setValue(Wire.dec("0.1"));
    history.add(Topics.RISK_OVERRIDE_ROUTED, PORTFOLIO, cap, RiskOverride.class);
  }

  private static void gate(History history) {
    history.add(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
    prices(history);
    history.add(Topics.BUDGET_UPDATE, PORTFOLIO, Wire.budget(1, START), BudgetUpdate.class);
    intent(history, "o1", "10");
    fill(history, "o1");
    intent(history, "o2", "100000");
    override(history, Topics.RISK_OVERRIDE, "v1", OverrideAction.HALT);
    override(history, Topics.RISK_OVERRIDE_ROUTED, "v2", OverrideAction.REDUCE_ONLY);
  }

  private static History more(Stage stage) {
    History history = new History();
    Instant time = START.plusSeconds(60L * BARS + 1);
    switch (stage) {
      case MARKET -> {
        price(history, "A", "103", time);
        price(history, "B", "51", time);
      }
      case BUDGET -> {
        history.add(
            Topics.MARKET_STATE, "us", Wire.state(3, time, 0.4, 0.3, 0.2), MarketState.class);
        fill(history, "o3");
      }
      case GATE -> {
        intent(history, "o3", "5");
        fill(history, "o3");
      }
    }
    return history;
  }

  private static void prices(History history) {
    for (int i = 1; i <= 2; i++) {
      Instant time = START.plusSeconds(i);
      history.add(Topics.MARKET_STATE, "us", Wire.state(i, time, 0.3, 0.2, 0.4), MarketState.class);
      history.add(Topics.MARKET_MARKS, "us", Wire.marks(i, time, "100", "50"), MarketMarks.class);
    }
  }

  private static void price(History history, String symbol, String price, Instant time) {
    history.add(Topics.MARKET_DATA, symbol, Wire.price(symbol, price, time), MarketData.class);
  }

  private static void intent(History history, String orderId, String quantity) {
    history.add(
        Topics.ORDER_INTENT,
        PORTFOLIO,
        Wire.intent(orderId, Side.BUY, quantity, START),
        OrderIntent.class);
  }

  private static OrderDecision approval(OrderIntent intent) {
    OrderDecision approval =
        DecisionRecords.record(DecisionSamples.sample(new Random(1)).decision(), intent, Map.of());
    approval.setOutcome(Outcome.APPROVED);
    approval.setApprovedQuantity(intent.getQuantity());
    return approval;
  }

  private static void fill(History history, String orderId) {
    history.add(
        Topics.EXECUTION_REPORT,
        PORTFOLIO,
        Wire.report(orderId, Side.BUY, ExecutionStatus.FILLED, "10", "e-" + orderId, START),
        ExecutionReport.class);
  }

  private static void override(History history, Topics topic, String id, OverrideAction action) {
    history.add(topic, PORTFOLIO, Wire.override(id, action, START), RiskOverride.class);
  }

  private static Instrument instrument(String symbol) {
    return Instrument.newBuilder()
        .setSymbol(symbol)
        .setMarket("us")
        .setAssetClass(AssetClass.EQUITY)
        .setCurrency("USD")
        .setLotSize(Wire.dec("1"))
        .setTickSize(Wire.dec("0.01"))
        .setContractMultiplier(Wire.dec("1"))
        .build();
  }

  private static RegimeChange regime(Regime regime, Instant time) {
    return new RegimeChange("us", regime, 0.9, Map.of(), time, "test");
  }
}
