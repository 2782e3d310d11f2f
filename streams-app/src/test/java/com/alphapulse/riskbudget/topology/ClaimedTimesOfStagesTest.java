package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.TwoExchanges.reasons;
import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.EventTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No time that stands in what one stage writes for another moves a clock or keeps what is old
 * fresh, whoever wrote it: what is ahead is refused by name, what is behind counts as old until the
 * next.
 */
class ClaimedTimesOfStagesTest {
  private static final Duration ROUND = Duration.ofMinutes(2);

  @TempDir Path directory;
  private StageDriver stage;
  private Instant now = START;
  private long sequence = 1;

  /** A record of a stage, and what is answered to it and after it. */
  private enum Claim {
    MARKS("BAD_MARKET_DATA", "STALE_MARK"),
    STATE("BAD_MARKET_DATA", "NO_RISK_MODEL"),
    BUDGET("BUDGET_FAILED", "STALE_BUDGET");

    private final String whenAhead;
    private final String whenBehind;

    Claim(String whenAhead, String whenBehind) {
      this.whenAhead = whenAhead;
      this.whenBehind = whenBehind;
    }
  }

  private static List<Instant> ahead(Instant now) {
    return List.of(
        now.plus(EventTimes.MAX_AHEAD).plusMillis(1),
        now.plusSeconds(28_800),
        Instant.ofEpochMilli(now.toEpochMilli() * 1_000), // Microseconds: the year 57983.
        Instant.ofEpochMilli(Long.MAX_VALUE));
  }

  private static List<Instant> behind() {
    return List.of(
        START.minus(Duration.ofDays(40)),
        Instant.EPOCH,
        Instant.ofEpochMilli(-1),
        Instant.ofEpochMilli(Long.MIN_VALUE));
  }

  private static List<Instant> any(Instant now) {
    List<Instant> times = new ArrayList<>(ahead(now));
    times.add(now.plusSeconds(60));
    times.addAll(behind());
    return times;
  }

  @ParameterizedTest
  @EnumSource
  void shouldNameItAndDecideAsBefore_whenARecordClaimsToBeAheadAtTheGate(Claim claim) {
    open(Stage.GATE);
    for (int i = 0; i < ahead(now).size(); i++) {
      pass();
      Instant time = ahead(now).get(i);
      send(claim, time);

      assertThat(alerts()).as("%s", time).containsExactly(claim.whenAhead);
      decidesNow(time);
    }
    // As far as clocks differ, it is taken, and the clock is that of the wall.
    pass();
    send(claim, now.plus(EventTimes.MAX_AHEAD));
    assertThat(alerts()).isEmpty();
    decidesNow(now);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountAsOldUntilTheNext_whenARecordClaimsToBeBehindAtTheGate(Claim claim) {
    open(Stage.GATE);
    for (Instant time : behind()) {
      pass();
      send(claim, time);

      assertThat(alerts()).isEmpty();
      OrderDecision decision = decide();
      assertThat(reasons(decision)).as("%s", time).containsExactly(claim.whenBehind);
      assertThat(decision.getAsOf()).isEqualTo(now);
      send(claim, now);
      decidesNow(time);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARKS", "STATE"})
  void shouldBudgetAsBefore_whenARecordClaimsAnotherTimeAtTheBudgetStage(Claim claim) {
    open(Stage.BUDGET);
    for (int i = 0; i < any(now).size(); i++) {
      pass();
      Instant time = any(now).get(i);
      send(claim, time);
      assertThat(budgets())
          .allSatisfy(
              budget -> assertThat(budget.getAsOf()).isBeforeOrEqualTo(now.plusSeconds(60)));
      pass();

      List<BudgetUpdate> budgets = budgets();
      assertThat(budgets).as("%s", time).isNotEmpty();
      assertThat(budgets.get(budgets.size() - 1).getAsOf()).isEqualTo(now);
    }
    assertThat(alerts()).as("the gate tells").isEmpty();
  }

  private void decidesNow(Instant claimed) {
    OrderDecision decision = decide();
    assertThat(reasons(decision)).as("%s", claimed).isEmpty();
    assertThat(decision.getAsOf()).isEqualTo(now);
  }

  private void open(Stage which) {
    stage = StageDriver.of(directory, START, which);
    stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
    pass();
    stage.forgetOutputs();
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  /** Time passes, and every stage tells what it does with the time of now. */
  private void pass() {
    now = now.plus(ROUND);
    stage.passWallClock(ROUND);
    for (Claim each : Claim.values()) {
      send(each, now);
    }
  }

  private void send(Claim claim, Instant time) {
    sequence++;
    switch (claim) {
      case MARKS ->
          stage.send(
              Topics.MARKET_MARKS,
              "us",
              Wire.marks(sequence, time, "100", "50"),
              MarketMarks.class);
      case STATE ->
          stage.send(
              Topics.MARKET_STATE,
              "us",
              Wire.state(sequence, time, 0.3, 0.2, 0.4),
              MarketState.class);
      case BUDGET -> {
        if (stage.sources().contains(Topics.BUDGET_UPDATE.logicalName())) {
          stage.send(
              Topics.BUDGET_UPDATE,
              PORTFOLIO,
              Wire.budget(sequence, time, 0.45),
              BudgetUpdate.class);
        }
      }
    }
  }

  private OrderDecision decide() {
    OrderIntent intent = Wire.intent("o" + sequence++, Side.BUY, "1", now);
    stage.send(Topics.ORDER_INTENT, PORTFOLIO, intent, OrderIntent.class);
    List<OrderDecision> decisions =
        new ArrayList<>(stage.read(Topics.APPROVED_ORDER, OrderDecision.class));
    decisions.addAll(stage.read(Topics.REJECTED_ORDER, OrderDecision.class));
    assertThat(decisions).hasSize(1);
    return decisions.get(0);
  }

  private List<BudgetUpdate> budgets() {
    return stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class);
  }

  private List<String> alerts() {
    return stage.read(Topics.RISK_ALERT, RiskAlert.class).stream().map(RiskAlert::getType).toList();
  }
}
