package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.Mark;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.MarketStateCause;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskBudgetStageTest {
  private static final int BARS = 6;
  private static final Comparator<BigDecimal> NULLABLE =
      Comparator.nullsFirst(Comparator.naturalOrder());

  @TempDir Path directory;
  private StageDriver stage;

  @BeforeEach
  void start() {
    stage =
        new StageDriver(
            """
            kafka: {partitions: 1, state_directory: '%s'}
            market: {bar_interval: 60, warmup_bars: 2, lateness_bars: 0, default_currency: USD, regime: {source: external}}
            risk_budgeting: {regime_blending: true}
            """
                .formatted(directory),
            START.plus(Duration.ofHours(1)),
            EnumSet.of(Stage.MARKET, Stage.BUDGET));
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void shouldPublishMarksAndStates_whenBarsClose() {
    prices();

    assertThat(stage.read(Topics.MARKET_MARKS, MarketMarks.class))
        .isNotEmpty()
        .last()
        .satisfies(m -> assertThat(m.getMarks()).hasSize(2));
    List<MarketState> states = stage.read(Topics.MARKET_STATE, MarketState.class);
    assertThat(states).isNotEmpty();
    assertThat(states).extracting(MarketState::getSequence).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "117, 119, 117, 119",
    "117, , 117,",
    ", 119, , 119",
    ", , ,",
    "119, 117, ,",
    "0, 119, , 119",
    "-1, 151, ,",
    "66, 150, , 150",
  })
  void shouldPutBidAndAskOnTheMark_whenTheyAreSensible(
      String bid, String ask, BigDecimal expectedBid, BigDecimal expectedAsk) {
    send(Wire.price("A", "100", "99", "101", START));
    send(Wire.price("A", "100", bid, ask, START.plusMillis(1)));
    stage.passWallClock(Duration.ofSeconds(1));

    Mark mark = last(stage.read(Topics.MARKET_MARKS, MarketMarks.class)).getMarks().get(0);
    assertThat(mark.getBid()).usingComparator(NULLABLE).isEqualTo(expectedBid);
    assertThat(mark.getAsk()).usingComparator(NULLABLE).isEqualTo(expectedAsk);
  }

  @Test
  void shouldAnswerAtOnce_whenTheRegimeChanges() {
    define();
    prices();
    stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class);
    stage.read(Topics.MARKET_STATE, MarketState.class);
    stage.send(Topics.REGIME_CHANGE, "us", bear(), RegimeChange.class);

    assertThat(stage.read(Topics.MARKET_STATE, MarketState.class))
        .extracting(MarketState::getCause, MarketState::getRegime)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(MarketStateCause.REGIME_CHANGED, Regime.BEAR));
    BudgetUpdate budget = last(stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class));
    assertThat(budget.getRegime()).isEqualTo(Regime.BEAR);
    assertThat(budget.getLeverageLimit()).isLessThanOrEqualTo(0.5);
    assertThat(budget.getVolatilityLimit()).isEqualTo(1.5 * budget.getTargetVolatility());
    assertThat(budget.getPerformance().getRegimeResponseMillis()).isNotNull();
  }

  @Test
  void shouldAlertAndGoOn_whenAPriceOrARecordMakesNoSense() {
    send(Wire.price("A", "-1", START));
    stage.sendBytes(Topics.MARKET_DATA, new byte[] {65}, new byte[] {9, 9});
    stage.send(Topics.REGIME_CHANGE, "wrong key", bear(), RegimeChange.class);

    assertThat(stage.read(Topics.RISK_ALERT, RiskAlert.class))
        .extracting(RiskAlert::getType)
        .containsExactly("BAD_MARKET_DATA", "BAD_REGIME_CHANGE");
    prices();
    assertThat(stage.read(Topics.MARKET_STATE, MarketState.class)).isNotEmpty();
  }

  @Test
  void shouldIssueLaterVersions_whenAnOverrideComesAndPricesMove() {
    define();
    prices();
    BudgetUpdate before = last(stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class));
    RiskOverride cap = Wire.override("v1", OverrideAction.CAP_LEVERAGE, START.plusSeconds(900));
    cap.setValue(Wire.dec("0.1"));
    stage.send(Topics.RISK_OVERRIDE_ROUTED, PORTFOLIO, cap, RiskOverride.class);

    BudgetUpdate after = last(stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class));
    assertThat(after.getVersion()).isGreaterThan(before.getVersion());
    assertThat(after.getLeverageLimit()).isLessThanOrEqualTo(0.1);
    assertThat(after.getOverrides()).contains("v1");
  }

  @ParameterizedTest
  @CsvSource({"P, *", "P, other", "*, P", "*, other"})
  void shouldLeaveAnOverrideOut_whenItComesUnderAnotherKey(String portfolio, String key) {
    define();
    prices();
    RiskOverride pin = Wire.override("v1", OverrideAction.CAP_LEVERAGE, START.plusSeconds(900));
    pin.setPortfolioId(portfolio.equals("P") ? PORTFOLIO : portfolio);
    pin.setValue(Wire.dec("0.1"));
    stage.send(
        Topics.RISK_OVERRIDE_ROUTED, key.equals("P") ? PORTFOLIO : key, pin, RiskOverride.class);
    stage.send(Topics.REGIME_CHANGE, "us", bear(), RegimeChange.class);

    assertThat(last(stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class)).getOverrides()).isEmpty();
  }

  @Test
  void shouldIssueNoBudget_whenThePortfolioWasWithdrawn() {
    define();
    prices();
    assertThat(stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class)).isNotEmpty();
    stage.send(Topics.PORTFOLIO, PORTFOLIO, null, Portfolio.class);
    stage.send(Topics.REGIME_CHANGE, "us", bear(), RegimeChange.class);
    assertThat(stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class)).isEmpty();

    define();
    assertThat(stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class)).isNotEmpty();
  }

  @Test
  void shouldCountItsFeeOnce_whenAFillArrivesTwice() {
    define();
    prices();
    ExecutionReport fill = Wire.report("o1", Side.BUY, ExecutionStatus.FILLED, "10", "e1", START);
    fill.setPrice(Wire.dec("105"));
    fill.setFee(Wire.dec("40"));
    for (int i = 0; i < 2; i++) {
      stage.send(Topics.EXECUTION_REPORT, PORTFOLIO, fill, ExecutionReport.class);
    }
    stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class);
    stage.send(Topics.REGIME_CHANGE, "us", bear(), RegimeChange.class);

    MarketState state = last(stage.read(Topics.MARKET_STATE, MarketState.class));
    var mark =
        state.getSymbols().stream()
            .filter(s -> s.getSymbol().equals("A"))
            .findFirst()
            .orElseThrow();
    var gain = mark.getPrice().subtract(Wire.dec("105")).multiply(Wire.dec("10"));
    assertThat(last(stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class)).getEquity())
        .isEqualByComparingTo(Wire.dec("9960").add(gain));
  }

  private void define() {
    stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
  }

  private void prices() {
    for (int bar = 0; bar < BARS; bar++) {
      Instant time = START.plusSeconds(60L * bar + 1);
      send(Wire.price("A", Integer.toString(100 + bar % 3), time));
      send(Wire.price("B", Integer.toString(50 + bar % 2), time));
      stage.passWallClock(Duration.ofSeconds(1));
    }
  }

  private void send(MarketData price) {
    stage.send(Topics.MARKET_DATA, price.getSymbol(), price, MarketData.class);
  }

  @Test
  void shouldBlendWhatRegimesAllow_whenTheChangeCarriesProbabilities() {
    define();
    prices();
    stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class);
    RegimeChange change = bear();
    change.setProbabilities(Map.of("BEAR", 0.75, "BULL", 0.25));
    stage.send(Topics.REGIME_CHANGE, "us", change, RegimeChange.class);

    BudgetUpdate budget = stage.read(Topics.BUDGET_UPDATE, BudgetUpdate.class).get(0);
    assertThat(budget.getRegime()).isEqualTo(Regime.BEAR);
    assertThat(budget.getRegimeParameters().getLeverageLimit())
        .isCloseTo(0.75 * 0.5 + 0.25 * 1.5, within(1e-12));
    assertThat(budget.getRegimeParameters().getVolTarget())
        .isCloseTo(0.75 * 0.08 + 0.25 * 0.15, within(1e-12));
    assertThat(budget.getLeverageLimit()).isCloseTo(0.75, within(1e-12));
  }

  private static RegimeChange bear() {
    return new RegimeChange(
        "us", Regime.BEAR, 0.9, Map.of(), START.plusSeconds(60L * BARS), "test");
  }

  private static <T> T last(List<T> list) {
    assertThat(list).isNotEmpty();
    return list.get(list.size() - 1);
  }
}
