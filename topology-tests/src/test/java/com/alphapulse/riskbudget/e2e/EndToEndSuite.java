package com.alphapulse.riskbudget.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.alphapulse.riskbudget.api.ApiServer;
import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.ExecutionStatus;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.avro.Violation;
import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.observability.Metrics;
import com.alphapulse.riskbudget.serde.AvroJson;
import com.alphapulse.riskbudget.topology.Stage;
import com.alphapulse.riskbudget.topology.Stages;
import com.alphapulse.riskbudget.topology.kafka.Routing;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product as its users meet it: topics in, topics out, on a broker. Every test has a market and
 * portfolios of its own, so that all of them share one installation.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EndToEndSuite {
  private Installation installation;
  private Outside outside;

  /** Starts the cluster; called once. */
  abstract String startCluster(Path folder) throws Exception;

  /** Stops the cluster; called once, also where it was not started. */
  abstract void stopCluster();

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    installation = Installation.on(startCluster(folder), folder);
    installation.startBudgets();
    installation.startGate();
    outside = new Outside(installation);
  }

  @AfterAll
  void stop() {
    if (outside != null) {
      outside.close();
    }
    if (installation != null) {
      installation.close();
    }
    stopCluster();
  }

  @Test
  void shouldGoAllTheWay_whenPricesOrdersAndFillsArrive() {
    Desk desk = new Desk(outside, "ROAD", "road");
    BudgetUpdate budget = desk.open().get("road");
    assertThat(budget.getEquity()).isEqualByComparingTo(Desk.CASH);
    assertThat(budget.getLeverageLimit()).isEqualTo(1.5);
    assertThat(budget.getLeverageLimitBoundBy()).isEqualTo("REGIME:BULL");
    assertThat(budget.getCause()).isNotEqualTo(BudgetCause.WARM_UP);

    BigDecimal quantity = desk.part(budget, "0.5");
    OrderIntent intent = desk.buy("road-1", quantity);
    OrderDecision approved = desk.decide(intent);
    assertThat(approved.getOutcome()).isEqualTo(Outcome.APPROVED);
    assertThat(approved.getApprovedQuantity()).isEqualByComparingTo(quantity);
    assertThat(approved.getInputs().getMark()).isEqualByComparingTo(desk.price());
    assertThat(approved.getIntent()).isEqualTo(intent);
    desk.awaitUtilization(BigDecimal.ZERO, quantity);

    desk.report(intent, ExecutionStatus.FILLED, quantity, desk.price());
    RiskUtilization row = desk.awaitUtilization(quantity, BigDecimal.ZERO);
    assertThat(row.getFree()).isEqualByComparingTo(row.getLimit().subtract(quantity));

    BigDecimal tooMuch = desk.largest(budget).multiply(new BigDecimal(3));
    OrderDecision rejected = desk.decide(desk.buy("road-2", tooMuch));
    assertThat(rejected.getOutcome()).isEqualTo(Outcome.REJECTED);
    assertThat(rejected.getApprovedQuantity()).isZero();
    assertThat(rejected.getInputs().getPosition()).isEqualByComparingTo(quantity);
    assertThat(reasons(rejected)).contains("POSITION_LIMIT", "STRATEGY_BUDGET");
    Violation position =
        rejected.getViolations().stream()
            .filter(v -> v.getReason().equals("POSITION_LIMIT"))
            .findFirst()
            .orElseThrow();
    assertThat(position.getObserved()).isEqualByComparingTo(quantity.add(tooMuch));
    assertThat(position.getObserved()).isGreaterThan(position.getLimit());
  }

  @Test
  void shouldApproveExactlyOne_whenTwoOrdersInOneBatchFitOnlyAlone() {
    Desk desk = new Desk(outside, "PAIR", "pair");
    BudgetUpdate budget = desk.open().get("pair");
    BigDecimal quantity = desk.part(budget, "0.6");

    desk.submit(desk.buy("pair-1", quantity), desk.buy("pair-2", quantity));

    OrderDecision first = outside.awaitDecision("pair-1");
    OrderDecision second = outside.awaitDecision("pair-2");
    assertThat(first.getOutcome()).isEqualTo(Outcome.APPROVED);
    assertThat(second.getOutcome()).isEqualTo(Outcome.REJECTED);
    assertThat(second.getInputs().getPendingBuys()).isEqualByComparingTo(quantity);
    // Alone it would have fitted: once the first is gone, the same order passes.
    desk.report(first.getIntent(), ExecutionStatus.CANCELLED, BigDecimal.ZERO, desk.price());
    desk.awaitUtilization(BigDecimal.ZERO, BigDecimal.ZERO);
    assertThat(desk.decide(desk.buy("pair-3", quantity)).getOutcome()).isEqualTo(Outcome.APPROVED);
  }

  @Test
  void shouldRepeatTheDecision_whenAnIntentIsResentInTheBatchAndLater() {
    Desk desk = new Desk(outside, "AGAIN", "again");
    BudgetUpdate budget = desk.open().get("again");
    BigDecimal quantity = desk.part(budget, "0.3");
    OrderIntent intent = desk.buy("again-1", quantity);

    desk.submit(intent, intent);
    outside.awaitDecisions("again-1", 2);
    desk.submit(intent);
    List<OrderDecision> decisions = outside.awaitDecisions("again-1", 3);

    assertThat(decisions).extracting(OrderDecision::getRepeat).containsExactly(false, true, true);
    OrderDecision original = decisions.get(0);
    assertThat(original.getOutcome()).isEqualTo(Outcome.APPROVED);
    for (OrderDecision repeat : decisions.subList(1, 3)) {
      repeat.setRepeat(false);
      assertThat(AvroJson.toJson(repeat)).isEqualTo(AvroJson.toJson(original));
    }
    OrderDecision next = desk.decide(desk.buy("again-2", BigDecimal.ONE));
    assertThat(next.getInputs().getPendingBuys()).isEqualByComparingTo(quantity);
  }

  @Test
  void shouldPutItAsideAndGoOn_whenBytesAreUnreadable() {
    new UnreadableBytes(outside).sendEverywhereAndFind();

    Desk desk = new Desk(outside, "AFTER", "after");
    BudgetUpdate budget = desk.open().get("after");
    assertThat(desk.decide(desk.buy("after-1", desk.part(budget, "0.5"))).getOutcome())
        .isEqualTo(Outcome.APPROVED);
    assertThat(installation.runs()).isTrue();
  }

  @Test
  void shouldHaltPortfoliosOfEveryPartition_whenTheHaltIsForAll() {
    List<String> portfolios = Partitions.oneKeyEach("halt");
    Desk desk = new Desk(outside, "HALT", portfolios, Desk.CASH);
    Map<String, BudgetUpdate> budgets = desk.open();

    everywhere(desk, OverrideAction.HALT, "OVERRIDE_APPLIED");
    List<OrderDecision> halted = decideAll(desk, portfolios, budgets, "halted");
    everywhere(desk, OverrideAction.WITHDRAW, "OVERRIDE_ENDED");
    List<OrderDecision> resumed = decideAll(desk, portfolios, budgets, "resumed");

    assertThat(halted).allSatisfy(d -> assertThat(reasons(d)).containsExactly("HALTED"));
    assertThat(resumed).extracting(OrderDecision::getOutcome).containsOnly(Outcome.APPROVED);
  }

  /** Applies an override to all portfolios; waits until the tasks of all partitions have it. */
  private void everywhere(Desk desk, OverrideAction action, String alert) {
    RiskOverride override = override(desk, "stop-everything", "*", OverrideScope.GLOBAL, action);
    outside.send(Topics.RISK_OVERRIDE, "*", override, desk.now().toEpochMilli());
    outside.flush();
    outside.awaitAll(
        Topics.RISK_ALERT,
        RiskAlert.class,
        Installation.PARTITIONS,
        a -> a.getType().equals(alert) && "stop-everything".equals(a.getScopeId()));
  }

  private List<OrderDecision> decideAll(
      Desk desk, List<String> portfolios, Map<String, BudgetUpdate> budgets, String name) {
    List<OrderDecision> decisions = new ArrayList<>();
    for (String id : portfolios) {
      BigDecimal quantity = desk.part(budgets.get(id), "0.4");
      decisions.add(
          desk.decide(desk.intent(name + "-" + id, id, desk.symbol(), Side.BUY, quantity)));
    }
    return decisions;
  }

  @Test
  void shouldGoByTheNewBudget_whenTheRegimeIsChangedFromOutside() {
    Desk desk = new Desk(outside, "REGIME", "regime");
    BudgetUpdate bull = desk.open().get("regime");
    BigDecimal quantity = desk.part(bull, "0.6");
    OrderIntent before = desk.buy("regime-1", quantity);
    assertThat(desk.decide(before).getOutcome()).isEqualTo(Outcome.APPROVED);
    desk.report(before, ExecutionStatus.CANCELLED, BigDecimal.ZERO, desk.price());
    desk.awaitUtilization(BigDecimal.ZERO, BigDecimal.ZERO);

    desk.regime(Regime.CRISIS);

    BudgetUpdate crisis = desk.awaitBudgets(Regime.CRISIS, desk.now()).get("regime");
    assertThat(crisis.getCause()).isEqualTo(BudgetCause.REGIME_CHANGE);
    assertThat(crisis.getLeverageLimit()).isEqualTo(0.2);
    assertThat(crisis.getVersion()).isGreaterThan(bull.getVersion());
    OrderDecision after = desk.decide(desk.buy("regime-2", quantity));
    assertThat(after.getOutcome()).isEqualTo(Outcome.REJECTED);
    assertThat(reasons(after)).contains("PORTFOLIO_LEVERAGE");
    assertThat(after.getInputs().getBudgetVersion()).isEqualTo(crisis.getVersion());
  }

  @Test
  void shouldRefuseToStart_whenTopicsHaveTooFewPartitions() {
    Configuration wider =
        Configuration.parse("wider", installation.yaml(Installation.PARTITIONS + 1, Map.of()));
    try (Metrics metrics = new Metrics()) {
      assertThatThrownBy(
              () -> Stages.start(wider, EnumSet.of(Stage.GATE), installation.schemas(), metrics))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("topic order-intent has 4 partitions, and kafka.partitions is 5");
    }
  }

  @Test
  void shouldRememberEverything_whenTheGateIsRestarted() {
    Desk desk = new Desk(outside, "RESTART", "restart");
    BudgetUpdate budget = desk.open().get("restart");
    BigDecimal held = desk.part(budget, "0.3");
    BigDecimal reserved = desk.part(budget, "0.4");
    OrderIntent filled = desk.buy("restart-filled", held);
    OrderIntent open = desk.buy("restart-open", reserved);
    OrderIntent refused = desk.buy("restart-refused", desk.largest(budget));
    assertThat(desk.decide(filled).getOutcome()).isEqualTo(Outcome.APPROVED);
    desk.report(filled, ExecutionStatus.FILLED, held, desk.price());
    desk.awaitUtilization(held, BigDecimal.ZERO);
    assertThat(desk.decide(open).getOutcome()).isEqualTo(Outcome.APPROVED);
    assertThat(desk.decide(refused).getOutcome()).isEqualTo(Outcome.REJECTED);

    installation.stopGate();
    installation.startGate();

    desk.submit(filled, open, refused);
    for (OrderIntent intent : List.of(filled, open, refused)) {
      List<OrderDecision> decisions = outside.awaitDecisions(intent.getOrderId(), 2);
      assertThat(decisions).extracting(OrderDecision::getRepeat).containsExactly(false, true);
      decisions.get(1).setRepeat(false);
      assertThat(AvroJson.toJson(decisions.get(1))).isEqualTo(AvroJson.toJson(decisions.get(0)));
    }
    OrderDecision beside = desk.decide(desk.buy("restart-beside", desk.part(budget, "0.4")));
    assertThat(beside.getOutcome()).isEqualTo(Outcome.REJECTED);
    assertThat(beside.getInputs().getPosition()).isEqualByComparingTo(held);
    assertThat(beside.getInputs().getPendingBuys()).isEqualByComparingTo(reserved);
    assertThat(desk.decide(desk.buy("restart-small", desk.part(budget, "0.1"))).getOutcome())
        .isEqualTo(Outcome.APPROVED);
  }

  @Test
  void shouldHaltAndTellTheOther_whenTwoServersTakeOneIdAtOnce() throws Exception {
    Desk desk = new Desk(outside, "TWO", "two");
    BudgetUpdate budget = desk.open().get("two");
    try (ApiServer first = installation.startApi();
        ApiServer second = installation.startApi()) {
      installation.stopGate(); // It finds both commands, whoever came first.
      CompletableFuture<Integer> halt = new Commands(first.port()).send("two", "same-id", "HALT");
      CompletableFuture<Integer> reduce =
          new Commands(second.port()).send("two", "same-id", "REDUCE_ONLY");
      outside.awaitAll(
          Topics.RISK_OVERRIDE, RiskOverride.class, 2, o -> o.getOverrideId().equals("same-id"));
      installation.startGate();

      assertThat(halt.join()).isEqualTo(200);
      assertThat(reduce.join()).isEqualTo(409);
    }
    OrderDecision decision = desk.decide(desk.buy("two-1", desk.part(budget, "0.1")));
    assertThat(reasons(decision)).containsExactly("HALTED");
  }

  @Test
  void shouldNameThePartition_whenNoGateDecidesItsOrders() throws Exception {
    Desk desk = new Desk(outside, "LAG", "lag");
    BudgetUpdate budget = desk.open().get("lag");
    try (ApiServer api = installation.startApi()) {
      Commands server = new Commands(api.port());
      await()
          .atMost(Installation.PATIENCE)
          .untilAsserted(() -> assertThat(server.readiness().get("problems")).isEmpty());
      assertThat(server.readiness().get("gate")).hasSize(Installation.PARTITIONS);
      installation.stopGate();
      desk.submit(desk.buy("lag-1", desk.part(budget, "0.1")));
      await()
          .atMost(Installation.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(server.readiness().get("problems").toString())
                      .contains(
                          "1 orders of partition "
                              + Routing.partitionOf("lag", Installation.PARTITIONS)));
      assertThat(server.readiness().get("ready").asBoolean()).isFalse();
      assertThat(server.readiness().get("applicationsRunning").asBoolean()).isTrue();
      assertThat(server.readiness().findValue("inputs")).isNotEmpty();

      installation.startGate();
      await()
          .atMost(Installation.PATIENCE)
          .until(() -> server.readiness().get("ready").asBoolean());
    }
  }

  @Test
  void shouldDecideNoOrderBeforeAHalt_whenBothWaitForTheGate() {
    Desk desk = new Desk(outside, "WAIT", "wait");
    desk.open();
    installation.stopGate();
    RiskOverride halt =
        override(desk, "stop-waiting", "wait", OverrideScope.PORTFOLIO, OverrideAction.HALT);
    outside.send(
        Topics.RISK_OVERRIDE_ROUTED, "wait", halt, desk.now().minusMillis(1).toEpochMilli());
    OrderIntent[] waiting =
        IntStream.range(0, 100)
            .mapToObj(i -> desk.buy("wait-" + i, BigDecimal.ONE))
            .toArray(OrderIntent[]::new);
    desk.submit(waiting);

    installation.startGate();

    for (OrderIntent intent : waiting) {
      assertThat(reasons(outside.awaitDecision(intent.getOrderId()))).containsExactly("HALTED");
    }
  }

  private static RiskOverride override(
      Desk desk, String id, String portfolioId, OverrideScope scope, OverrideAction action) {
    return RiskOverride.newBuilder()
        .setOverrideId(id)
        .setPortfolioId(portfolioId)
        .setScope(scope)
        .setAction(action)
        .setAuthor("risk.desk")
        .setReason("drill")
        .setCreatedAt(desk.now())
        .setExpiresAt(desk.now().plus(Duration.ofHours(1)))
        .build();
  }

  private static List<String> reasons(OrderDecision decision) {
    return decision.getViolations().stream().map(Violation::getReason).toList();
  }
}
