package com.alphapulse.riskbudget.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.bench.HostileField;
import com.alphapulse.riskbudget.bench.HostileOracle;
import com.alphapulse.riskbudget.bench.PlainRecords;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What once ended a stream thread for good, at every stage and input where it can occur: each is
 * answered by its name, and good records behind it are processed as without it.
 */
class KillsTest {
  private static final int LARGEST_JUNK = 1_048_497;
  private static final Duration TARGET = Duration.ofMillis(100);
  private static final String UNREADABLE = "was not written by a registry-aware Avro serializer";

  @TempDir Path folder;

  /** What is answered to records of an input that are beyond their bounds, where it comes in. */
  private static final Map<Topics, String> ALERTS =
      Map.of(
          Topics.MARKET_DATA, "BAD_MARKET_DATA",
          Topics.INSTRUMENT, "BAD_REFERENCE_DATA",
          Topics.REGIME_CHANGE, "BAD_REGIME_CHANGE",
          Topics.PORTFOLIO, "BAD_PORTFOLIO",
          Topics.MARKET_STATE, "BAD_MARKET_DATA",
          Topics.MARKET_MARKS, "BAD_MARKET_DATA",
          Topics.BUDGET_UPDATE, "BUDGET_FAILED",
          Topics.EXECUTION_REPORT, "BAD_EXECUTION_REPORT",
          Topics.RISK_OVERRIDE, "BAD_OVERRIDE",
          Topics.RISK_OVERRIDE_ROUTED, "BAD_OVERRIDE");

  /** Reasons for intents, by the field that is beyond its bound. */
  private static final Map<String, String> REASONS =
      Map.of(
          "orderId", "BAD_IDENTIFIER",
          "portfolioId", "BAD_IDENTIFIER",
          "strategyId", "BAD_IDENTIFIER",
          "symbol", "BAD_IDENTIFIER",
          "quantity", "BAD_QUANTITY",
          "limitPrice", "BAD_PRICE");

  /** Of an approval, the budget stage takes these. */
  private static final Set<List<String>> OF_AN_APPROVAL =
      Set.of(
          List.of("intent", "orderId"),
          List.of("intent", "portfolioId"),
          List.of("intent", "strategyId"),
          List.of("intent", "symbol"),
          List.of("approvedQuantity"));

  /** Texts that do not keep a HALT from being applied: it goes by the rest of what it says. */
  private static final Set<String> OF_A_STOP = Set.of("author", "reason", "approver");

  /** How it must be answered. */
  private enum How {
    DEAD_LETTER,
    ALERT,
    REJECT,
    /** The gate reads the same and raises the alert. */
    LEFT_TO_THE_GATE
  }

  private record Answer(How how, String name, String says) {}

  private record Row(Topics topic, String what, byte[] value, Answer answer) {}

  static Stream<Arguments> inputs() {
    return Stream.of(Stage.values())
        .flatMap(stage -> KillScene.inputs(stage).stream().map(t -> Arguments.of(stage, t)));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void shouldAnswerByNameAndGoOn_whenItOnceKilled(Stage stage, Topics topic) {
    try (KillScene hostile = new KillScene(stage, folder.resolve("hostile"));
        KillScene quiet = new KillScene(stage, folder.resolve("quiet"))) {
      assertThat(hostile.stage().inputs()).isEqualTo(KillScene.inputs(stage));
      Map<String, Duration> taken = new LinkedHashMap<>();
      for (Row row : rows(hostile, stage, topic)) {
        long start = System.nanoTime();
        hostile.stage().send(topic, KillScene.KEYS.get(topic), row.value(), KillScene.TIME);
        taken.put(row.what(), Duration.ofNanos(System.nanoTime() - start));
        answered(row, hostile.stage().written());
        assertThat(hostile.probe().all())
            .as(row.what())
            .isEqualTo(quiet.probe().all())
            .isNotEmpty();
      }
      taken.entrySet().stream()
          .filter(row -> row.getKey().startsWith("66 KB"))
          .max(Map.Entry.comparingByValue())
          .ifPresent(
              slowest ->
                  System.out.printf(
                      "%s of %s: %d ms, target %d ms%n",
                      slowest.getKey(),
                      topic.logicalName(),
                      slowest.getValue().toMillis(),
                      TARGET.toMillis()));
    }
  }

  private static void answered(Row row, HostileStage.Written written) {
    Answer answer = row.answer();
    boolean letter = answer.how() == How.DEAD_LETTER;
    boolean alert = answer.how() == How.ALERT;
    assertThat(written.deadLetters()).as(row.what()).hasSize(letter ? 1 : 0);
    assertThat(written.deadLetters()).allSatisfy(e -> assertThat(e).contains(answer.says()));
    assertThat(written.alerts()).as(row.what()).hasSize(alert ? 1 : 0);
    for (RiskAlert told : written.alerts()) {
      assertThat(told.getType()).as(row.what()).isEqualTo(answer.name());
      assertThat(told.getMessage()).contains(answer.says()).hasSizeLessThan(Bounds.MESSAGE + 1);
    }
    assertThat(written.decisions()).as(row.what()).hasSize(answer.how() == How.REJECT ? 1 : 0);
    for (OrderDecision decision : written.decisions()) {
      assertThat(decision.getOutcome()).isEqualTo(Outcome.REJECTED);
      assertThat(decision.getViolations())
          .extracting(Violation::getReason)
          .as(row.what())
          .contains(answer.name());
    }
  }

  /** An approval is no input that hostile records are sent to: only the gate may write there. */
  private static Class<? extends SpecificRecord> type(Topics topic) {
    return topic == Topics.APPROVED_ORDER ? OrderDecision.class : HostileOracle.type(topic);
  }

  private static List<Row> rows(KillScene scene, Stage stage, Topics topic) {
    List<Row> rows = new ArrayList<>();
    byte[] junk = new byte[LARGEST_JUNK];
    new Random(1).nextBytes(junk);
    rows.add(new Row(topic, "junk", junk, new Answer(How.DEAD_LETTER, "", UNREADABLE)));
    for (HostileField field : HostileField.of(type(topic))) {
      if (!HostileOracle.concernsAStage(field)
          || (topic == Topics.APPROVED_ORDER && !OF_AN_APPROVAL.contains(field.path()))) {
        continue;
      }
      Schema.Type type = field.schema().getType();
      if (type == Schema.Type.STRING) {
        Answer answer =
            answer(
                stage,
                topic,
                field,
                topic == Topics.RISK_OVERRIDE && OF_A_STOP.contains(field.path().get(0))
                    ? "had expired when it arrived"
                    : "characters");
        rows.add(row(scene, topic, "70 KB in " + field, field, "y".repeat(70_000), answer));
        if (field.path().contains("orderId")) {
          rows.add(row(scene, topic, "300 KB in " + field, field, "y".repeat(300_000), answer));
        }
      } else if (type == Schema.Type.BYTES) {
        Answer answer = answer(stage, topic, field, "has more digits than the schema allows");
        BigDecimal digits = new BigDecimal(BigInteger.TEN.pow(40), Bounds.SCALE);
        rows.add(row(scene, topic, "41 digits in " + field, field, digits, answer));
        BigDecimal bytes = new BigDecimal(BigInteger.ONE.shiftLeft(8 * 66_000), Bounds.SCALE);
        rows.add(row(scene, topic, "66 KB in " + field, field, bytes, answer));
      } else if (type == Schema.Type.ARRAY
          && field.schema().getElementType().getType() != Schema.Type.DOUBLE) {
        Answer answer = answer(stage, topic, field, "are allowed");
        List<Object> tooMany =
            PlainRecords.list(field.schema().getElementType(), Bounds.INSTRUMENTS + 1);
        rows.add(row(scene, topic, "2,001 in " + field, field, tooMany, answer));
      }
    }
    return rows;
  }

  private static Row row(
      KillScene scene, Topics topic, String what, HostileField field, Object bad, Answer answer) {
    SpecificRecord record = KillScene.named(PlainRecords.of(field.type()));
    if (record instanceof OrderIntent intent) {
      intent.setOrderId("h" + what.hashCode()); // One that is known would get its answer again.
    }
    return new Row(topic, what, scene.stage().encoded(topic, field.put(record, bad)), answer);
  }

  private static Answer answer(Stage stage, Topics topic, HostileField field, String says) {
    if (topic == Topics.ORDER_INTENT) {
      return new Answer(How.REJECT, REASONS.get(field.path().get(0)), "");
    }
    if (topic == Topics.APPROVED_ORDER) {
      return new Answer(How.ALERT, "BAD_APPROVAL", says);
    }
    return stage == Stage.BUDGET
        ? new Answer(How.LEFT_TO_THE_GATE, "", "")
        : new Answer(How.ALERT, ALERTS.get(topic), says);
  }

  @ParameterizedTest
  @EnumSource
  void shouldProcessAsAnyOther_whenTimestampsAreBelowZero(Stage stage) {
    try (KillScene hostile = new KillScene(stage, folder.resolve("hostile"));
        KillScene quiet = new KillScene(stage, folder.resolve("quiet"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(hostile.probe(-1).all()).isEqualTo(quiet.probe().all()).isNotEmpty();
      }
      assertThat(hostile.probe().all()).isEqualTo(quiet.probe().all());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUDGET", "GATE"})
  void shouldBookThemAtTheSameCost_whenOneOrderHas2900ExecutionIds(Stage stage) {
    try (KillScene hostile = new KillScene(stage, folder.resolve("hostile"))) {
      hostile.approve("crowded", 290);
      hostile.stage().written();
      hostile.stage().changelogBytes();
      long first = 0;
      for (int i = 1; i <= 2_900; i++) {
        hostile.report("crowded", 0.1, i / 10.0, i == 2_900);
        if (i == 100) {
          first = hostile.stage().changelogBytes();
        } else if (i == 2_800) {
          hostile.stage().changelogBytes();
        }
      }
      long last = hostile.stage().changelogBytes();
      HostileStage.Written written = hostile.stage().written();

      assertThat(written.alerts()).isEmpty();
      assertThat(written.deadLetters()).isEmpty();
      assertThat(last).isLessThan(2 * first);
      assertThat(hostile.probe().all()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUDGET", "GATE"})
  void shouldTakeIn_whenAMarketHas520Or2000Symbols(Stage stage) {
    for (int symbols : List.of(520, Bounds.INSTRUMENTS)) {
      try (KillScene wide = new KillScene(stage, folder.resolve("wide" + symbols));
          KillScene quiet = new KillScene(stage, folder.resolve("quiet" + symbols))) {
        for (Topics topic : List.of(Topics.MARKET_STATE, Topics.MARKET_MARKS)) {
          wide.stage()
              .send(topic, KillScene.WIDE, wide.stage().encoded(topic, market(topic, symbols)), 1);
        }
        HostileStage.Written written = wide.stage().written();

        assertThat(written.alerts()).isEmpty();
        assertThat(written.deadLetters()).isEmpty();
        assertThat(wide.probe().all()).isEqualTo(quiet.probe().all());
      }
    }
  }

  private static SpecificRecord market(Topics topic, int symbols) {
    SpecificRecord record = PlainRecords.of(type(topic));
    String list = topic == Topics.MARKET_STATE ? "symbols" : "marks";
    Schema.Field field = record.getSchema().getField(list);
    record.put(field.pos(), PlainRecords.list(field.schema().getElementType(), symbols));
    record.put(record.getSchema().getField("market").pos(), KillScene.WIDE);
    if (record instanceof MarketState state) {
      List<Double> correlations = new ArrayList<>();
      for (int i = 0; i < symbols * (symbols - 1) / 2; i++) {
        correlations.add(0.1);
      }
      state.setCorrelations(correlations);
    }
    return record;
  }

  /** The bars of 520; that of 2,000 is on a real broker. */
  @ParameterizedTest
  @EnumSource(names = "MARKET")
  void shouldWriteTheStateAndRefuseTheNextByName_whenAMarketIsFull(Stage stage) {
    try (KillScene wide = new KillScene(stage, folder.resolve("wide"));
        KillScene quiet = new KillScene(stage, folder.resolve("quiet"))) {
      for (int bar = 0; bar < 3; bar++) {
        wide.pass(Duration.ofMinutes(1));
        quiet.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 520; i++) {
          wide.tick(KillScene.WIDE, "s" + i, 100 + (i + bar) % 7);
        }
      }
      quiet.stage().written();
      HostileStage.Written written = wide.stage().written();
      assertThat(written.alerts()).isEmpty();
      int largest =
          written.all().stream()
              .filter(value -> value.startsWith(Topics.MARKET_STATE.logicalName()))
              .mapToInt(value -> value.length() / 2)
              .max()
              .orElseThrow();
      assertThat(largest).as("bytes, above what a topic takes by default").isGreaterThan(1_048_576);
      for (int i = 520; i < Bounds.INSTRUMENTS; i++) {
        wide.define(KillScene.WIDE, "s" + i);
      }
      assertThat(wide.stage().written().alerts()).isEmpty();
      wide.define(KillScene.WIDE, "one too many");
      wide.tick(KillScene.WIDE, "another", 100);

      assertThat(wide.stage().written().alerts())
          .extracting(RiskAlert::getType)
          .containsExactly("BAD_REFERENCE_DATA", "BAD_MARKET_DATA");
      assertThat(wide.probe().all()).isEqualTo(quiet.probe().all()).isNotEmpty();
    }
  }
}
