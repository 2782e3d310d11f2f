package com.alphapulse.riskbudget.audit;

import static com.alphapulse.riskbudget.audit.Scene.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.audit.history.History;
import com.alphapulse.riskbudget.audit.outside.CheckResult;
import com.alphapulse.riskbudget.audit.outside.OutsideCheck;
import com.alphapulse.riskbudget.audit.outside.record.Finding;
import com.alphapulse.riskbudget.audit.outside.record.Finding.Kind;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Mark;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Violation;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody changes in a history of the real gate afterwards is found. */
class ForgeryTest {
  private static Scene scene;
  private static History clean;
  private static String cap;
  private static String release;

  /** Orders 1 to 8 of the strategies S and T; 2 is over its position limit, 1 is sent twice. */
  @BeforeAll
  static void trade(@TempDir Path directory) {
    scene = Scene.open(directory);
    OrderIntent first = scene.intent("1", "S", "A", Side.BUY, "60");
    scene
        .send(first)
        .order("2", "S", "A", Side.BUY, "41")
        .send(first)
        .report(first, ExecutionStatus.PARTIALLY_FILLED, "20", "20", "e1")
        .marks("11", "9")
        .order("3", "T", "B", Side.SELL, "30")
        .budget("90", "4000", 1.2, 0.4)
        .order("4", "T", "B", Side.BUY, "5");
    cap = scene.override(OverrideAction.CAP_LEVERAGE, o -> o.setValue(number("0.13")));
    scene.order("5", "T", "B", Side.SELL, "20");
    scene.override(OverrideAction.WITHDRAW, o -> o.setOverrideId(cap));
    release = scene.override(OverrideAction.RELEASE_RESERVATION, o -> o.setOrderId("3"));
    scene.order("6", "T", "B", Side.SELL, "7").pass(70).marks("11", "9");
    scene.order("7", "S", "A", Side.BUY, "1").budget("90", "4000", 1.2, 0.4);
    scene.order("8", "S", "A", Side.SELL, "2");
    clean = scene.history();
  }

  @AfterAll
  static void close() {
    scene.close();
  }

  private static List<Finding> findings(Forgery forgery) {
    return Scene.audit(forgery.history(), Scene.settings()).findings();
  }

  private static void assertFinds(Forgery forgery, String orderId, Kind kind, String detail) {
    assertThat(findings(forgery))
        .anySatisfy(
            finding -> {
              assertThat(finding.orderId()).isEqualTo(orderId);
              assertThat(finding.kind()).isEqualTo(kind);
              assertThat(finding.toString()).contains(detail);
            });
  }

  private static Forgery forge() {
    return new Forgery(clean);
  }

  @Test
  void shouldFindNothing_whenNothingIsForged() {
    CheckResult result = Scene.audit(clean, Scene.settings());
    assertThat(result.findings()).isEmpty();
    assertThat(result.approved()).isEqualTo(5);
    assertThat(result.rejectedByReason())
        .containsOnlyKeys("POSITION_LIMIT", "PORTFOLIO_LEVERAGE", "STALE_BUDGET");
  }

  @Test
  void shouldFindIt_whenAnApprovedQuantityIsRaised() {
    Forgery forgery = forge().decision("1", d -> d.setApprovedQuantity(number("61")));
    assertFinds(forgery, "1", Kind.MORE_THAN_ASKED, "approved 61 of 60");
    assertFinds(
        forgery,
        "1",
        Kind.DECIDED_DIFFERENTLY,
        "approved-order-0@0): approved quantity: recorded 61, rebuilt 60");
  }

  @Test
  void shouldFindIt_whenARejectedOrderIsTurnedIntoAnApprovedOne() {
    Forgery forgery =
        forge()
            .decision(
                "2",
                d ->
                    d.setOutcome(Outcome.APPROVED)
                        .setApprovedQuantity(number("41"))
                        .setLargestQuantity(number("41"))
                        .setViolations(List.of()))
            .move("2", "approved-order");
    assertFinds(forgery, "2", Kind.DECIDED_DIFFERENTLY, "outcome: recorded APPROVED");
    assertFinds(forgery, "2", Kind.POSITION_LIMIT, "101 is above 100");
  }

  @Test
  void shouldFindIt_whenARejectionIsOnTheWrongTopic() {
    assertFinds(forge().move("2", "approved-order"), "2", Kind.MISPLACED, "REJECTED");
  }

  @Test
  void shouldFindIt_whenAnIntentHasNoDecision() {
    assertFinds(forge().withoutDecision("4"), "4", Kind.UNANSWERED, "order-intent-0@4");
  }

  @Test
  void shouldFindIt_whenAResentIntentHasNoRepeat() {
    List<History.Entry<OrderDecision>> all = clean.decisions();
    Forgery forgery = forge().withoutDecision("1");
    all.stream()
        .filter(d -> d.value().getIntent().getOrderId().equals("1") && !d.value().getRepeat())
        .forEach(forgery::add);
    assertFinds(forgery, "1", Kind.UNANSWERED, "order-intent-0@2");
  }

  @Test
  void shouldFindIt_whenADecisionStandsTwice() {
    Forgery forgery = forge();
    assertFinds(forgery.add(forgery.decisionOn("4")), "4", Kind.ANSWERED_TWICE, "already");
  }

  @Test
  void shouldFindIt_whenAResentIntentIsDecidedAnew() {
    Forgery forgery = forge();
    History.Entry<OrderDecision> first = forgery.decisionOn("1");
    forgery.withoutDecision("1").add(first);
    Map<String, Long> cursor = new HashMap<>(first.value().getCursor());
    cursor.put("order-intent", 1L);
    OrderDecision anew = OrderDecision.newBuilder(first.value()).setCursor(cursor).build();
    forgery.add(new History.Entry<>(first.topic(), first.partition(), first.offset(), "P", anew));
    assertFinds(forgery, "1", Kind.ANSWERED_TWICE, "decided anew");
  }

  @Test
  void shouldFindIt_whenARepeatSaysSomethingElse() {
    Forgery forgery = forge();
    forgery.decision("1", d -> d.setLargestQuantity(number("59")));
    assertFinds(forgery, "1", Kind.REPEAT_DIFFERS, "the first decision");
  }

  @Test
  void shouldFindIt_whenADecisionHasNoIntent() {
    assertFinds(forge().withoutIntent("4"), "4", Kind.NEVER_ASKED, "no such intent");
  }

  @Test
  void shouldFindIt_whenAnIntentIsNotWhatWasDecided() {
    Forgery forgery =
        forge().intent("4", i -> OrderIntent.newBuilder(i).setQuantity(number("6")).build());
    assertFinds(forgery, "4", Kind.INTENT_DIFFERS, "order-intent-0@4");
  }

  @Test
  void shouldFindIt_whenDecisionsAreSwapped() {
    assertFinds(forge().swap("3", "4"), "3", Kind.MISPLACED, "stands after");
  }

  @Test
  void shouldFindIt_whenAViolationIsRemoved() {
    Forgery forgery = forge().decision("2", d -> d.setViolations(List.of()));
    assertFinds(
        forgery,
        "2",
        Kind.DECIDED_DIFFERENTLY,
        "violations: recorded [], rebuilt [POSITION_LIMIT]");
  }

  @Test
  void shouldFindIt_whenAnyFieldOfAViolationIsChanged() {
    List<UnaryOperator<Violation.Builder>> changes =
        List.of(
            v -> v.setReason("CONCENTRATION"),
            v -> v.setScope("PORTFOLIO"),
            v -> v.setScopeId("B"),
            v -> v.setObserved(number("101.00000001")),
            v -> v.setObserved(null),
            v -> v.setLimit(number("99")),
            v -> v.setBoundBy("HARD_LIMIT"),
            v -> v.setLargestQuantity(number("41")));
    for (UnaryOperator<Violation.Builder> change : changes) {
      Forgery forgery =
          forge()
              .decision(
                  "2",
                  d ->
                      d.setViolations(
                          List.of(
                              change
                                  .apply(Violation.newBuilder(d.getViolations().get(0)))
                                  .build())));
      assertThat(findings(forgery)).extracting(Finding::orderId).containsOnly("2");
      assertThat(findings(forgery)).extracting(Finding::kind).contains(Kind.DECIDED_DIFFERENTLY);
    }
  }

  @Test
  void shouldFindIt_whenAnyInputIsChanged() {
    BigDecimal wrong = number("12345");
    List<java.util.function.Consumer<com.alphapulse.riskbudget.avro.DecisionInputs.Builder>>
        changes =
            List.of(
                i -> i.setPosition(wrong),
                i -> i.setPendingBuys(wrong),
                i -> i.setPendingSells(wrong),
                i -> i.setStrategyPosition(wrong),
                i -> i.setStrategyPendingBuys(wrong),
                i -> i.setStrategyPendingSells(wrong),
                i -> i.setGrossExposure(wrong),
                i -> i.setStrategyExposure(null),
                i -> i.setEquity(i.getEquity().add(number("0.00000001"))),
                i -> i.setOpenOrders(17),
                i -> i.setMark(wrong),
                i -> i.setMarkTime(Scene.START),
                i -> i.setBudgetVersion(7L),
                i -> i.setBudgetAsOf(null),
                i -> i.setTradingState(com.alphapulse.riskbudget.avro.TradingState.HALTED),
                i -> i.setStateSequence(null),
                i -> i.setPortfolioRateTokens(1.0),
                i -> i.setStrategyRateTokens(5.0));
    for (var change : changes) {
      assertThat(findings(forge().inputs("8", change)))
          .singleElement()
          .extracting(Finding::kind)
          .isEqualTo(Kind.INPUTS_DIFFER);
    }
    assertThat(findings(forge().inputs("8", i -> i.setVolatility(0.3))))
        .extracting(Finding::kind)
        .containsExactly(Kind.INPUTS_DIFFER, Kind.DECIDED_DIFFERENTLY);
    // Later decisions of the portfolio count on from what was recorded.
    assertThat(findings(forge().inputs("4", i -> i.setLedgerSequence(99L))))
        .extracting(Finding::orderId)
        .containsExactly("4", "5");
  }

  @Test
  void shouldFindIt_whenABudgetWasNeverIssued() {
    assertFinds(
        forge().withoutBudget(2), "4", Kind.INPUTS_DIFFER, "budget version: recorded 2, rebuilt 1");
  }

  @Test
  void shouldFindIt_whenALimitOfABudgetIsLoweredAfterwards() {
    Forgery forgery =
        forge().budget(1, b -> BudgetUpdate.newBuilder(b).setLeverageLimit(0.01).build());
    assertFinds(forgery, "1", Kind.PORTFOLIO_LEVERAGE, "600 is above 100");
    assertFinds(forgery, "1", Kind.DECIDED_DIFFERENTLY, "rebuilt REJECTED");
  }

  @Test
  void shouldFindIt_whenAFillIsMissing() {
    assertFinds(
        forge().withoutReport("e1"),
        "3",
        Kind.INPUTS_DIFFER,
        "ledger sequence: recorded 3, rebuilt 2");
  }

  @Test
  void shouldFindIt_whenAFillIsChanged() {
    Forgery forgery =
        forge()
            .report("e1", r -> ExecutionReport.newBuilder(r).setLastQuantity(number("21")).build());
    assertFinds(forgery, "7", Kind.INPUTS_DIFFER, "position: recorded 20, rebuilt 21");
  }

  @Test
  void shouldFindIt_whenACursorGoesBack() {
    for (String topic :
        List.of("execution-report", "market-marks", "budget-update", "risk-override-routed")) {
      Map<String, Long> cursor = new HashMap<>(forge().decisionOn("8").value().getCursor());
      cursor.put(topic, -1L);
      assertFinds(
          forge().decision("8", d -> d.setCursor(cursor)),
          "8",
          Kind.BAD_CURSOR,
          topic + " goes back");
    }
  }

  @Test
  void shouldFindIt_whenACursorLacksATopic() {
    for (String topic : clean.decisions().get(0).value().getCursor().keySet()) {
      Map<String, Long> cursor = new HashMap<>(forge().decisionOn("8").value().getCursor());
      cursor.remove(topic);
      assertFinds(forge().decision("8", d -> d.setCursor(cursor)), "8", Kind.BAD_CURSOR, topic);
    }
  }

  @Test
  void shouldFindIt_whenACursorDoesNotLeadToItsIntent() {
    Map<String, Long> cursor = new HashMap<>(forge().decisionOn("8").value().getCursor());
    cursor.merge("order-intent", -1L, Long::sum);
    assertFinds(
        forge().decision("8", d -> d.setCursor(cursor)),
        "8",
        Kind.BAD_CURSOR,
        "the intent is at order-intent-0@8");
  }

  @Test
  void shouldFindIt_whenAMarkIsChanged() {
    Forgery forgery =
        forge()
            .marks(
                1,
                m -> {
                  List<Mark> marks = new java.util.ArrayList<>(m.getMarks());
                  marks.set(0, Mark.newBuilder(marks.get(0)).setPrice(number("10.5")).build());
                  return MarketMarks.newBuilder(m).setMarks(marks).build();
                });
    assertFinds(forgery, "1", Kind.INPUTS_DIFFER, "mark: recorded 10, rebuilt 10.5");
  }

  @Test
  void shouldFindIt_whenAnOverrideIsIgnored() {
    Forgery forgery =
        forge().override(cap, o -> RiskOverride.newBuilder(o).setValue(number("0.05")).build());
    assertFinds(forgery, "5", Kind.DECIDED_DIFFERENTLY, "limit of PORTFOLIO_LEVERAGE");
    Forgery approvedAllTheSame =
        forge()
            .decision(
                "5",
                d ->
                    d.setOutcome(Outcome.APPROVED)
                        .setApprovedQuantity(number("20"))
                        .setLargestQuantity(number("20"))
                        .setViolations(List.of()))
            .move("5", "approved-order");
    assertFinds(approvedAllTheSame, "5", Kind.PORTFOLIO_LEVERAGE, "is above");
    assertFinds(approvedAllTheSame, "5", Kind.DECIDED_DIFFERENTLY, "rebuilt [PORTFOLIO_LEVERAGE]");
  }

  @Test
  void shouldFindIt_whenAnOverrideWasNeverIssued() {
    assertFinds(
        forge().withoutOverride(cap),
        "5",
        Kind.DECIDED_DIFFERENTLY,
        "violations: recorded [PORTFOLIO_LEVERAGE], rebuilt []");
  }

  @Test
  void shouldFindIt_whenAReservationWasReleasedThatWasNot() {
    assertFinds(
        forge().withoutOverride(release),
        "6",
        Kind.INPUTS_DIFFER,
        "pending sells: recorded 0, rebuilt 30");
  }

  @Test
  void shouldFindIt_whenAStaleBudgetIsAccepted() {
    Forgery forgery =
        forge()
            .decision(
                "7",
                d ->
                    d.setOutcome(Outcome.APPROVED)
                        .setApprovedQuantity(number("1"))
                        .setLargestQuantity(number("1"))
                        .setViolations(List.of()))
            .move("7", "approved-order");
    assertFinds(
        forgery, "7", Kind.DECIDED_DIFFERENTLY, "violations: recorded [], rebuilt [STALE_BUDGET]");
  }

  @Test
  void shouldFindIt_whenAnOrderThatAddsRiskIsTakenForOneThatCutsIt() {
    assertFinds(
        forge().decision("1", d -> d.setReducing(true)), "1", Kind.NOT_REDUCING, "can become 60");
  }

  @Test
  void shouldFindIt_whenTheTimeOfTheChecksIsChanged() {
    assertFinds(
        forge().decision("1", d -> d.setAsOf(d.getAsOf().plusMillis(1))),
        "1",
        Kind.INPUTS_DIFFER,
        "time: ");
    assertFinds(
        forge().decision("1", d -> d.setAsOf(d.getAsOf().minusSeconds(2))),
        "1",
        Kind.INPUTS_DIFFER,
        "time: ");
  }

  @Test
  void shouldIgnoreTheWallClock_whenItIsALaterOne() {
    Forgery forgery =
        forge().decision("4", d -> d.setDecidedAt(d.getDecidedAt().plusSeconds(3600)));
    assertThat(findings(forgery)).isEmpty();
  }

  private static List<Finding> outside(Forgery forgery) {
    return OutsideCheck.check(forgery.history(), Scene.settings()).findings();
  }

  private static Violation violation(String reason, String scopeId) {
    return Violation.newBuilder()
        .setReason(reason)
        .setMessage("made up")
        .setScope("ORDER")
        .setScopeId(scopeId)
        .setBoundBy("ORDER")
        .build();
  }

  private static Forgery rejected(String orderId, List<Violation> violations) {
    return forge()
        .decision(
            orderId,
            d ->
                d.setOutcome(Outcome.REJECTED)
                    .setApprovedQuantity(number("0"))
                    .setViolations(violations))
        .move(orderId, "rejected-order");
  }

  @Test
  void shouldFindItFromOutside_whenAnOrderIsRejectedWithoutAnyReason() {
    assertThat(outside(rejected("4", List.of())))
        .anySatisfy(f -> assertThat(f.kind()).isEqualTo(Kind.REJECTED_WITHOUT_GROUND));
  }

  @Test
  void shouldFindItFromOutside_whenAnOrderIsRejectedForAReasonThatDoesNotHold() {
    for (Kind reason : Kind.values()) {
      if (Kind.ofReason(reason.name()).isPresent()) {
        assertThat(outside(rejected("4", List.of(violation(reason.name(), "4")))))
            .as("rejected for " + reason)
            .anySatisfy(
                f ->
                    assertThat(f.kind())
                        .isIn(Kind.REJECTED_WITHOUT_GROUND, Kind.LOSS_LIMIT_UNPROVEN));
      }
    }
  }

  @Test
  void shouldFindItFromOutside_whenAReasonIsNotKnown() {
    assertThat(outside(rejected("4", List.of(violation("BAD_WEATHER", "4")))))
        .anySatisfy(f -> assertThat(f.kind()).isEqualTo(Kind.REASON_UNKNOWN));
  }

  @Test
  void shouldFindItFromOutside_whenAReasonIsLeftOut() {
    assertThat(outside(forge().decision("2", d -> d.setViolations(List.of()))))
        .anySatisfy(f -> assertThat(f.kind()).isEqualTo(Kind.VIOLATION_NOT_TOLD));
  }

  @Test
  void shouldFindItFromOutside_whenTheFiguresOfAReasonAreChanged() {
    List<UnaryOperator<Violation.Builder>> changes =
        List.of(
            v -> v.setObserved(number("101.00000001")),
            v -> v.setObserved(null),
            v -> v.setLimit(number("99")));
    for (UnaryOperator<Violation.Builder> change : changes) {
      Forgery forgery =
          forge()
              .decision(
                  "2",
                  d ->
                      d.setViolations(
                          List.of(
                              change
                                  .apply(Violation.newBuilder(d.getViolations().get(0)))
                                  .build())));
      assertThat(outside(forgery))
          .extracting(Finding::kind)
          .containsExactly(Kind.VIOLATION_DIFFERS);
    }
  }

  @Test
  void shouldFindItFromOutside_whenAnOrderIsCutThatIsToBeTakenWhole() {
    Forgery forgery = forge().decision("1", d -> d.setApprovedQuantity(number("59")));
    assertThat(outside(forgery))
        .anySatisfy(f -> assertThat(f.kind()).isEqualTo(Kind.MORE_THAN_ASKED));
  }
}
