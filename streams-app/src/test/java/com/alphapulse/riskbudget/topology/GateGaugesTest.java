package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gate shows beside its decisions: 20 of A at 100 pend. */
class GateGaugesTest {
  @TempDir private Path directory;
  private StageDriver stage;

  @BeforeEach
  void open() {
    stage = StageDriver.of(directory, START, Stage.GATE);
    Wire.openOneOrder(stage);
  }

  @AfterEach
  void close() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  void shouldMoveToTheNextAge_whenAnOrderStaysSilent() {
    assertReserved("UNDER_A_MINUTE", Duration.ofSeconds(2));
    assertReserved("UNDER_AN_HOUR", Duration.ofSeconds(58));
    assertReserved("UNDER_A_DAY", Duration.ofMinutes(59));
    assertReserved("A_DAY_OR_MORE", Duration.ofHours(23));

    assertShown("riskbudget_oldest_reservation_seconds{portfolio_id=\"alpha\"} 86400.0");
  }

  @Test
  void shouldShowNoughts_whenNothingIsOpen() {
    stage.send(
        Topics.EXECUTION_REPORT,
        PORTFOLIO,
        Wire.report("o1", Side.BUY, ExecutionStatus.CANCELLED, "0", "e1", START),
        ExecutionReport.class);
    stage.passWallClock(Duration.ofSeconds(2));

    assertShown("riskbudget_oldest_reservation_seconds{portfolio_id=\"alpha\"} 0.0");
    assertShown("riskbudget_open_orders{age=\"UNDER_A_MINUTE\",portfolio_id=\"alpha\"} 0.0");
    assertShown("riskbudget_reserved_notional{age=\"UNDER_A_MINUTE\",portfolio_id=\"alpha\"} 0.0");
  }

  @Test
  void shouldShowTheRegimeOfTheBudget_whenAnotherBudgetComes() {
    stage.passWallClock(Duration.ofSeconds(2));
    Regime first = Wire.budget(1, START).getRegime();
    assertShown(regime(first, 1));

    BudgetUpdate crisis = Wire.budget(2, START);
    crisis.setRegime(Regime.CRISIS);
    stage.send(Topics.BUDGET_UPDATE, PORTFOLIO, crisis, BudgetUpdate.class);
    stage.passWallClock(Duration.ofSeconds(2));

    assertThat(first).isNotEqualTo(Regime.CRISIS);
    assertShown(regime(first, 0));
    assertShown(regime(Regime.CRISIS, 1));
  }

  @Test
  void shouldTellHowLongPricesHaveStoodStill() {
    stage.passWallClock(Duration.ofSeconds(7));
    assertShown("riskbudget_marks_age_seconds{market=\"us\",partition=\"0\"} 7.0");

    stage.send(
        Topics.MARKET_MARKS,
        "us",
        Wire.marks(2, START.plusSeconds(7), "100", "50"),
        MarketMarks.class);
    stage.passWallClock(Duration.ofSeconds(1));
    assertShown("riskbudget_marks_age_seconds{market=\"us\",partition=\"0\"} 1.0");
  }

  @Test
  void shouldShowNothingOfATask_whenItHasEnded() {
    stage.passWallClock(Duration.ofSeconds(2));
    assertShown("portfolio_id=\"alpha\"");

    StageDriver ended = stage;
    stage = null;
    ended.close();

    assertThat(ended.metrics())
        .contains("riskbudget_decisions_total")
        .doesNotContain("portfolio_id=\"alpha\"")
        .doesNotContain("market=\"us\"");
  }

  private void assertReserved(String age, Duration later) {
    stage.passWallClock(later);
    assertShown("riskbudget_open_orders{age=\"%s\",portfolio_id=\"alpha\"} 1.0".formatted(age));
    assertShown(
        "riskbudget_reserved_notional{age=\"%s\",portfolio_id=\"alpha\"} 2000.0".formatted(age));
  }

  private static String regime(Regime regime, int shown) {
    return "riskbudget_regime{portfolio_id=\"alpha\",regime=\"%s\"} %d.0".formatted(regime, shown);
  }

  private void assertShown(String text) {
    assertThat(stage.metrics()).contains(text);
  }
}
