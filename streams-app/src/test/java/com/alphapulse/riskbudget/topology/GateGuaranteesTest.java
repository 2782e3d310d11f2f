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
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OrderType;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.StrategyDefinition;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attempts to get around what the gate promises, through its topology. */
class GateGuaranteesTest {
  @TempDir Path directory;
  private StageDriver stage;

  @BeforeEach
  void start() {
    stage =
        new StageDriver(
            "{kafka: {partitions: 1, state_directory: '%s'}, gate: {order_burst: 1, loss_marks: 2}}"
                .formatted(directory),
            START,
            Set.of(Stage.GATE));
    define(Wire.portfolio(null));
    marks(1, START, "100");
    stage.send(Topics.BUDGET_UPDATE, PORTFOLIO, Wire.budget(1, START), BudgetUpdate.class);
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void shouldApproveOneOnly_whenTwoStrategiesSendOrdersThatFitAlone() {
    Portfolio two = Wire.portfolio(null);
    List<StrategyDefinition> strategies = new ArrayList<>(two.getStrategies());
    strategies.add(StrategyDefinition.newBuilder(strategies.get(0)).setStrategyId("s2").build());
    two.setStrategies(strategies);
    define(two);
    BudgetUpdate budget = Wire.budget(2, START);
    var budgets = new ArrayList<>(budget.getStrategies());
    var second =
        com.alphapulse.riskbudget.avro.StrategyBudget.newBuilder(budgets.get(0))
            .setStrategyId("s2")
            .build();
    budgets.add(second);
    budget.setStrategies(budgets);
    stage.send(Topics.BUDGET_UPDATE, PORTFOLIO, budget, BudgetUpdate.class);
    OrderIntent other = intent("o2", Side.BUY, "40", START);
    other.setStrategyId("s2");
    send(intent("o1", Side.BUY, "40", START));
    send(other);

    assertThat(approved()).extracting(d -> d.getIntent().getOrderId()).containsExactly("o1");
    assertThat(reasons(rejected().get(0))).containsExactly("POSITION_LIMIT");
  }

  @Test
  void shouldNotFlipThePosition_whenSeveralReducingOrdersPend() {
    send(report("x", Side.BUY, ExecutionStatus.FILLED, "30", "e1", START));
    for (String id : List.of("o1", "o2", "o3", "o4")) {
      OrderIntent cut = intent(id, Side.SELL, "10", START);
      cut.setReduceOnly(true);
      send(cut);
    }

    assertThat(approved()).hasSize(3).allMatch(OrderDecision::getReducing);
    OrderDecision fourth = rejected().get(0);
    assertThat(fourth.getIntent().getOrderId()).isEqualTo("o4");
    assertThat(reasons(fourth)).containsExactly("NOT_REDUCING");
  }

  @Test
  void shouldHoldBackWhatComesTooFast_whenTimeStandsStill() {
    define(Wire.portfolio(null, 2.0));
    for (int i = 0; i < 4; i++) {
      // Nothing that a sender claims about time fills the bucket.
      send(intent("o" + i, Side.BUY, "1", START.plusSeconds(i)));
    }
    send(intent("o0", Side.BUY, "1", START));
    send(intent("cut", Side.SELL, "1", START));

    assertThat(approved())
        .extracting(d -> d.getIntent().getOrderId())
        .containsExactly("o0", "o1", "o0");
    assertThat(rejected())
        .hasSize(3)
        .allSatisfy(d -> assertThat(reasons(d)).containsExactly("ORDER_RATE"));
    stage.passWallClock(Duration.ofMillis(500));
    send(intent("later", Side.BUY, "1", START));
    send(intent("too soon", Side.BUY, "1", START));
    assertThat(approved()).extracting(d -> d.getIntent().getOrderId()).containsExactly("later");
    assertThat(rejected()).hasSize(1);
  }

  @Test
  void shouldLetRiskBeCut_whenTheOrderRateIsUsedUp() {
    send(report("x", Side.BUY, ExecutionStatus.FILLED, "30", "e1", START));
    define(Wire.portfolio(null, 0.1));
    send(intent("o0", Side.BUY, "1", START));
    send(intent("o1", Side.BUY, "1", START));
    send(intent("o2", Side.SELL, "30", START));

    assertThat(reasons(rejected().get(0))).containsExactly("ORDER_RATE");
    OrderDecision cut = approved().get(1);
    assertThat(cut.getIntent().getOrderId()).isEqualTo("o2");
    assertThat(cut.getInputs().getStrategyRateTokens()).isZero();
    assertThat(cut.getInputs().getPortfolioRateTokens()).isNull();
  }

  @Test
  void shouldRejectUntilAStateArrives_whenTheBudgetLimitsVolatility() {
    stage.send(Topics.BUDGET_UPDATE, PORTFOLIO, Wire.budget(2, START, 0.1), BudgetUpdate.class);
    send(intent("o1", Side.BUY, "10", START));
    assertThat(reasons(rejected().get(0))).containsExactly("NO_RISK_MODEL");
    state(Wire.state(7, START, 0.2, 0.2, 0.5));
    state(Wire.state(6, START, 0.9, 0.9, 0.5)); // Older: must not count.
    send(intent("o2", Side.BUY, "51", START));
    send(intent("o3", Side.BUY, "50", START));

    OrderDecision tooMuch = rejected().get(0);
    assertThat(reasons(tooMuch)).containsExactly("VOLATILITY_LIMIT");
    assertThat(tooMuch.getLargestQuantity()).isEqualByComparingTo("50");
    assertThat(tooMuch.getInputs().getStateSequence()).isEqualTo(7);
    OrderDecision passed = approved().get(0);
    assertThat(passed.getInputs().getVolatility()).isEqualTo(0.1);
    assertThat(passed.getCursor()).containsEntry("market-state", 1L);
    MarketState broken = Wire.state(8, START, 0.2, 0.2, 0.5);
    broken.setCorrelations(List.of());
    state(broken);
    send(intent("o4", Side.BUY, "1", START));
    assertThat(reasons(rejected().get(0))).contains("NO_RISK_MODEL");
  }

  @Test
  void shouldKeepTheLastBudget_whenALimitOnVolatilityIsNotFinite() {
    BudgetUpdate broken = Wire.budget(2, START, Double.NaN);
    stage.send(Topics.BUDGET_UPDATE, PORTFOLIO, broken, BudgetUpdate.class);
    send(intent("o1", Side.BUY, "1", START));

    assertThat(alerts()).containsExactly("BUDGET_FAILED");
    assertThat(approved().get(0).getInputs().getBudgetVersion()).isEqualTo(1);
  }

  @Test
  void shouldHoldThePriceToTheCollar_whenAnOrderCutsRisk() {
    send(report("x", Side.BUY, ExecutionStatus.FILLED, "30", "e1", START));
    OrderIntent cheap = intent("o1", Side.SELL, "30", START);
    cheap.setType(OrderType.LIMIT);
    cheap.setLimitPrice(Wire.dec("89.99"));
    send(cheap);
    OrderIntent fair = intent("o2", Side.SELL, "30", START);
    fair.setType(OrderType.LIMIT);
    fair.setLimitPrice(Wire.dec("90"));
    send(fair);

    Violation violation = rejected().get(0).getViolations().get(0);
    assertThat(violation.getReason()).isEqualTo("PRICE_COLLAR");
    assertThat(violation.getObserved()).isEqualByComparingTo("0.1001");
    assertThat(violation.getBoundBy()).isEqualTo("CONFIGURATION");
    assertThat(approved()).extracting(d -> d.getIntent().getOrderId()).containsExactly("o2");
  }

  @Test
  void shouldStayUnderItsLossLimit_untilAnOperatorResumes() {
    send(report("x", Side.BUY, ExecutionStatus.FILLED, "50", "e1", START));
    assertThat(alerts()).containsExactly("UNKNOWN_ORDER_FILLED");
    define(Wire.portfolio(Wire.hardLimits(0.05)));
    marks(2, START, "89");
    send(intent("first mark", Side.BUY, "1", START));
    assertThat(approved()).hasSize(1);
    marks(3, START, "89");
    assertThat(alerts()).containsExactly("LOSS_LIMIT_REACHED");
    marks(4, START, "120");
    send(intent("recovered", Side.BUY, "1", START));

    OrderDecision stopped = rejected().get(0);
    assertThat(reasons(stopped)).containsExactly("LOSS_LIMIT");
    assertThat(stopped.getViolations().get(0).getBoundBy()).isEqualTo("HARD_LIMIT");
    assertThat(stopped.getInputs().getTradingState()).isEqualTo(TradingState.REDUCE_ONLY);
    define(Wire.portfolio(null));
    define(Wire.portfolio(Wire.hardLimits(0.05)));
    send(intent("redefined", Side.BUY, "1", START));
    assertThat(reasons(rejected().get(0))).containsExactly("LOSS_LIMIT");
    marks(5, START, "89");
    RiskOverride ofASymbol = override("v0", OverrideAction.RESUME, START);
    ofASymbol.setScope(OverrideScope.SYMBOL);
    ofASymbol.setScopeId("A");
    command(ofASymbol);
    send(intent("one symbol", Side.BUY, "1", START));
    assertThat(rejected()).hasSize(1);
    command(override("v1", OverrideAction.RESUME, START));
    marks(6, START, "89");
    marks(7, START, "89");
    marks(8, START, "89");
    send(intent("resumed", Side.BUY, "1", START));
    assertThat(approved()).hasSize(1);
    assertThat(alerts()).containsExactly("OVERRIDE_APPLIED");
  }

  @Test
  void shouldRefuseTheDefinition_whenALimitIsNotFinite() {
    define(Wire.portfolio(null, Double.NaN));
    send(intent("o1", Side.BUY, "1", START));

    assertThat(alerts()).containsExactly("BAD_PORTFOLIO");
    assertThat(approved()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "GLOBAL, '', *",
    "PORTFOLIO, '', *",
    "PORTFOLIO, '', alpha",
    "STRATEGY, s1, alpha",
    "STRATEGY, s1, *",
    "SYMBOL, A, alpha",
    "SYMBOL, A, *",
  })
  void shouldHaltCancelAndResume_whateverTheScope(
      OverrideScope scope, String scopeId, String portfolioId) {
    send(intent("o1", Side.BUY, "1", START));
    OrderIntent ofB = intent("o2", Side.BUY, "1", START);
    ofB.setSymbol("B");
    send(ofB);
    approved();
    RiskOverride halt = override("v1", OverrideAction.HALT, START);
    halt.setPortfolioId(portfolioId);
    halt.setScope(scope);
    halt.setScopeId(scopeId);
    halt.setCancelOpenOrders(true);
    command(halt);
    send(intent("o3", Side.BUY, "1", START));

    assertThat(reasons(rejected().get(0))).containsExactly("HALTED");
    List<CancelRequest> cancels = stage.read(Topics.CANCEL_REQUEST, CancelRequest.class);
    assertThat(cancels)
        .extracting(CancelRequest::getOrderId)
        .containsExactlyElementsOf(
            scope == OverrideScope.SYMBOL ? List.of("o1") : List.of("o1", "o2"));
    RiskOverride resume = override("v2", OverrideAction.RESUME, START);
    resume.setPortfolioId(portfolioId);
    resume.setScope(scope);
    resume.setScopeId(scopeId);
    command(resume);
    send(intent("o4", Side.BUY, "1", START));
    assertThat(approved()).hasSize(1);
  }

  @Test
  void shouldCancelWhatAddsRisk_whenOnlyCutsAreAcceptedFromNowOn() {
    send(report("x", Side.BUY, ExecutionStatus.FILLED, "30", "e1", START));
    send(intent("cut", Side.SELL, "20", START));
    send(intent("too much", Side.SELL, "20", START));
    send(intent("rest", Side.SELL, "10", START));
    send(intent("buy", Side.BUY, "5", START));
    RiskOverride reduce = override("v1", OverrideAction.REDUCE_ONLY, START.plusSeconds(28_800));
    reduce.setCancelOpenOrders(true);
    command(reduce);

    assertThat(stage.read(Topics.CANCEL_REQUEST, CancelRequest.class))
        .extracting(CancelRequest::getOrderId)
        .containsExactly("too much", "buy");
  }

  @Test
  void shouldEndByItself_whenAnOverrideExpires() {
    RiskOverride cap = override("v1", OverrideAction.CAP_POSITION, START);
    cap.setScope(OverrideScope.SYMBOL);
    cap.setScopeId("A");
    cap.setValue(Wire.dec("5"));
    cap.setExpiresAt(START.plusSeconds(1));
    command(cap);
    send(intent("o1", Side.BUY, "6", START.plusSeconds(5)));
    assertThat(rejected().get(0).getViolations().get(0).getBoundBy()).isEqualTo("OVERRIDE:v1");
    stage.passWallClock(Duration.ofSeconds(1));
    send(intent("o2", Side.BUY, "6", START));

    assertThat(approved()).hasSize(1);
    assertThat(alerts()).containsExactly("OVERRIDE_APPLIED", "OVERRIDE_ENDED");
  }

  private void define(Portfolio portfolio) {
    stage.send(Topics.PORTFOLIO, PORTFOLIO, portfolio, Portfolio.class);
  }

  private void marks(long sequence, Instant asOf, String priceOfA) {
    stage.send(
        Topics.MARKET_MARKS, "us", Wire.marks(sequence, asOf, priceOfA, "50"), MarketMarks.class);
  }

  private void state(MarketState state) {
    stage.send(Topics.MARKET_STATE, "us", state, MarketState.class);
  }

  private void command(RiskOverride override) {
    stage.send(Topics.RISK_OVERRIDE, override.getPortfolioId(), override, RiskOverride.class);
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

  private static List<String> reasons(OrderDecision decision) {
    return decision.getViolations().stream().map(Violation::getReason).toList();
  }
}
