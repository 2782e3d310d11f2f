package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static com.alphapulse.riskbudget.topology.Wire.dec;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.HardLimits;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is used of the limits in force. The budget allows 60 of A at 100 and of B at 50, 9,000 to
 * the strategy and 10,000 to the portfolio; 20 of A pend.
 */
class UtilizationTest {
  @TempDir private Path directory;
  private StageDriver stage;
  private final Map<String, RiskUtilization> rows = new HashMap<>();

  @BeforeEach
  void open() {
    stage = StageDriver.of(directory, START, Stage.GATE);
    Wire.openOneOrder(stage);
    assertRow("alpha", "10000", "8000");
    assertRow("s1", "9000", "7000");
    assertRow("A", "60", "40");
    assertRow("B", "60", "60");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource({
    // Override,                                       portfolio,  strategy,   A,      B
    "CAP_LEVERAGE, alpha, PORTFOLIO, '', 0.5,           5000, 3000, 9000, 7000, 60, 40, 60, 60",
    "CAP_LEVERAGE, *,     GLOBAL,    '', 0.1,           1000, 0,    9000, 7000, 60, 40, 60, 60",
    "CAP_LEVERAGE, alpha, PORTFOLIO, '', 2,           10000, 8000, 9000, 7000, 60, 40, 60, 60",
    "CAP_POSITION, alpha, SYMBOL,    A,  30,          10000, 8000, 9000, 7000, 30, 10, 60, 60",
    "CAP_POSITION, *,     PORTFOLIO, '', 10,          10000, 8000, 9000, 7000, 10, 0,  10, 10",
    "CAP_POSITION, alpha, STRATEGY,  s1, 25,          10000, 8000, 9000, 7000, 25, 5,  25, 25",
    "HALT,         alpha, PORTFOLIO, '', ,            10000, 0,    9000, 0,    60, 0,  60, 0",
    "HALT,         *,     GLOBAL,    '', ,            10000, 0,    9000, 0,    60, 0,  60, 0",
    "REDUCE_ONLY,  alpha, STRATEGY,  s1, ,            10000, 8000, 9000, 0,    60, 0,  60, 0",
    "HALT,         alpha, SYMBOL,    B,  ,            10000, 8000, 9000, 7000, 60, 40, 60, 0",
  })
  void shouldMeasureByTheLimitsInForce_andByTheBudgetsOnceTheOverrideHasEnded(
      OverrideAction action,
      String portfolioId,
      OverrideScope scope,
      String scopeId,
      String value,
      String limitOfAll,
      String freeOfAll,
      String limitOfStrategy,
      String freeOfStrategy,
      String limitOfA,
      String freeOfA,
      String limitOfB,
      String freeOfB) {
    RiskOverride override = Wire.override("v1", action, START);
    override.setPortfolioId(portfolioId);
    override.setScope(scope);
    override.setScopeId(scopeId);
    override.setValue(value == null ? null : dec(value));
    override.setExpiresAt(START.plusSeconds(20));
    stage.send(Topics.RISK_OVERRIDE, portfolioId, override, RiskOverride.class);

    assertRow("alpha", limitOfAll, freeOfAll);
    assertRow("s1", limitOfStrategy, freeOfStrategy);
    assertRow("A", limitOfA, freeOfA);
    assertRow("B", limitOfB, freeOfB);

    stage.passWallClock(Duration.ofSeconds(20));
    assertRow("alpha", "10000", "8000");
    assertRow("s1", "9000", "7000");
    assertRow("A", "60", "40");
    assertRow("B", "60", "60");
  }

  @Test
  void shouldCountHardLimits_andRestrictedAndClosed() {
    Portfolio tight =
        Wire.portfolio(
            HardLimits.newBuilder()
                .setMaxLeverage(0.4)
                .setPositionLimits(Map.of("A", dec("50")))
                .build());
    tight.setRestrictedSymbols(List.of("B"));
    stage.send(Topics.PORTFOLIO, PORTFOLIO, tight, Portfolio.class);
    assertRow("alpha", "4000", "2000");
    assertRow("A", "50", "30");
    assertRow("B", "60", "0");

    stage.send(Topics.PORTFOLIO, PORTFOLIO, null, Portfolio.class);
    assertRow("alpha", "4000", "0");
    assertRow("s1", "9000", "0");
    assertRow("A", "50", "0");
  }

  /** The latest row; rows that have not changed are not told again. */
  private void assertRow(String scopeId, String limit, String free) {
    stage.passWallClock(Duration.ofSeconds(1));
    stage
        .read(Topics.RISK_UTILIZATION, RiskUtilization.class)
        .forEach(row -> rows.put(row.getScopeId(), row));
    assertThat(rows.get(scopeId).getLimit()).as(scopeId).isEqualByComparingTo(limit);
    assertThat(rows.get(scopeId).getFree()).as(scopeId).isEqualByComparingTo(free);
  }
}
