package com.alphapulse.riskbudget.audit;

import static com.alphapulse.riskbudget.audit.Scene.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.history.Range;
import com.alphapulse.riskbudget.audit.outside.AnsweredIntents;
import com.alphapulse.riskbudget.audit.outside.CheckResult;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.audit.outside.rule.InputCheck;
import com.alphapulse.riskbudget.audit.outside.state.LossEvidence;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Sizing;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.config.Configuration;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real gate decides is clean, in every corner of it. */
class OutsideCheckTest {
  @TempDir private Path directory;
  private Scene scene;
  private OrderIntent buy60;

  @BeforeEach
  void open() {
    scene = Scene.open(directory);
    buy60 = scene.intent("1", "S", "A", Side.BUY, "60");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private CheckResult check() {
    return Scene.audit(scene.history(), Scene.settings());
  }

  /** The outcomes, in order of the intents, so that a clean result is known not to be empty. */
  private void assertClean(String outcomes) {
    History history = scene.history();
    CheckResult result = Scene.audit(history, Scene.settings());
    assertThat(result.findings()).isEmpty();
    StringBuilder told = new StringBuilder();
    new AnsweredIntents(history, (decision, problem) -> {})
        .byPartition()
        .values()
        .forEach(
            questions ->
                questions.forEach(
                    q -> told.append(letter(q.answer().orElseThrow().value())).append(' ')));
    assertThat(told.toString().trim()).isEqualTo(outcomes);
  }

  /** A for approved, R for rejected and its reasons; lower case for a repeat. */
  private static String letter(OrderDecision decision) {
    String letter =
        decision.getOutcome() == Outcome.APPROVED
            ? decision.getReducing() ? "AR" : "A"
            : "R:"
                + String.join(
                    "+", decision.getViolations().stream().map(Violation::getReason).toList());
    return decision.getRepeat() ? letter.toLowerCase(Locale.ROOT) : letter;
  }

  @Test
  void shouldFindNothing_whenOrdersFillAndResendAndCutRisk() {
    scene
        .send(buy60)
        .order("2", "S", "A", Side.BUY, "50")
        .send(buy60)
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "20", "20", "e1")
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "20", "20", "e1")
        .marks("11", "9")
        .order("3", "T", "B", Side.SELL, "30")
        .report(buy60, ExecutionStatus.CANCELLED, "0", "20", "e2")
        .order("4", "S", "A", Side.SELL, "20")
        .order("5", "T", "B", Side.SELL, "2000");

    assertClean("A R:POSITION_LIMIT a A AR R:POSITION_LIMIT+STRATEGY_BUDGET+PORTFOLIO_LEVERAGE");
  }

  @Test
  void shouldCountWhatItChecked_whenSomeOrdersAreRejected() {
    scene
        .send(buy60)
        .order("2", "S", "A", Side.BUY, "50")
        .marks("10", "10")
        .order("3", "S", "A", Side.BUY, "50")
        .send(buy60);

    CheckResult result = check();

    assertThat(result.findings()).isEmpty();
    assertThat(result.orderIntents()).isEqualTo(4);
    assertThat(result.answered()).isEqualTo(4);
    assertThat(result.approved()).isEqualTo(1);
    assertThat(result.rejected()).isEqualTo(2);
    assertThat(result.repeats()).isEqualTo(1);
    assertThat(result.decidedAgain()).isEqualTo(3);
    assertThat(result.inputsCompared()).isEqualTo(3 * InputCheck.INPUTS);
    assertThat(result.limitsChecked()).isEqualTo(1);
    assertThat(result.rejectedByReason()).containsEntry("POSITION_LIMIT", 2L);
  }

  @Test
  void shouldFindNothing_whenOverridesComeAndEnd() {
    String cap =
        scene.override(
            OverrideAction.CAP_POSITION,
            o -> o.setScope(OverrideScope.SYMBOL).setScopeId("A").setValue(number("30")));
    scene.order("1", "S", "A", Side.BUY, "31");
    scene.override(OverrideAction.WITHDRAW, o -> o.setOverrideId(cap));
    scene.marks("10", "10").order("2", "S", "A", Side.BUY, "31");
    scene.override(
        OverrideAction.CAP_LEVERAGE,
        o -> o.setValue(number("0.01")).setExpiresAt(scene.now().plusSeconds(2)));
    scene.order("3", "T", "B", Side.BUY, "1");
    scene.pass(5).marks("10", "10").order("4", "T", "B", Side.BUY, "1");
    scene.override(OverrideAction.HALT, o -> o.setPortfolioId("*").setScope(OverrideScope.GLOBAL));
    scene.order("5", "T", "B", Side.BUY, "1");
    scene.override(
        OverrideAction.RESUME, o -> o.setPortfolioId("*").setScope(OverrideScope.GLOBAL));
    scene.override(
        OverrideAction.REDUCE_ONLY, o -> o.setScope(OverrideScope.STRATEGY).setScopeId("T"));
    scene.order("6", "T", "B", Side.BUY, "1").order("7", "S", "B", Side.BUY, "1");
    scene.override(OverrideAction.RESUME, o -> {});
    scene.order("8", "T", "B", Side.BUY, "1");

    assertClean("R:POSITION_LIMIT A R:PORTFOLIO_LEVERAGE A R:HALTED R:REDUCE_ONLY A R:REDUCE_ONLY");
  }

  /** Between two decisions no cursor tells whether marks or an override came first. */
  @Test
  void shouldFindNothing_whenAnOverrideEndsBetweenTwoDecisions() {
    scene.override(OverrideAction.HALT, o -> {});
    scene.order("1", "S", "A", Side.BUY, "1");
    scene.override(OverrideAction.RESUME, o -> o.setExpiresAt(scene.now().plusSeconds(1)));
    scene.marks("10", "10").order("2", "S", "A", Side.BUY, "1");
    scene.override(OverrideAction.HALT, o -> {});
    scene.order("3", "S", "A", Side.BUY, "1");
    Instant past = scene.now();
    scene.marks("10", "10");
    scene.override(OverrideAction.RESUME, o -> o.setExpiresAt(past));
    scene.order("4", "S", "A", Side.BUY, "1");

    assertClean("R:HALTED A R:HALTED R:HALTED");
  }

  @Test
  void shouldFindNothing_whenAReservationIsReleasedAndTheOrderFillsAllTheSame() {
    scene.send(buy60).order("2", "S", "A", Side.BUY, "41");
    scene.override(OverrideAction.RELEASE_RESERVATION, o -> o.setOrderId("1"));
    scene.override(OverrideAction.RELEASE_RESERVATION, o -> o.setOrderId("unknown"));
    scene.marks("10", "10").order("3", "S", "A", Side.BUY, "100");
    scene.override(OverrideAction.RELEASE_RESERVATION, o -> o.setOrderId("3"));
    scene
        .order("4", "T", "A", Side.BUY, "1")
        .report(buy60, ExecutionStatus.FILLED, "60", "60", "e1")
        .marks("10", "10")
        .order("5", "T", "A", Side.BUY, "41");

    assertClean("A R:POSITION_LIMIT A A R:POSITION_LIMIT");
  }

  @Test
  void shouldFindNothing_whenFillsAreTakenBack() {
    OrderIntent stranger = scene.intent("x", "S", "B", Side.BUY, "10");
    scene
        .send(buy60)
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "60", "60", "e1")
        .order("2", "T", "A", Side.BUY, "1")
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "-25", "35", "e2")
        .order("3", "T", "A", Side.BUY, "1")
        .report(buy60, ExecutionStatus.CANCELLED, "-5", "30", "e3")
        .order("4", "T", "A", Side.BUY, "1")
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "-31", "0", "e4")
        .report(
            scene.intent("1", "T", "A", Side.BUY, "60"),
            ExecutionStatus.PARTIALLY_FILLED,
            "-1",
            "0",
            "e5")
        .report(
            scene.intent("1", "S", "B", Side.BUY, "60"),
            ExecutionStatus.PARTIALLY_FILLED,
            "-1",
            "0",
            "e6")
        .report(
            scene.intent("1", "S", "A", Side.SELL, "60"),
            ExecutionStatus.PARTIALLY_FILLED,
            "-1",
            "0",
            "e7")
        .report(stranger, ExecutionStatus.PARTIALLY_FILLED, "-1", "0", "e8")
        .order("5", "T", "A", Side.BUY, "1")
        .report(stranger, ExecutionStatus.PARTIALLY_FILLED, "10", "10", "f1")
        .report(stranger, ExecutionStatus.PARTIALLY_FILLED, "-4", "6", "f2")
        .report(stranger, ExecutionStatus.PARTIALLY_FILLED, "-7", "0", "f3")
        .order("6", "T", "B", Side.BUY, "1");

    assertClean("A A A A A A");
    OrderDecision last = decisionOn("6");
    assertThat(last.getInputs().getPosition()).isEqualByComparingTo("6");
    assertThat(decisionOn("3").getInputs().getPendingBuys()).isEqualByComparingTo("26");
    assertThat(decisionOn("4").getInputs().getPosition()).isEqualByComparingTo("30");
  }

  private OrderDecision decisionOn(String orderId) {
    return new Forgery(scene.history()).decisionOn(orderId).value();
  }

  @Test
  void shouldFindNothing_whenReportsMakeNoSense() {
    scene
        .send(buy60)
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "20", "-1", "e1")
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "20", "20", "")
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "20", "20", "e2", "Q")
        .report(
            scene.intent("1", "S", "B", Side.BUY, "60"),
            ExecutionStatus.PARTIALLY_FILLED,
            "7",
            "7",
            "e3")
        .report(scene.intent("9", "S", "B", Side.BUY, "60"), ExecutionStatus.NEW, "0", "0", "e4")
        .report(buy60, ExecutionStatus.FILLED, "70", "70", "e5")
        .order("2", "T", "B", Side.BUY, "1")
        .order("9", "T", "B", Side.BUY, "1")
        .report(scene.intent("8", "T", "B", Side.BUY, "60"), ExecutionStatus.FILLED, "1", "1", "e6")
        .order("8", "T", "B", Side.BUY, "1");

    assertClean("A A A R:DUPLICATE_ORDER");
  }

  @Test
  void shouldFindNothing_whenIntentsMissTheirLedger() {
    scene
        .send(buy60, "Q")
        .send(scene.intent("", "S", "A", Side.BUY, "1"))
        .send(buy60)
        .send(buy60, "P");

    assertClean(
        "R:UNROUTABLE+UNKNOWN_PORTFOLIO R:BAD_IDENTIFIER+UNKNOWN_PORTFOLIO A a"
            .replace("UNKNOWN_PORTFOLIO", "UNKNOWN_PORTFOLIO+NO_BUDGET+NO_MARK+NO_EQUITY"));
  }

  @Test
  void shouldFindNothing_whenOrdersAreTooFastOrTooRisky() {
    scene.define("10000", limits -> limits.setMaxOrderRate(3.0).setMaxOpenOrders(4));
    scene.budget("1000", "9000", 1.5, 0.05);
    for (int i = 0; i < 12; i++) {
      scene.order("s" + i, "S", i % 2 == 0 ? "A" : "B", Side.BUY, "10");
    }
    scene.marks("10", "10").order("t1", "T", "A", Side.BUY, "400");
    scene.override(OverrideAction.RELEASE_RESERVATION, o -> o.setOrderId("s0"));
    scene.order("t2", "T", "A", Side.BUY, "400").state(0.9, 0.1, -0.5);
    scene.order("t3", "T", "B", Side.SELL, "9");

    CheckResult result = check();
    assertThat(result.findings()).isEmpty();
    assertThat(result.rejectedByReason())
        .containsKeys("ORDER_RATE", "VOLATILITY_LIMIT", "OPEN_ORDERS");
    assertThat(decisionOn("s11").getInputs().getStrategyRateTokens()).isNotNull();
    assertThat(decisionOn("t3").getInputs().getVolatility()).isPositive();
  }

  @Test
  void shouldFindNothing_whenALossLimitIsReachedAndLifted() {
    loss();
    scene.override(OverrideAction.RESUME, o -> {});
    scene.order("4", "T", "B", Side.BUY, "1");

    assertClean("A R:LOSS_LIMIT AR A");
    assertThat(decisionOn("3").getInputs().getTradingState().name()).isEqualTo("REDUCE_ONLY");
  }

  /** A position that loses more than its limit; orders before and after. */
  private void loss() {
    scene
        .define("10000", limits -> limits.setMaxDrawdown(0.01))
        .send(buy60)
        .report(buy60, ExecutionStatus.FILLED, "60", "60", "e1")
        .marks("8", "10")
        .marks("7.99", "10")
        .order("2", "T", "B", Side.BUY, "1")
        .order("3", "S", "A", Side.SELL, "1");
  }

  @Test
  void shouldFindTheLossUnproven_whenNoAlertTellsOfIt() {
    loss();
    History forged = new Forgery(scene.history()).withoutAlerts(LossEvidence.ALERT).history();
    assertThat(kinds(forged)).containsOnly(Finding.Kind.LOSS_LIMIT_UNPROVEN);
  }

  @Test
  void shouldFindTheLossUnproven_whenTheAlertIsPassedOver() {
    loss();
    scene.marks("8", "10").order("4", "T", "B", Side.BUY, "1");
    History forged =
        new Forgery(scene.history())
            .decision(
                "4",
                d ->
                    d.setOutcome(Outcome.APPROVED)
                        .setApprovedQuantity(number("1"))
                        .setLargestQuantity(number("1"))
                        .setViolations(List.of()))
            .inputs("4", i -> i.setTradingState(com.alphapulse.riskbudget.avro.TradingState.ACTIVE))
            .move("4", "approved-order")
            .history();
    assertThat(kinds(forged)).containsOnly(Finding.Kind.LOSS_LIMIT_UNPROVEN);
  }

  private static List<Finding.Kind> kinds(History history) {
    return Scene.audit(history, Scene.settings()).findings().stream().map(Finding::kind).toList();
  }

  @Test
  void shouldFindNothing_whenDecisionsAndOrdersAreForgotten() {
    OrderIntent late = scene.intent("2", "T", "B", Side.BUY, "5");
    scene
        .send(buy60)
        .report(buy60, ExecutionStatus.FILLED, "60", "60", "e1")
        .send(late)
        .pass(45)
        .marks("10", "10")
        .budget("100", "5000", 1.5, null)
        .order("3", "T", "B", Side.BUY, "1")
        .send(buy60)
        .order("4", "T", "B", Side.BUY, "1")
        .report(buy60, ExecutionStatus.FILLED, "1", "61", "e1")
        .order("5", "T", "B", Side.BUY, "1")
        .send(late);

    CheckResult result = check();
    assertThat(result.findings()).isEmpty();
    assertThat(result.rejectedByReason()).containsEntry("STALE_INTENT", 2L);
    // The execution id was forgotten too, so that the fill was booked again.
    assertThat(decisionOn("5").getInputs().getLedgerSequence())
        .isEqualTo(decisionOn("4").getInputs().getLedgerSequence() + 2);
  }

  @Test
  void shouldFindNothing_whenAQuantityIsReducedToFit() {
    OrderIntent large = scene.intent("1", "S", "A", Side.BUY, "130.5");
    large.setSizing(Sizing.REDUCE_TO_FIT);
    scene.send(large).order("2", "S", "A", Side.BUY, "1");

    assertClean("A R:POSITION_LIMIT");
    assertThat(decisionOn("1").getApprovedQuantity()).isEqualByComparingTo("100");
  }

  @Test
  void shouldFindNothing_whenRecordsAreRefusedByTheGate() {
    scene
        .define("-1", limits -> {})
        .budget("-1", "5000", 1.5, null)
        .budget("100", "5000", Double.NaN, null)
        .order("1", "S", "A", Side.BUY, "10");
    scene.override(OverrideAction.CAP_POSITION, o -> o.setValue(null));
    scene.override(OverrideAction.HALT, o -> o.setExpiresAt(Instant.EPOCH));
    scene
        .order("2", "S", "A", Side.BUY, "10")
        .marks("0", "10")
        .order("3", "S", "A", Side.BUY, "10");

    assertClean("A A R:NO_MARK");
  }

  @Test
  void shouldFindNothing_whenIdentifiersAreTooLong() {
    String longId = "x".repeat(300);
    String half = "x".repeat(127) + "\uD83D\uDE00".repeat(50);
    scene
        .send(scene.intent(longId, "S", "A", Side.BUY, "1"))
        .send(scene.intent(half, "S", "A", Side.BUY, "1"))
        .send(scene.intent("1", longId, half, Side.BUY, "1"))
        .send(scene.intent("2", "S", "A", Side.BUY, "1"), longId)
        .define("77", limits -> {}, d -> d.setRestrictedSymbols(List.of(longId)))
        .define("77", limits -> limits.setPositionLimits(Map.of(half, number("1"))))
        .report(
            scene.intent("3", "S", longId, Side.BUY, "1"), ExecutionStatus.FILLED, "1", "1", "e")
        .report(buy60, ExecutionStatus.FILLED, "1", "1", longId);
    scene.override(
        OverrideAction.CAP_LEVERAGE, o -> o.setValue(number("0")).setReason("r".repeat(1001)));
    scene.override(
        OverrideAction.CAP_LEVERAGE, o -> o.setValue(number("0")).setAuthor("a".repeat(201)));
    scene.override(OverrideAction.HALT, o -> o.setScope(OverrideScope.SYMBOL).setScopeId(longId));
    scene.order("4", "S", "A", Side.BUY, "1");

    CheckResult result = check();
    assertThat(result.findings()).isEmpty();
    assertThat(result.rejectedByReason()).containsEntry("BAD_IDENTIFIER", 3L);
    assertThat(decisionOn("4").getOutcome()).isEqualTo(Outcome.APPROVED);
  }

  @Test
  void shouldFindNothing_whenAHaltWithABadTextStopsOrders() {
    scene.override(
        OverrideAction.HALT, o -> o.setReason("r".repeat(1001)).setAuthor("a\u200bb".repeat(201)));
    scene.order("4", "S", "A", Side.BUY, "1");

    CheckResult result = check();
    assertThat(result.findings()).isEmpty();
    assertThat(result.rejectedByReason()).containsEntry("HALTED", 1L);
  }

  @Test
  void shouldFindNothing_whenMoneyComesAndGoes() {
    scene
        .send(buy60)
        .report(buy60, ExecutionStatus.FILLED, "60", "60", "e1")
        .define("12000.5", limits -> {})
        .order("2", "S", "A", Side.BUY, "1")
        .define("9000", limits -> limits.setMaxLeverage(0.05))
        .order("3", "S", "A", Side.BUY, "1");

    assertClean("A A R:PORTFOLIO_LEVERAGE");
  }

  @Test
  void shouldShowTheDifference_whenTheGateHadOtherSettings() {
    scene.pass(30).order("1", "S", "A", Side.BUY, "10");
    assertThat(check().findings()).isEmpty();

    CheckResult result = Scene.audit(scene.history(), Configuration.defaults().gate());

    assertThat(result.findings())
        .extracting(Finding::detail)
        .containsExactly(
            "tokens of the strategy: recorded 10.0, rebuilt 20.0",
            "STALE_MARK of A: 31000 over 20000, and 31000 ms old, at most 10000",
            "limit of STALE_MARK: recorded 20000, rebuilt 10000");
  }

  @Test
  void shouldCheckTheRangeOnly_whenOneIsGiven() {
    scene.send(buy60);
    Instant from = scene.pass(1).now();
    scene.order("2", "T", "A", Side.BUY, "10").pass(1).order("3", "T", "A", Side.BUY, "10");
    Instant to = scene.now();
    History forged =
        new Forgery(scene.history())
            .inputs("1", inputs -> inputs.setPosition(number("1")))
            .inputs("2", inputs -> inputs.setPosition(number("2")))
            .inputs("3", inputs -> inputs.setPosition(number("3")))
            .history();

    CheckResult result =
        Audit.ofOrders(
            forged,
            Scene.settings(),
            new Range(Optional.of(from), Optional.of(to)),
            (recorded, again) -> {});

    assertThat(result.findings()).extracting(Finding::orderId).containsExactly("2");
    assertThat(result.orderIntents()).isEqualTo(1);
    assertThat(result.decidedAgain()).isEqualTo(1);
  }
}
