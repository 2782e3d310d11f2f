package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static com.alphapulse.riskbudget.topology.Wire.intent;
import static com.alphapulse.riskbudget.topology.Wire.override;
import static com.alphapulse.riskbudget.topology.Wire.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.EventTimes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateStageTest {
  @TempDir Path directory;
  private StageDriver stage;

  @BeforeEach
  void start() {
    stage = StageDriver.of(directory, START, Stage.GATE);
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void shouldApproveAndReject_whenIntentsMeetTheBudget() {
    open();
    send(intent("o1", Side.BUY, "50", START));
    send(intent("o2", Side.BUY, "11", START));

    OrderDecision approved = only(approved());
    assertThat(approved.getIntent().getOrderId()).isEqualTo("o1");
    assertThat(approved.getApprovedQuantity()).isEqualByComparingTo("50");
    assertThat(approved.getInputs().getLedgerSequence()).isZero();
    OrderDecision rejected = only(rejected());
    assertThat(reasons(rejected)).containsExactly("POSITION_LIMIT");
    assertThat(rejected.getInputs().getPendingBuys()).isEqualByComparingTo("50");
    assertThat(rejected.getLargestQuantity()).isEqualByComparingTo("10");
    assertThat(rejected.getCursor())
        .containsEntry("order-intent", 0L)
        .containsEntry("market-marks", 0L)
        .containsEntry("budget-update", 0L)
        .containsEntry("execution-report", -1L);
  }

  @Test
  void shouldGiveTheSameDecisionAgain_whenAnIntentIsResent() {
    open();
    send(intent("o1", Side.BUY, "40", START));
    OrderDecision first = only(approved());
    stage.passWallClock(Duration.ofMillis(10));
    send(intent("o1", Side.BUY, "40", START));

    OrderDecision second = only(approved());
    assertThat(second.getRepeat()).isTrue();
    second.setRepeat(false);
    assertThat(second).isEqualTo(first);
    send(intent("o2", Side.BUY, "20", START));
    assertThat(only(approved()).getInputs().getPendingBuys()).isEqualByComparingTo("40");
  }

  @Test
  void shouldReject_whenTheKeyIsNotThePortfolio() {
    open();
    stage.send(Topics.ORDER_INTENT, "beta", intent("o1", Side.BUY, "1", START), OrderIntent.class);
    stage.send(Topics.ORDER_INTENT, null, intent("o2", Side.BUY, "1", START), OrderIntent.class);

    assertThat(rejected())
        .hasSize(2)
        .allSatisfy(d -> assertThat(reasons(d)).contains("UNROUTABLE"));
    assertThat(approved()).isEmpty();
  }

  @Test
  void shouldRejectWithThatReason_whenThePortfolioIsUnknown() {
    send(intent("o1", Side.BUY, "1", START));

    assertThat(reasons(only(rejected()))).contains("UNKNOWN_PORTFOLIO", "NO_BUDGET", "NO_MARK");
  }

  @Test
  void shouldAskForCancelsAndRejectAll_whenTradingIsHaltedEverywhere() {
    open();
    send(intent("o1", Side.BUY, "5", START));
    send(intent("o2", Side.SELL, "5", START));
    RiskOverride halt = override("v1", OverrideAction.HALT, START);
    halt.setPortfolioId("*");
    halt.setCancelOpenOrders(true);
    stage.send(Topics.RISK_OVERRIDE, "any key", halt, RiskOverride.class);
    send(intent("o3", Side.BUY, "5", START));

    assertThat(stage.read(Topics.CANCEL_REQUEST, CancelRequest.class))
        .extracting(CancelRequest::getOrderId)
        .containsExactly("o1", "o2");
    assertThat(approved()).hasSize(2);
    Violation violation = only(rejected()).getViolations().get(0);
    assertThat(violation.getReason()).isEqualTo("HALTED");
    assertThat(violation.getBoundBy()).isEqualTo("OVERRIDE:v1");
    assertThat(violation.getScope()).isEqualTo("GLOBAL");
  }

  @Test
  void shouldFreeWhatAnOrderReserves_whenAnOperatorReleasesIt() {
    open();
    send(intent("o1", Side.BUY, "60", START));
    stage.send(Topics.RISK_OVERRIDE, PORTFOLIO, release("v1", "o1"), RiskOverride.class);
    send(intent("o2", Side.BUY, "60", START));

    assertThat(approved()).hasSize(2);
    assertThat(alerts()).containsExactly("OVERRIDE_APPLIED");
  }

  @Test
  void shouldSaySo_whenThereIsNothingToRelease() {
    open();
    stage.send(Topics.RISK_OVERRIDE, PORTFOLIO, release("v1", "o9"), RiskOverride.class);

    assertThat(alerts()).containsExactly("BAD_OVERRIDE");
  }

  @Test
  void shouldGoOn_whenRecordsHaveNoValue() {
    open();
    for (Topics topic : List.of(Topics.ORDER_INTENT, Topics.EXECUTION_REPORT)) {
      stage.sendBytes(topic, PORTFOLIO.getBytes(StandardCharsets.UTF_8), null);
    }
    send(intent("o1", Side.BUY, "1", START));

    // What means nothing is a dead letter; no stage sees it.
    assertThat(only(approved()).getCursor()).containsEntry("order-intent", -1L);
  }

  @Test
  void shouldGoOn_whenBytesCannotBeRead() {
    open();
    stage.sendBytes(
        Topics.ORDER_INTENT, PORTFOLIO.getBytes(StandardCharsets.UTF_8), new byte[] {9, 9, 9});
    send(intent("o1", Side.BUY, "1", START));

    assertThat(approved()).hasSize(1);
  }

  @Test
  void shouldAnswer_whenAQuantityHasMoreDigitsThanTheWireCanHold() throws IOException {
    open();
    stage.sendBytes(
        Topics.ORDER_INTENT, PORTFOLIO.getBytes(StandardCharsets.UTF_8), withDigits(60));
    send(intent("o1", Side.BUY, "1", START));

    OrderDecision answer = only(rejected());
    assertThat(answer.getIntent().getOrderId()).isEqualTo("huge");
    assertThat(reasons(answer)).contains("BAD_QUANTITY");
    assertThat(approved()).hasSize(1);
  }

  @Test
  void shouldStampRecordsWithinWhatBrokersTake_whenEventTimesAreAbsurd() {
    open();
    stage.passWallClock(Duration.ofSeconds(1));
    send(intent("o1", Side.BUY, "1", Instant.parse("9999-01-01T00:00:00Z")));
    send(intent("o2", Side.BUY, "1", Instant.ofEpochMilli(Long.MAX_VALUE)));
    send(intent("o3", Side.BUY, "1", Instant.ofEpochMilli(Long.MIN_VALUE)));
    send(report("x", Side.BUY, ExecutionStatus.FILLED, "1", "e1", Instant.ofEpochMilli(1L << 62)));

    Instant latest = START.plusSeconds(1).plus(EventTimes.MAX_AHEAD);
    List<TestRecord<String, OrderDecision>> decisions =
        stage.records(Topics.REJECTED_ORDER, OrderDecision.class);
    assertThat(decisions)
        .hasSize(3)
        .allSatisfy(r -> assertThat(r.getRecordTime()).isBetween(Instant.EPOCH, latest));
    assertThat(stage.records(Topics.RISK_ALERT, RiskAlert.class))
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.getRecordTime()).isBetween(Instant.EPOCH, latest));
  }

  @Test
  void shouldBookTheFillAndAlert_whenTheOrderWasNeverApproved() {
    open();
    send(report("x", Side.BUY, ExecutionStatus.PARTIALLY_FILLED, "30", "e1", START));
    send(report("x", Side.BUY, ExecutionStatus.PARTIALLY_FILLED, "30", "e1", START));
    send(report("x", Side.BUY, ExecutionStatus.FILLED, "10", "40", "e2", START));
    assertThat(alerts()).containsExactly("UNKNOWN_ORDER_FILLED", "UNKNOWN_ORDER_FILLED");
    send(intent("o1", Side.BUY, "21", START));

    OrderDecision rejected = only(rejected());
    assertThat(rejected.getInputs().getPosition()).isEqualByComparingTo("40");
    assertThat(rejected.getLargestQuantity()).isEqualByComparingTo("20");
  }

  @Test
  void shouldRejectIt_whenAnIntentHasTheIdOfAFilledOrder() {
    open();
    send(report("x", Side.BUY, ExecutionStatus.FILLED, "30", "e1", START));
    send(intent("x", Side.BUY, "1", START));

    assertThat(reasons(only(rejected()))).containsExactly("DUPLICATE_ORDER");
  }

  @Test
  void shouldTellUtilisation_whenItChanges() {
    open();
    send(intent("o1", Side.BUY, "20", START));
    stage.passWallClock(Duration.ofSeconds(1));

    List<RiskUtilization> rows = stage.read(Topics.RISK_UTILIZATION, RiskUtilization.class);
    RiskUtilization symbol =
        rows.stream().filter(r -> r.getScopeId().equals("A")).findFirst().orElseThrow();
    assertThat(rows).extracting(RiskUtilization::getScopeId).contains("alpha", "s1", "A", "B");
    assertThat(symbol.getReserved()).isEqualByComparingTo("20");
    assertThat(symbol.getFree()).isEqualByComparingTo("40");
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.getOpenOrders())
                    .isEqualTo(Set.of("alpha", "s1", "A").contains(row.getScopeId()) ? 1 : 0));
    stage.passWallClock(Duration.ofSeconds(1));
    assertThat(stage.read(Topics.RISK_UTILIZATION, RiskUtilization.class)).isEmpty();
  }

  @Test
  void shouldAlertOldReservations_whenAnOlderOrderHasFreshNews() {
    open();
    send(intent("o1", Side.BUY, "5", START));
    send(intent("o2", Side.BUY, "5", START));
    stage.passWallClock(Duration.ofHours(23));
    Instant later = START.plus(Duration.ofHours(23));
    stage.send(Topics.MARKET_MARKS, "us", Wire.marks(2, later, "100", "50"), MarketMarks.class);
    send(report("o1", Side.BUY, ExecutionStatus.PARTIALLY_FILLED, "1", "e1", START));
    stage.passWallClock(Duration.ofHours(2));

    assertThat(stage.read(Topics.RISK_ALERT, RiskAlert.class))
        .extracting(RiskAlert::getScopeId)
        .containsExactly("o2");
  }

  @Test
  void shouldRejectForALoss_whenTheDayHasGoneBadly() {
    stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(Wire.hardLimits(0.05)), Portfolio.class);
    marksAndBudget();
    send(report("x", Side.BUY, ExecutionStatus.FILLED, "50", "e1", START));
    for (long sequence = 2; sequence <= 4; sequence++) {
      assertThat(alerts()).doesNotContain("LOSS_LIMIT_REACHED");
      stage.send(
          Topics.MARKET_MARKS, "us", Wire.marks(sequence, START, "89", "50"), MarketMarks.class);
    }
    assertThat(alerts()).containsExactly("LOSS_LIMIT_REACHED");
    send(intent("o1", Side.BUY, "1", START));
    send(intent("o2", Side.SELL, "50", START));

    assertThat(reasons(only(rejected()))).containsExactly("LOSS_LIMIT");
    assertThat(only(approved()).getReducing()).isTrue();
  }

  @Test
  void shouldRefuseReportsAndSaySo_whenThePortfolioIsNotDefined() {
    send(report("x", Side.BUY, ExecutionStatus.FILLED, "30", "e1", START));
    assertThat(alerts()).containsExactly("BAD_EXECUTION_REPORT");
    open();
    send(intent("o1", Side.BUY, "1", START));

    assertThat(only(approved()).getInputs().getPosition()).isEqualByComparingTo("0");
  }

  @Test
  void shouldTellOnce_whenTheLastFillOfAnOrderDoesNotCome() {
    open();
    send(intent("o1", Side.BUY, "50", START));
    send(report("o1", Side.BUY, ExecutionStatus.CANCELLED, "10", "40", "e1", START));
    stage.passWallClock(Duration.ofSeconds(2));
    assertThat(alerts()).isEmpty();
    stage.passWallClock(Duration.ofSeconds(2));
    stage.passWallClock(Duration.ofSeconds(9));

    assertThat(alerts()).containsExactly("MISSING_FILL");
  }

  @Test
  void shouldSayNothing_whenACancelOvertakesAFillByAMoment() {
    open();
    send(intent("o1", Side.BUY, "50", START));
    send(report("o1", Side.BUY, ExecutionStatus.CANCELLED, "0", "40", "e1", START));
    stage.passWallClock(Duration.ofSeconds(2));
    send(report("o1", Side.BUY, ExecutionStatus.CANCELLED, "40", "40", "e2", START));
    stage.passWallClock(Duration.ofSeconds(9));

    assertThat(alerts()).isEmpty();
  }

  @Test
  void shouldRefuseABudget_whenItIsOfAnotherMarket() {
    open();
    BudgetUpdate other = Wire.budget(2, START);
    other.setMarket("eu");
    stage.send(Topics.BUDGET_UPDATE, PORTFOLIO, other, BudgetUpdate.class);
    assertThat(alerts()).containsExactly("BUDGET_FAILED");
    send(intent("o1", Side.BUY, "1", START));

    assertThat(only(approved()).getInputs().getBudgetVersion()).isEqualTo(1);
  }

  @Test
  void shouldLetOnlyCutsOfRiskPass_whenTheDefinitionIsWithdrawn() {
    open();
    send(report("x", Side.BUY, ExecutionStatus.FILLED, "5", "e1", START));
    alerts();
    stage.sendBytes(Topics.PORTFOLIO, PORTFOLIO.getBytes(StandardCharsets.UTF_8), null);
    assertThat(alerts()).containsExactly("PORTFOLIO_CLOSED");
    send(intent("o1", Side.BUY, "1", START));
    send(intent("o2", Side.SELL, "2", START));
    assertThat(reasons(only(rejected()))).containsExactly("PORTFOLIO_CLOSED");
    assertThat(only(approved()).getReducing()).isTrue();
    stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
    send(intent("o3", Side.BUY, "1", START));

    assertThat(only(approved()).getIntent().getOrderId()).isEqualTo("o3");
  }

  @Test
  void shouldLeaveNothing_whenPortfoliosWereMadeUp() {
    open();
    send(intent("o1", Side.BUY, "1", START));
    stage.passWallClock(Duration.ofSeconds(5));
    long before = stage.entries(Names.LEDGER_STORE);
    for (int i = 0; i < 2000; i++) {
      OrderIntent intent = intent("o" + i, Side.BUY, "1", START);
      intent.setPortfolioId("p" + i);
      stage.send(Topics.ORDER_INTENT, "p" + i, intent, OrderIntent.class);
    }
    assertThat(stage.entries(Names.LEDGER_STORE)).isEqualTo(before + 2000);
    stage.passWallClock(Duration.ofHours(2));

    // Nor is the answer to the good order remembered any more, though nobody sent another.
    assertThat(stage.entries(Names.LEDGER_STORE)).isEqualTo(before - 1);
  }

  private void open() {
    stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
    marksAndBudget();
  }

  private void marksAndBudget() {
    stage.send(Topics.MARKET_MARKS, "us", Wire.marks(1, START, "100", "50"), MarketMarks.class);
    stage.send(Topics.BUDGET_UPDATE, PORTFOLIO, Wire.budget(1, START), BudgetUpdate.class);
  }

  private void send(OrderIntent intent) {
    stage.send(Topics.ORDER_INTENT, PORTFOLIO, intent, OrderIntent.class);
  }

  private void send(ExecutionReport report) {
    stage.send(Topics.EXECUTION_REPORT, PORTFOLIO, report, ExecutionReport.class);
  }

  private List<OrderDecision> approved() {
    return stage.read(Topics.APPROVED_ORDER, OrderDecision.class);
  }

  private List<OrderDecision> rejected() {
    return stage.read(Topics.REJECTED_ORDER, OrderDecision.class);
  }

  private List<String> alerts() {
    return stage.read(Topics.RISK_ALERT, RiskAlert.class).stream().map(RiskAlert::getType).toList();
  }

  private static RiskOverride release(String id, String orderId) {
    RiskOverride release = override(id, OverrideAction.RELEASE_RESERVATION, START);
    release.setOrderId(orderId);
    return release;
  }

  private static List<String> reasons(OrderDecision decision) {
    return decision.getViolations().stream().map(Violation::getReason).toList();
  }

  private static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.get(0);
  }

  /** An intent whose quantity has that many digits, which the serializer would refuse to write. */
  private byte[] withDigits(int digits) throws IOException {
    Schema schema = OrderIntent.getClassSchema();
    GenericRecord record = new GenericData.Record(schema);
    record.put("orderId", "huge");
    record.put("portfolioId", PORTFOLIO);
    record.put("strategyId", "s1");
    record.put("symbol", "A");
    for (String name : List.of("side", "type", "sizing", "timeInForce")) {
      Schema type = schema.getField(name).schema();
      record.put(name, new GenericData.EnumSymbol(type, type.getEnumSymbols().get(0)));
    }
    record.put("type", new GenericData.EnumSymbol(schema.getField("type").schema(), "MARKET"));
    record.put("quantity", ByteBuffer.wrap(BigInteger.TEN.pow(digits).toByteArray()));
    record.put("reduceOnly", false);
    record.put("submittedAt", START.toEpochMilli());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(0);
    out.writeInt(stage.registry.register("order-intent-value", schema));
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema, new GenericData()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
