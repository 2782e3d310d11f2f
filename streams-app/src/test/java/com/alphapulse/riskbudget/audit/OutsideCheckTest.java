package com.alphapulse.riskbudget.audit;

import static com.alphapulse.riskbudget.audit.Histories.intent;
import static com.alphapulse.riskbudget.audit.Histories.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.audit.Finding.Kind;
import com.alphapulse.riskbudget.avro.DecisionInputs;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Side;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OutsideCheckTest {
  private final OrderIntent buy60 = intent("1", "S", "A", Side.BUY, "60");
  private final Histories history =
      new Histories().portfolio("1000").marks("10", "10").budget("100", "1000", 1.5);

  private OutsideCheck.Result check() {
    return OutsideCheck.check(history.history());
  }

  private void assertFinds(Kind... kinds) {
    assertThat(check().findings()).extracting(Finding::kind).containsExactly(kinds);
  }

  private static UnaryOperator<OrderDecision.Builder> inputs(
      Consumer<DecisionInputs.Builder> change) {
    return decision -> {
      DecisionInputs.Builder inputs = DecisionInputs.newBuilder(decision.getInputs());
      change.accept(inputs);
      return decision.setInputs(inputs.build());
    };
  }

  @Test
  void shouldFindNothing_whenEveryDecisionIsSound() {
    history
        .approved(buy60, "0", "0", "0")
        .rejected(intent("2", "S", "A", Side.BUY, "50"), "0", "60", "0", "POSITION_LIMIT")
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "20", "20", "e1")
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "20", "20", "e1")
        .approved(
            intent("3", "S", "A", Side.BUY, "40"),
            "20",
            "40",
            "0",
            inputs(
                inputs ->
                    inputs
                        .setEquity(number("999"))
                        .setGrossExposure(number("600"))
                        .setStrategyExposure(number("600"))
                        .setBudgetVersion(1L)))
        .report(buy60, ExecutionStatus.CANCELLED, "0", "20", "e2")
        .approved(
            intent("4", "S", "A", Side.SELL, "20"), "20", "40", "0", d -> d.setReducing(true));

    assertFinds();
  }

  @Test
  void shouldCountOrdersAndReasons_whenSomeAreRejected() {
    history
        .approved(buy60, "0", "0", "0")
        .rejected(intent("2", "S", "A", Side.BUY, "50"), "0", "60", "0", "POSITION_LIMIT")
        .rejected(intent("3", "S", "A", Side.BUY, "50"), "0", "60", "0", "POSITION_LIMIT");

    OutsideCheck.Result result = check();

    assertThat(result.findings()).isEmpty();
    assertThat(result.orderIntents()).isEqualTo(3);
    assertThat(result.approved()).isEqualTo(1);
    assertThat(result.rejected()).isEqualTo(2);
    assertThat(result.rejectedByReason()).isEqualTo(Map.of("POSITION_LIMIT", 2L));
  }

  @Test
  void shouldFindUnanswered_whenAnIntentHasNoDecision() {
    history.sent(buy60);
    assertFinds(Kind.UNANSWERED);
    assertThat(check().unanswered()).isEqualTo(1);
  }

  @Test
  void shouldFindUnanswered_whenAResendHasNoRepeat() {
    history.approved(buy60, "0", "0", "0").sent(buy60);
    assertFinds(Kind.UNANSWERED);
  }

  @Test
  void shouldFindNothing_whenAResendHasARepeat() {
    history.approved(buy60, "0", "0", "0").sent(buy60);
    history.decision(OrderDecision.newBuilder(history.last()).setRepeat(true).build());
    assertFinds();
    assertThat(check().approved()).isEqualTo(1);
  }

  @Test
  void shouldFindRepeatDiffers_whenARepeatSaysSomethingElse() {
    history.approved(buy60, "0", "0", "0").sent(buy60);
    history.decision(
        OrderDecision.newBuilder(history.last())
            .setRepeat(true)
            .setOutcome(Outcome.REJECTED)
            .build());
    assertFinds(Kind.REPEAT_DIFFERS);
  }

  @Test
  void shouldFindAnsweredTwice_whenBothDecisionsAreNoRepeats() {
    history.rejected(buy60, "0", "0", "0", "NO_BUDGET").rejected(buy60, "0", "0", "0", "NO_BUDGET");
    assertFinds(Kind.ANSWERED_TWICE);
    assertThat(check().answeredTwice()).isEqualTo(1);
  }

  @Test
  void shouldFindNeverAsked_whenADecisionHasNoIntent() {
    history.rejected(buy60, "0", "0", "0", "NO_BUDGET");
    OrderDecision stray =
        OrderDecision.newBuilder(history.last())
            .setIntent(intent("9", "S", "A", Side.BUY, "1"))
            .build();
    history.decision(stray);
    assertFinds(Kind.NEVER_ASKED);
  }

  @Test
  void shouldFindPositionLimit_whenPendingOrdersAreLeftOut() {
    history
        .approved(buy60, "0", "0", "0")
        .approved(intent("2", "S", "A", Side.BUY, "41"), "0", "60", "0");
    assertFinds(Kind.POSITION_LIMIT, Kind.STRATEGY_BUDGET);
  }

  @Test
  void shouldFindNothing_whenThePositionIsAtItsLimit() {
    history
        .approved(buy60, "0", "0", "0")
        .approved(intent("2", "S", "A", Side.BUY, "40"), "0", "60", "0");
    assertFinds();
  }

  @Test
  void shouldFindPositionLimit_whenSellsGoTooFarShort() {
    history.approved(intent("1", "S", "A", Side.SELL, "100.5"), "0", "0", "0");
    assertThat(check().findings()).extracting(Finding::kind).contains(Kind.POSITION_LIMIT);
    assertThat(check().limitViolations()).isPositive();
  }

  @Test
  void shouldFindPositionLimit_whenANewBudgetIsTighter() {
    history.approved(buy60, "0", "0", "0").budget("80", "1000", 1.5);
    history.approved(intent("2", "S", "A", Side.BUY, "30"), "0", "60", "0");
    assertFinds(Kind.POSITION_LIMIT);
  }

  @Test
  void shouldUseTheBudgetOfTheCursor_whenATighterOneCameLater() {
    history.approved(buy60, "0", "0", "0").budget("10", "10", 0.1);
    assertFinds();
  }

  @Test
  void shouldFindStrategyBudget_whenItsSymbolsTogetherExceedIt() {
    history
        .budget("100", "700", 1.5)
        .approved(buy60, "0", "0", "0")
        .approved(intent("2", "S", "B", Side.BUY, "20"), "0", "0", "0");
    assertFinds(Kind.STRATEGY_BUDGET);
  }

  @Test
  void shouldFindPortfolioLeverage_whenStrategiesTogetherExceedIt() {
    history
        .budget("100", "1000", 1.0)
        .approved(buy60, "0", "0", "0")
        .approved(intent("2", "T", "B", Side.SELL, "50"), "0", "0", "0");
    assertFinds(Kind.PORTFOLIO_LEVERAGE);
  }

  @Test
  void shouldFindPortfolioLeverage_whenPricesHaveRisen() {
    history
        .budget("100", "5000", 1.0)
        .approved(buy60, "0", "0", "0")
        .marks("16", "10")
        .approved(intent("2", "S", "B", Side.BUY, "5"), "0", "0", "0");
    assertFinds(Kind.PORTFOLIO_LEVERAGE);
  }

  @Test
  void shouldFindNoLimitKnown_whenThereWasNoBudget() {
    Histories bare = new Histories().portfolio("1000").marks("10", "10");
    bare.approved(buy60, "0", "0", "0").budget("100", "1000", 1.5);
    assertThat(OutsideCheck.check(bare.history()).findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.NO_LIMIT_KNOWN);
  }

  @Test
  void shouldFindNoLimitKnown_whenTheSymbolHasNoLimit() {
    history.approved(intent("1", "S", "C", Side.BUY, "1"), "0", "0", "0");
    assertThat(check().findings()).extracting(Finding::kind).contains(Kind.NO_LIMIT_KNOWN);
  }

  @Test
  void shouldFindMoreThanAsked_whenMoreIsApproved() {
    history.approved(buy60, "0", "0", "0", d -> d.setApprovedQuantity(number("61")));
    assertFinds(Kind.MORE_THAN_ASKED);
  }

  @Test
  void shouldFindInputsDiffer_whenAFillIsLeftOut() {
    history
        .approved(buy60, "0", "0", "0")
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "20", "20", "e1")
        .rejected(intent("2", "S", "A", Side.BUY, "90"), "0", "60", "0", "POSITION_LIMIT");
    assertThat(check().ledgerMismatches()).isEqualTo(4);
    assertThat(check().findings()).extracting(Finding::kind).containsOnly(Kind.INPUTS_DIFFER);
  }

  @Test
  void shouldFindInputsDiffer_whenARepeatedExecutionIsCountedTwice() {
    history
        .approved(buy60, "0", "0", "0")
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "20", "20", "e1")
        .report(buy60, ExecutionStatus.PARTIALLY_FILLED, "20", "20", "e1")
        .rejected(intent("2", "S", "A", Side.BUY, "90"), "40", "20", "0", "POSITION_LIMIT");
    assertThat(check().findings()).extracting(Finding::kind).containsOnly(Kind.INPUTS_DIFFER);
  }

  @Test
  void shouldFindInputsDiffer_whenEquityOrBudgetAreNotWhatTheyWere() {
    history.approved(
        buy60,
        "0",
        "0",
        "0",
        inputs(
            inputs ->
                inputs
                    .setEquity(number("1000.001"))
                    .setGrossExposure(number("0.001"))
                    .setBudgetVersion(7L)));
    assertFinds(Kind.INPUTS_DIFFER, Kind.INPUTS_DIFFER, Kind.INPUTS_DIFFER);
  }

  @Test
  void shouldKeepTheOvertakenPartReserved_whenTheCancelCountsAFillThatIsStillOnItsWay() {
    history
        .approved(buy60, "0", "0", "0")
        .report(buy60, ExecutionStatus.CANCELLED, "0", "25", "e1")
        .rejected(intent("2", "S", "A", Side.BUY, "90"), "0", "25", "0", "POSITION_LIMIT")
        .report(buy60, ExecutionStatus.CANCELLED, "25", "25", "e2")
        .rejected(intent("3", "S", "A", Side.BUY, "90"), "25", "0", "0", "POSITION_LIMIT");
    assertFinds();
  }

  @Test
  void shouldBookAFill_whenItsOrderWasNeverApproved() {
    history
        .report(buy60, ExecutionStatus.FILLED, "60", "60", "e1")
        .rejected(intent("2", "S", "A", Side.BUY, "90"), "60", "0", "0", "POSITION_LIMIT");
    assertFinds();
  }

  @Test
  void shouldFindNotReducing_whenAnOrderCanFlipThePosition() {
    history
        .approved(buy60, "0", "0", "0")
        .report(buy60, ExecutionStatus.FILLED, "60", "60", "e1")
        .approved(intent("2", "S", "A", Side.SELL, "61"), "60", "0", "0", d -> d.setReducing(true));
    assertFinds(Kind.NOT_REDUCING);
  }

  @Test
  void shouldFindNotReducing_whenAnOrderThatAddsRiskIsTakenForOne() {
    history
        .approved(buy60, "0", "0", "0")
        .report(buy60, ExecutionStatus.FILLED, "60", "60", "e1")
        .approved(intent("2", "S", "A", Side.BUY, "1"), "60", "0", "0", d -> d.setReducing(true));
    assertFinds(Kind.NOT_REDUCING);
  }

  @Test
  void shouldFindNothing_whenAnOrderCutsRiskUnderATighterBudget() {
    history
        .approved(buy60, "0", "0", "0")
        .report(buy60, ExecutionStatus.FILLED, "60", "60", "e1")
        .budget("1", "1", 0.01)
        .approved(intent("2", "S", "A", Side.SELL, "60"), "60", "0", "0", d -> d.setReducing(true));
    assertFinds();
  }

  @Test
  void shouldFindBadCursor_whenATopicIsMissingOrAnOffsetGoesBack() {
    history
        .approved(buy60, "0", "0", "0")
        .budget("100", "1000", 1.5)
        .rejected(intent("2", "S", "A", Side.BUY, "90"), "0", "60", "0", "POSITION_LIMIT");
    history.sent(intent("3", "S", "A", Side.BUY, "90"));
    Map<String, Long> cursor = history.cursor();
    cursor.put("budget-update", 1L);
    cursor.remove("portfolio");
    history.decision(
        OrderDecision.newBuilder(history.last())
            .setIntent(intent("3", "S", "A", Side.BUY, "90"))
            .setCursor(cursor)
            .build());
    assertFinds(Kind.BAD_CURSOR, Kind.BAD_CURSOR);
  }
}
