package com.alphapulse.riskbudget.topology;

import static com.alphapulse.riskbudget.topology.Wire.PORTFOLIO;
import static com.alphapulse.riskbudget.topology.Wire.START;
import static com.alphapulse.riskbudget.topology.Wire.dec;
import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.Side;
import com.alphapulse.riskbudget.topology.account.RestoredOrders;
import com.alphapulse.riskbudget.topology.kafka.Names;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Gate and budget stage read the same overrides, and take in the same ones. */
class OverridesJudgedAlikeTest {
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final Set<OverrideAction> OF_THE_GATE =
      EnumSet.of(
          OverrideAction.HALT,
          OverrideAction.REDUCE_ONLY,
          OverrideAction.CAP_LEVERAGE,
          OverrideAction.CAP_POSITION);
  private static final Set<OverrideAction> OF_THE_BUDGET =
      EnumSet.of(
          OverrideAction.CAP_LEVERAGE,
          OverrideAction.CAP_POSITION,
          OverrideAction.SCALE_BUDGET,
          OverrideAction.PIN_REGIME,
          OverrideAction.REBALANCE);

  @TempDir private Path directory;
  private StageDriver gate;
  private StageDriver budgets;

  /** What is the matter with an override that arrives a minute after the latest price. */
  private enum Case {
    FINE,
    FOR_A_WHILE,
    /** By an operator whose clock is ahead: it is in force at once. */
    CREATED_AHEAD,
    EXPIRED_BEFORE_THE_PRICE,
    EXPIRED_SINCE_THE_PRICE,
    EXPIRES_AS_IT_ARRIVES,
    UNDER_ANOTHER_KEY,
    UNDER_NO_KEY;

    boolean isTakenIn() {
      return this == FINE || this == FOR_A_WHILE || this == CREATED_AHEAD;
    }

    boolean isMisplaced() {
      return this == UNDER_ANOTHER_KEY || this == UNDER_NO_KEY;
    }
  }

  @BeforeEach
  void open() {
    String yaml = "kafka: {partitions: 1, state_directory: '%s'}".formatted(directory);
    gate = new StageDriver(yaml, START, EnumSet.of(Stage.GATE));
    budgets = new StageDriver(yaml, START, EnumSet.of(Stage.BUDGET));
    for (StageDriver stage : List.of(gate, budgets)) {
      stage.send(Topics.PORTFOLIO, PORTFOLIO, Wire.portfolio(null), Portfolio.class);
      stage.send(Topics.MARKET_STATE, "us", Wire.state(1, START, 0.2, 0.3, 0), MarketState.class);
      stage.send(Topics.MARKET_MARKS, "us", Wire.marks(1, START, "100", "50"), MarketMarks.class);
    }
    gate.send(Topics.BUDGET_UPDATE, PORTFOLIO, Wire.budget(1, START), BudgetUpdate.class);
    budgets.send(Topics.APPROVED_ORDER, PORTFOLIO, approved("o1"), OrderDecision.class);
    for (StageDriver stage : List.of(gate, budgets)) {
      stage.passWallClock(SILENCE);
      stage.forgetOutputs();
    }
  }

  @AfterEach
  void close() {
    gate.close();
    budgets.close();
  }

  static Stream<Arguments> actionsAndCases() {
    return EnumSet.complementOf(EnumSet.of(OverrideAction.WITHDRAW, OverrideAction.UNKNOWN))
        .stream()
        .flatMap(action -> Stream.of(Case.values()).map(c -> Arguments.of(action, c)));
  }

  @ParameterizedTest
  @MethodSource("actionsAndCases")
  void shouldBeTakenInByBothOrByNone(OverrideAction action, Case which) throws IOException {
    RiskOverride override = override("v1", PORTFOLIO, action);
    switch (which) {
      case FINE, UNDER_ANOTHER_KEY, UNDER_NO_KEY -> {}
      case FOR_A_WHILE -> override.setExpiresAt(START.plus(SILENCE).plusMillis(1));
      case CREATED_AHEAD -> override.setCreatedAt(START.plusSeconds(28_800));
      case EXPIRED_BEFORE_THE_PRICE -> override.setExpiresAt(START.minusMillis(1));
      case EXPIRED_SINCE_THE_PRICE -> override.setExpiresAt(START.plusSeconds(30));
      case EXPIRES_AS_IT_ARRIVES -> override.setExpiresAt(START.plus(SILENCE));
    }
    send(
        which == Case.UNDER_ANOTHER_KEY ? "other" : which == Case.UNDER_NO_KEY ? null : PORTFOLIO,
        override);

    boolean releases = action == OverrideAction.RELEASE_RESERVATION;
    boolean told = OF_THE_GATE.contains(action) || releases;
    assertThat(alerts(gate))
        .isEqualTo(
            which.isTakenIn()
                ? told ? List.of("OVERRIDE_APPLIED v1") : List.of()
                : List.of("BAD_OVERRIDE v1"));
    boolean refused = !which.isTakenIn() && !which.isMisplaced();
    assertThat(alerts(budgets).stream().filter(a -> !a.startsWith("REBALANCE_WAITS")))
        .isEqualTo(
            !OF_THE_BUDGET.contains(action) || which.isMisplaced()
                ? List.of() // The gate tells.
                : List.of(refused ? "BAD_OVERRIDE v1" : "OVERRIDE_APPLIED v1"));
    String reserved = releases && which.isTakenIn() ? "0" : "10";
    assertThat(reservedInTheBudget("o1")).isEqualByComparingTo(reserved);
    assertThat(pendingInTheGate()).isEqualByComparingTo(reserved);
  }

  /** Identifiers are those of one portfolio, or of all of them. */
  @ParameterizedTest
  @CsvSource({
    "alpha, alpha, alpha, true",
    "alpha, alpha, other, false",
    "alpha, *,     *,     false",
    "alpha, *,     alpha, false",
    "*,     *,     *,     true",
    "*,     *,     alpha, false",
    "*,     alpha, alpha, false",
  })
  void shouldBeEndedByBothOrByNone_whenItIsWithdrawn(
      String inForce, String withdrawn, String key, boolean ends) {
    send(inForce, override("v1", inForce, OverrideAction.CAP_LEVERAGE));
    alerts(gate);
    alerts(budgets);
    RiskOverride end = override("v1", withdrawn, OverrideAction.WITHDRAW);
    end.setExpiresAt(START); // What ends something does not expire.
    send(key, end);

    for (StageDriver stage : List.of(gate, budgets)) {
      assertThat(alerts(stage).contains("OVERRIDE_ENDED v1")).isEqualTo(ends);
    }
  }

  @ParameterizedTest
  @CsvSource({"alpha, *", "*, alpha"})
  void shouldBothBeInForce_whenOneOfThePortfolioAndOneOfAllHaveTheSameId(
      String first, String second) {
    RiskOverride tight = override("v1", first, OverrideAction.CAP_LEVERAGE);
    send(first, tight);
    RiskOverride loose = override("v1", second, OverrideAction.CAP_LEVERAGE);
    loose.setValue(dec("0.9"));
    send(second, loose);

    List<BudgetUpdate> made = budgets.read(Topics.BUDGET_UPDATE, BudgetUpdate.class);
    assertThat(made.get(made.size() - 1).getLeverageLimit()).isEqualTo(0.5);
    assertThat(made.get(made.size() - 1).getOverrides()).containsExactly("v1");
    OrderIntent large = Wire.intent("large", Side.BUY, "45", START.plus(SILENCE));
    gate.send(
        Topics.MARKET_MARKS,
        "us",
        Wire.marks(2, START.plus(SILENCE), "100", "50"),
        MarketMarks.class);
    gate.send(Topics.ORDER_INTENT, PORTFOLIO, large, OrderIntent.class);
    OrderDecision decision = gate.read(Topics.REJECTED_ORDER, OrderDecision.class).get(0);
    assertThat(decision.getViolations())
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.getReason()).isEqualTo("PORTFOLIO_LEVERAGE");
              assertThat(v.getLimit()).isEqualByComparingTo("5000");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "CAP_LEVERAGE",
    "CAP_POSITION",
    "SCALE_BUDGET",
    "PIN_REGIME",
    "REBALANCE",
    "RELEASE_RESERVATION"
  })
  void shouldChangeNothingOfOthers_whenThePortfolioIsNotDefined(OverrideAction action)
      throws IOException {
    send("nobody", override("v1", "nobody", action));

    assertThat(budgets.read(Topics.BUDGET_UPDATE, BudgetUpdate.class)).isEmpty();
    assertThat(reservedInTheBudget("o1")).isEqualByComparingTo("10");
    assertThat(pendingInTheGate()).isEqualByComparingTo("10");
  }

  private void send(String key, RiskOverride override) {
    for (StageDriver stage : List.of(gate, budgets)) {
      stage.send(Topics.RISK_OVERRIDE_ROUTED, key, override, RiskOverride.class);
    }
  }

  private static RiskOverride override(String id, String portfolioId, OverrideAction action) {
    RiskOverride override = Wire.override(id, action, START);
    override.setPortfolioId(portfolioId);
    switch (action) {
      case CAP_LEVERAGE, CAP_POSITION, SCALE_BUDGET -> override.setValue(dec("0.5"));
      case PIN_REGIME -> override.setRegime(Regime.BEAR);
      case RELEASE_RESERVATION -> override.setOrderId("o1");
      default -> {}
    }
    return override;
  }

  private OrderDecision approved(String orderId) {
    gate.send(
        Topics.ORDER_INTENT,
        PORTFOLIO,
        Wire.intent(orderId, Side.BUY, "10", START),
        OrderIntent.class);
    return gate.read(Topics.APPROVED_ORDER, OrderDecision.class).get(0);
  }

  private static List<String> alerts(StageDriver stage) {
    return stage.read(Topics.RISK_ALERT, RiskAlert.class).stream()
        .map(alert -> alert.getType() + " " + alert.getScopeId())
        .toList();
  }

  private BigDecimal reservedInTheBudget(String orderId) throws IOException {
    Map<String, BigDecimal> reserved = new HashMap<>();
    RestoredOrders.of(budgets.all(Names.BUDGET_ACCOUNT_STORE))
        .forEach((portfolioId, order) -> reserved.put(order.orderId(), order.reserved()));
    return reserved.get(orderId);
  }

  /** As a decision tells it, whatever else is the matter with the order. */
  private BigDecimal pendingInTheGate() {
    gate.send(
        Topics.ORDER_INTENT,
        PORTFOLIO,
        Wire.intent("asks", Side.SELL, "1", START.minus(Duration.ofDays(1))),
        OrderIntent.class);
    return gate.read(Topics.REJECTED_ORDER, OrderDecision.class)
        .get(0)
        .getInputs()
        .getPendingBuys();
  }
}
